#include "ui/shortcut_sheet.h"

#include "ui/hint_label.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

ShortcutSheet::ShortcutSheet(const QMenuBar& menus, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"shortcutSheet"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* contents = new QWidget;
    auto* columns = new QHBoxLayout(contents);
    columns->setSpacing(32);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    columns->addLayout(left);
    columns->addLayout(right);
    const QList<QAction*> titles = menus.actions();
    for (QAction* title : titles) {
        const auto lines = linesOf(*title->menu());
        if (lines.isEmpty())
            continue;
        const bool first = titles.indexOf(title) < 3;
        (first ? left : right)->addWidget(makeGroup(title->text().remove(u'&'), lines));
    }
    right->addWidget(makeGroup(tr("Mouse"),
        { { tr("Zoom"), tr("Wheel, pinch") }, { tr("Move the picture"), tr("Drag") },
            { tr("Whole picture or actual size"), tr("Double click") } }));
    left->addStretch(1);
    right->addStretch(1);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(contents);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(this);
    column->addWidget(scroll, 1);
    column->addWidget(buttons);
    resize(contents->sizeHint() + QSize(40, 80));
}

QWidget* ShortcutSheet::makeGroup(
    const QString& title, const QList<std::pair<QString, QString>>& lines)
{
    auto* group = new QWidget(this);
    auto* grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 10);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(0, 1);
    auto* heading = new QLabel(title, group);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    grid->addWidget(heading, 0, 0, 1, 2);
    for (const auto& [what, keys] : lines) {
        const int row = grid->rowCount();
        grid->addWidget(new QLabel(what, group), row, 0);
        auto* key = new HintLabel(keys, group);
        key->setWordWrap(false);
        grid->addWidget(key, row, 1, Qt::AlignRight);
    }
    return group;
}

QList<std::pair<QString, QString>> ShortcutSheet::linesOf(const QMenu& menu)
{
    QList<std::pair<QString, QString>> lines;
    for (QAction* action : menu.actions()) {
        if (action->menu() != nullptr)
            lines += linesOf(*action->menu());
        QStringList keys;
        for (const QKeySequence& sequence : action->shortcuts())
            keys.append(sequence.toString(QKeySequence::NativeText));
        if (!keys.isEmpty())
            lines.append({ action->text().remove(u'&').remove(u'…'), keys.join(u", "_s) });
    }
    return lines;
}

} // namespace netlens

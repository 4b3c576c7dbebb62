#include "ui/collect_panel.h"

#include "ui/breakable_text.h"
#include "ui/elided_label.h"
#include "ui/hint_label.h"
#include "ui/hold_button.h"
#include "ui/icon_label.h"
#include "ui/icons.h"
#include "ui/label_box.h"
#include "ui/shown_folder.h"

#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QStyle>
#include <QTreeWidget>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    enum Column { Label, Pictures };

} // namespace

CollectPanel::CollectPanel(QWidget* parent)
    : QWidget(parent)
    , m_folder(new ElidedLabel(this))
    , m_choose(new QPushButton(tr("Choose…"), this))
    , m_label(new LabelBox(this))
    , m_hold(new HoldButton(tr("Hold to save (K)"), tr("Saving…"), this))
    , m_saveOne(new QPushButton(tr("Save one"), this))
    , m_undo(new QPushButton(tr("Undo"), this))
    , m_reason(new HintLabel(this))
    , m_saved(new ElidedLabel(this))
    , m_warning(new IconLabel(style()->pixelMetric(QStyle::PM_SmallIconSize), this))
    , m_message(new HintLabel(this))
    , m_counts(new QTreeWidget(this))
{
    makeControls();
    arrange();
    connect(m_choose, &QPushButton::clicked, this, &CollectPanel::chooseFolderRequested);
    connect(m_label, &LabelBox::editTextChanged, this, &CollectPanel::labelEdited);
    // The keys go to what comes next: Space is the button's, and K no letter any more.
    connect(m_label->lineEdit(), &QLineEdit::returnPressed, m_hold,
        [this] { m_hold->setFocus(Qt::OtherFocusReason); });
    connect(m_hold, &HoldButton::heldChanged, this, &CollectPanel::collectingChanged);
    connect(m_saveOne, &QPushButton::clicked, this, &CollectPanel::saveOneRequested);
    connect(m_undo, &QPushButton::clicked, this, &CollectPanel::undoRequested);
    const auto choose = [this](const QTreeWidgetItem* item) { setLabel(item->text(Label)); };
    connect(m_counts, &QTreeWidget::itemClicked, this, choose);
    connect(m_counts, &QTreeWidget::itemActivated, this, choose);
    refresh();
}

void CollectPanel::makeControls()
{
    m_folder->setObjectName(u"collectFolder"_s);
    m_choose->setObjectName(u"collectChoose"_s);
    m_choose->setAccessibleName(tr("Choose the folder for the pictures"));
    m_label->setObjectName(u"collectLabel"_s);
    m_label->setAccessibleName(tr("Label of the pictures"));
    m_hold->setObjectName(u"collectHold"_s);
    m_hold->setToolTip(
        tr("Saves every picture that differs from the last one, as long as it, or K, is held. "
           "Where a label is typed, K is a letter; Return leaves that field."));
    m_saveOne->setObjectName(u"collectOne"_s);
    m_saveOne->setToolTip(tr("Saves the picture of this moment"));
    m_undo->setObjectName(u"collectUndo"_s);
    m_undo->setAccessibleName(tr("Remove the last picture saved"));
    for (QPushButton* button : { m_choose, m_saveOne, m_undo })
        button->setAutoDefault(false);
    m_counts->setObjectName(u"collectCounts"_s);
    m_counts->setAccessibleName(tr("Pictures of each label"));
    m_counts->setAccessibleDescription(tr("Choose a label to collect more pictures of it."));
    m_counts->setHeaderLabels({ tr("Label"), tr("Pictures") });
    m_counts->setRootIsDecorated(false);
    m_counts->setUniformRowHeights(true);
    m_counts->header()->setStretchLastSection(false);
    m_counts->header()->setSectionResizeMode(Label, QHeaderView::Stretch);
    m_counts->header()->setSectionResizeMode(Pictures, QHeaderView::ResizeToContents);
    m_counts->headerItem()->setTextAlignment(Pictures, Qt::AlignRight | Qt::AlignVCenter);
    m_warning->setIcon(icon(u"warning"_s));
    m_reason->setObjectName(u"collectReason"_s);
    m_message->setObjectName(u"collectMessage"_s);
    m_saved->setObjectName(u"collectSaved"_s);
    // Names of folders and files may be of any length.
    for (QLabel* label :
        { static_cast<QLabel*>(m_folder), static_cast<QLabel*>(m_saved), m_message })
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void CollectPanel::arrange()
{
    auto* folder = new QHBoxLayout;
    folder->addWidget(m_folder, 1);
    folder->addWidget(m_choose);
    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Folder"), folder);
    form->addRow(tr("Label"), m_label);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_saveOne, 1);
    buttons->addWidget(m_undo, 1);
    // The two lines there usually are, so that the list below stands still.
    auto* message = new QHBoxLayout;
    message->addStrut(2 * m_message->fontMetrics().lineSpacing());
    message->addWidget(m_warning, 0, Qt::AlignTop);
    message->addWidget(m_message, 1);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(m_hold);
    column->addLayout(buttons);
    column->addWidget(m_reason); // below all buttons, which do not move when it comes
    column->addWidget(m_saved);
    column->addLayout(message);
    column->addWidget(m_counts, 1);
}

void CollectPanel::setState(const CollectState& state)
{
    const bool isCountedAnew = state.counts != m_state.counts;
    m_state = state;
    showLabels();
    if (isCountedAnew)
        showCounts();
    refresh();
}

void CollectPanel::hold(bool on)
{
    m_hold->hold(on);
}

QString CollectPanel::label() const
{
    return m_label->label();
}

void CollectPanel::setLabel(const QString& label)
{
    m_label->setEditText(label);
}

void CollectPanel::labelEdited()
{
    markLabel();
    refresh();
    emit labelChanged(label());
}

void CollectPanel::showLabels()
{
    QStringList labels;
    for (const CollectState::Count& count : m_state.counts)
        labels.append(count.label);
    for (const QString& suggestion : m_state.suggestions)
        if (!labels.contains(suggestion))
            labels.append(suggestion);
    m_label->offer(labels);
}

void CollectPanel::showCounts()
{
    while (m_counts->topLevelItemCount() > m_state.counts.size())
        delete m_counts->takeTopLevelItem(m_counts->topLevelItemCount() - 1);
    for (int row = 0; row < m_state.counts.size(); ++row) {
        const auto& [label, pictures] = m_state.counts.at(row);
        if (row == m_counts->topLevelItemCount()) {
            auto* item = new QTreeWidgetItem(m_counts);
            item->setTextAlignment(Pictures, Qt::AlignRight | Qt::AlignVCenter);
        }
        QTreeWidgetItem* item = m_counts->topLevelItem(row);
        item->setText(Label, label);
        item->setToolTip(Label, label);
        item->setText(Pictures, locale().toString(pictures));
    }
    markLabel();
}

void CollectPanel::markLabel()
{
    const auto found = m_counts->findItems(label(), Qt::MatchExactly | Qt::MatchCaseSensitive);
    m_counts->setCurrentItem(found.value(0));
}

QString CollectPanel::reason() const
{
    if (!m_state.unavailable.isEmpty())
        return m_state.unavailable;
    if (m_state.folder.isEmpty())
        return tr("Choose a folder for the pictures.");
    return m_label->fault();
}

QString CollectPanel::message() const
{
    if (!m_state.problem.isEmpty())
        return m_state.problem;
    if (m_state.skipped == 1)
        return tr("Skipped as a duplicate: nothing has changed since the last picture.");
    if (m_state.skipped > 1)
        return tr("%1 skipped as duplicates: nothing has changed since the last picture.")
            .arg(locale().toString(m_state.skipped));
    return {};
}

QString CollectPanel::savedText() const
{
    if (!m_state.undoneFile.isEmpty())
        return tr("Removed %1").arg(QFileInfo(m_state.undoneFile).fileName());
    return m_state.lastFile.isEmpty() ? QString()
                                      : tr("Saved %1").arg(QFileInfo(m_state.lastFile).fileName());
}

void CollectPanel::refresh()
{
    const QString why = reason();
    m_folder->setText(m_state.folder.isEmpty() ? tr("none chosen") : shownFolder(m_state.folder));
    m_reason->setText(why);
    m_reason->setVisible(!why.isEmpty());
    m_hold->setEnabled(why.isEmpty());
    m_hold->setAccessibleDescription(why);
    m_saveOne->setEnabled(why.isEmpty());
    m_undo->setEnabled(!m_state.lastFile.isEmpty());
    m_undo->setToolTip(m_state.lastFile.isEmpty()
            ? tr("Nothing saved here yet that could be removed")
            : tr("Removes %1").arg(QFileInfo(m_state.lastFile).fileName()));
    m_warning->setVisible(!m_state.problem.isEmpty());
    m_saved->setText(savedText());
    m_message->setText(breakable(message()));
}

} // namespace netlens

#include "ui/sample_row.h"

#include "ui/folding_row.h"
#include "ui/press_on_return.h"
#include "ui/thumbnail.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPixmap>
#include <QtConcurrentMap>
#include <QToolButton>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QSize kThumbnail(64, 64);
    constexpr int kSpacing = 8;

} // namespace

SampleRow::SampleRow(const QStringList& paths, QWidget* parent)
    : QWidget(parent)
{
    const qsizetype half = (paths.size() + 1) / 2;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    QWidget* const first = makePart(paths.first(half)); // before the second: m_buttons is in order
    QWidget* const second = makePart(paths.sliced(half));
    column->addWidget(new FoldingRow(first, second, kSpacing), 0, Qt::AlignHCenter);
    connect(&m_loading, &QFutureWatcherBase::resultReadyAt, this, [this](int index) {
        m_buttons.at(index)->setIcon(QPixmap::fromImage(m_loading.resultAt(index)));
    });
    m_loading.setFuture(
        QtConcurrent::mapped(paths, [ratio = devicePixelRatioF()](const QString& path) {
            return makeThumbnail(path, kThumbnail, ratio);
        }));
}

SampleRow::~SampleRow()
{
    m_loading.disconnect(this);
    m_loading.cancel();
    m_loading.waitForFinished();
}

QWidget* SampleRow::makePart(const QStringList& paths)
{
    auto* part = new QWidget(this);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpacing);
    for (const QString& path : paths) {
        m_buttons.append(makeButton(path));
        if (m_buttons.size() > 1)
            setTabOrder(m_buttons.at(m_buttons.size() - 2), m_buttons.last());
        row->addWidget(m_buttons.last());
    }
    return part;
}

QWidget* SampleRow::first() const
{
    return m_buttons.value(0);
}

QToolButton* SampleRow::makeButton(const QString& path)
{
    const QString name = QFileInfo(path).completeBaseName().replace(u'_', u' ');
    auto* button = new QToolButton(this);
    button->setObjectName(u"sample_"_s % QFileInfo(path).completeBaseName());
    button->setText(name);
    button->setAccessibleName(tr("Sample drawing: %1").arg(name));
    button->setToolTip(tr("See what the model makes of this drawing"));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize(kThumbnail);
    button->setFocusPolicy(Qt::StrongFocus);
    pressOnReturn(button);
    connect(button, &QToolButton::clicked, this, [this, path] { emit chosen(path); });
    return button;
}

} // namespace netlens

#include "ui/sample_row.h"

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

} // namespace

SampleRow::SampleRow(const QStringList& paths, QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch(1);
    for (const QString& path : paths) {
        m_buttons.append(makeButton(path));
        if (m_buttons.size() > 1)
            setTabOrder(m_buttons.at(m_buttons.size() - 2), m_buttons.last());
        row->addWidget(m_buttons.last());
    }
    row->addStretch(1);
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

#include "ui/caption_bar.h"

#include "ui/elided_label.h"
#include "ui/hint_label.h"
#include "ui/picture_geometry.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kSpacing = 12;
    constexpr int kReadableCharacters = 16;

    QString extent(Size size)
    {
        const QLocale locale;
        return locale.toString(size.width) % u" × " % locale.toString(size.height);
    }

} // namespace

CaptionBar::CaptionBar(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(this))
    , m_size(new QLabel(this))
    , m_fit(new HintLabel(this))
    , m_zoom(new HintLabel(this))
{
    m_name->setObjectName(u"pictureName"_s);
    m_size->setObjectName(u"pictureSize"_s);
    m_fit->setObjectName(u"fitNote"_s);
    m_fit->setWordWrap(false);
    m_zoom->setObjectName(u"zoomLabel"_s);
    m_zoom->setWordWrap(false);
    m_zoom->setAccessibleName(tr("Zoom"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 10, 0);
    row->setSpacing(0);
    row->addWidget(m_name);
    row->addWidget(m_size);
    row->addStretch(1);
    row->addWidget(m_fit);
    row->addSpacing(kSpacing);
    row->addWidget(m_zoom);
}

void CaptionBar::setRecognition(const Recognition& recognition)
{
    const QString name = QFileInfo(QString::fromStdString(recognition.name)).fileName();
    m_name->setText(name);
    m_size->setText(tr(" · %1", "size after a name").arg(extent(recognition.picture.fullSize)));
    // Told from the answer itself: the setting may already be another one.
    const PictureGeometry geometry = geometryOf(recognition);
    const QString input = extent(recognition.seen.image.size());
    if (geometry.isCropped())
        m_fit->setText(tr("centre crop to %1").arg(input));
    else if (geometry.isPadded())
        m_fit->setText(tr("padded with grey to %1").arg(input));
    else
        m_fit->setText(tr("stretched to %1").arg(input));
    refreshFit();
}

/// The fit rule is the first thing to go where it is narrow: the Model dock says it, too.
QSize CaptionBar::minimumSizeHint() const
{
    const QMargins margins = layout()->contentsMargins();
    const int width = margins.left() + m_name->minimumSizeHint().width()
        + m_size->sizeHint().width() + kSpacing + m_zoom->sizeHint().width() + margins.right();
    return { width, QWidget::minimumSizeHint().height() };
}

void CaptionBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refreshFit();
}

void CaptionBar::refreshFit()
{
    const int name = std::min(
        m_name->sizeHint().width(), fontMetrics().averageCharWidth() * kReadableCharacters);
    m_fit->setVisible(minimumSizeHint().width() - m_name->minimumSizeHint().width() + name
            + kSpacing + m_fit->sizeHint().width()
        <= width());
}

void CaptionBar::setZoom(double zoom)
{
    m_zoom->setText(tr("%1 %", "percent").arg(QLocale().toString(zoom * 100, 'f', 0)));
}

} // namespace netlens

#include "ui/color_scale.h"

#include "ui/colors.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace netlens {

namespace {

    constexpr int kGap = 6;
    constexpr int kBarWidth = 130;

    QImage strip(Colormap colormap)
    {
        QImage image(256, 1, QImage::Format_RGB32);
        const Palette& colors = palette(colormap);
        for (int i = 0; i < 256; ++i) {
            const auto& [red, green, blue] = colors[static_cast<std::size_t>(i)];
            image.setPixel(i, 0, qRgb(red, green, blue));
        }
        return image;
    }

} // namespace

ColorScale::ColorScale(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setScale(m_colormap, m_range);
}

void ColorScale::setScale(Colormap colormap, ValueRange range)
{
    m_colormap = colormap;
    m_range = range;
    setAccessibleName(tr("Heat from %1 to %2").arg(lowText(), highText()));
    setToolTip(accessibleName());
    reserveNumbers();
    update();
}

/// Room once given is kept: a legend that changes from frame to frame must neither shake nor have
/// the whole window laid out each time.
void ColorScale::reserveNumbers()
{
    const QFontMetrics metrics = fontMetrics();
    const int low = std::max(m_lowWidth, metrics.horizontalAdvance(lowText()));
    const int high = std::max(m_highWidth, metrics.horizontalAdvance(highText()));
    if (low == m_lowWidth && high == m_highWidth)
        return;
    m_lowWidth = low;
    m_highWidth = high;
    updateGeometry();
}

QString ColorScale::lowText() const
{
    return locale().toString(m_range.low, 'g', 3);
}

QString ColorScale::highText() const
{
    return locale().toString(m_range.high, 'g', 3);
}

QSize ColorScale::sizeHint() const
{
    return { m_lowWidth + m_highWidth + 2 * kGap + kBarWidth, fontMetrics().height() + 2 };
}

QSize ColorScale::minimumSizeHint() const
{
    return { sizeHint().width() - kBarWidth / 2, sizeHint().height() };
}

void ColorScale::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange) {
        m_lowWidth = m_highWidth = 0;
        reserveNumbers();
    }
    QWidget::changeEvent(event);
}

void ColorScale::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRect bar = rect().adjusted(m_lowWidth + kGap, 3, -m_highWidth - kGap, -3);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, lowText());
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, highText());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(bar, strip(m_colormap));
    painter.setPen(
        mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.4));
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
}

} // namespace netlens

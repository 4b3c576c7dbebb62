#include "ui/color_scale.h"

#include "ui/colors.h"

#include <QLocale>
#include <QPainter>

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
    updateGeometry();
    update();
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
    const QFontMetrics metrics = fontMetrics();
    const int numbers
        = metrics.horizontalAdvance(lowText()) + metrics.horizontalAdvance(highText());
    return { numbers + 2 * kGap + kBarWidth, metrics.height() + 2 };
}

QSize ColorScale::minimumSizeHint() const
{
    return { sizeHint().width() - kBarWidth / 2, sizeHint().height() };
}

void ColorScale::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QFontMetrics metrics = fontMetrics();
    const int lowWidth = metrics.horizontalAdvance(lowText());
    const int highWidth = metrics.horizontalAdvance(highText());
    const QRect bar = rect().adjusted(lowWidth + kGap, 3, -highWidth - kGap, -3);
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

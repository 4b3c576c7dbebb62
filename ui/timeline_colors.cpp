#include "ui/timeline_colors.h"

#include "ui/colors.h"

#include <QImage>

#include <array>

namespace netlens {

QColor timelineColor(int number)
{
    static const std::array<QColor, 7> kColors { QColor(0x00, 0x72, 0xb2), QColor(0xe6, 0x9f, 0x00),
        QColor(0x00, 0x9e, 0x73), QColor(0xcc, 0x79, 0xa7), QColor(0x56, 0xb4, 0xe9),
        QColor(0xd5, 0x5e, 0x00), QColor(0xf0, 0xe4, 0x42) };
    constexpr double kDarker = 0.45;
    const auto place = static_cast<std::size_t>(number - 1) % (2 * kColors.size());
    const QColor& color = kColors[place % kColors.size()];
    return place < kColors.size() ? color : mixed(color, Qt::black, kDarker);
}

QColor inkOn(const QColor& color)
{
    return contrast(color, Qt::black) >= contrast(color, Qt::white) ? Qt::black : Qt::white;
}

QBrush unsureHatching(const QPalette& palette, qreal ratio)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const int line = qMax(1, qRound(1.5 * ratio));
    const int period = 4 * line;
    QImage tile(period, period, QImage::Format_RGB32);
    for (int y = 0; y < period; ++y) {
        for (int x = 0; x < period; ++x)
            tile.setPixelColor(x, y, mixed(base, text, (x + y) % period < line ? 0.45 : 0.15));
    }
    return QBrush(tile);
}

} // namespace netlens

#include "ui/live_caption.h"

#include <QCoreApplication>
#include <QFontMetrics>

#include <algorithm>

namespace netlens {

namespace {

    constexpr int kMargin = 16;
    constexpr int kPadding = 14;
    constexpr double kShareOfHeight = 0.085; ///< the letters, of the picture's height
    constexpr int kSmallest = 15;
    constexpr int kLargest = 96;
    constexpr double kDetailScale = 0.5;

    struct Text {
        Q_DECLARE_TR_FUNCTIONS(netlens::LiveCaption)
    };

} // namespace

Caption captionFor(const QString& label, const QString& value, bool isSure)
{
    if (label.isEmpty())
        return {};
    if (isSure)
        return { label, value };
    return { Text::tr("not sure"), Text::tr("%1, %2", "class, value").arg(label, value) };
}

void drawCaption(QPainter& painter, const QRect& area, const QFont& font, const QString& text,
    const QString& detail)
{
    const int room = area.width() - 2 * (kMargin + kPadding);
    if (room <= 0)
        return;
    QFont large = font;
    large.setBold(true);
    large.setPixelSize(
        std::clamp(static_cast<int>(area.height() * kShareOfHeight), kSmallest, kLargest));
    QFont small = font;
    small.setPixelSize(std::max(kSmallest, static_cast<int>(large.pixelSize() * kDetailScale)));
    const QFontMetrics largeMetrics(large);
    const QFontMetrics smallMetrics(small);
    const QString line = largeMetrics.elidedText(text, Qt::ElideRight, room);
    const QString under = smallMetrics.elidedText(detail, Qt::ElideRight, room);
    const int underHeight = detail.isEmpty() ? 0 : smallMetrics.height();
    const int width
        = std::max(largeMetrics.horizontalAdvance(line), smallMetrics.horizontalAdvance(under));
    QRect plate(0, 0, width + 2 * kPadding, largeMetrics.height() + underHeight + kPadding);
    plate.moveCenter(area.center());
    plate.moveBottom(area.bottom() - kMargin);

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(plate, 10, 10);
    painter.setPen(Qt::white);
    painter.setFont(large);
    const QRect words = plate.adjusted(kPadding, kPadding / 2, -kPadding, -kPadding / 2);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop, line);
    painter.setFont(small);
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignBottom, under);
}

} // namespace netlens

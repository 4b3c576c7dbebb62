#include "ui/segment_button.h"

#include <QStyleOptionButton>
#include <QStylePainter>

namespace netlens {

namespace {

    constexpr double kRadius = 3;

} // namespace

SegmentButton::SegmentButton(const QString& text, QWidget* parent)
    : QPushButton(text, parent)
{
    setCheckable(true);
    setAutoDefault(false);
}

void SegmentButton::paintEvent(QPaintEvent* event)
{
    if (!isChecked()) {
        QPushButton::paintEvent(event);
        return;
    }
    QStyleOptionButton option;
    initStyleOption(&option);
    option.palette.setColor(QPalette::ButtonText, palette().color(QPalette::HighlightedText));
    QStylePainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(palette().color(QPalette::Highlight));
    painter.setPen(hasFocus() ? QPen(palette().color(QPalette::ButtonText), 1.5)
                              : QPen(palette().color(QPalette::Highlight).darker(120), 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), kRadius, kRadius);
    painter.drawControl(QStyle::CE_PushButtonLabel, option);
}

} // namespace netlens

#pragma once

#include <QImage>
#include <QPainter>
#include <QRect>

namespace netlens {

/// The whole pixels of the screen next to what a rectangle covers. @pre the painter does not turn.
inline QRect deviceRect(const QPainter& painter, const QRectF& rect)
{
    return painter.deviceTransform().mapRect(rect).toRect();
}

/// A pixel of the image for a pixel of the screen, which costs least.
/// @param device its corner, as deviceRect() has it
inline void drawPixels(QPainter& painter, QPoint device, const QImage& image)
{
    painter.save();
    painter.resetTransform(); // the screen's scale and the widget's place in its window stay
    painter.setWorldTransform(painter.deviceTransform().inverted());
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(device, image);
    painter.restore();
}

} // namespace netlens

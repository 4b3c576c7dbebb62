#pragma once

#include <QImage>
#include <QPainter>
#include <QRect>

namespace netlens {

/// The whole pixels of the screen next to what a rectangle covers. Its size does not depend on
/// where it is. @pre the painter does not turn.
inline QRect deviceRect(const QPainter& painter, const QRectF& rect)
{
    const QRectF exact = painter.deviceTransform().mapRect(rect);
    return { exact.topLeft().toPoint(), exact.size().toSize() };
}

/// Whether so many pixels are worth making: not where most of them lie outside what is painted on.
inline bool isMostlySeen(const QPainter& painter, QSize size)
{
    const QPaintDevice* device = painter.device();
    const double ratio = device->devicePixelRatioF();
    const double seen = device->width() * ratio * device->height() * ratio;
    return double { 1 } * size.width() * size.height() <= 2 * seen;
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

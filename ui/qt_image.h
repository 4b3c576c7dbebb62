#pragma once

#include "image/image.h"

#include <QImage>
#include <QRectF>

namespace netlens {

/// The same pixels as a QImage, not copied; they live as long as any copy of the result.
QImage toQImage(const Image& image);

/// The same pixels as RGB32, which is drawn fastest; made on this thread, unlike Qt's conversion.
QImage toRgb32(const Image& image);

/// A copy of the pixels as RGB8; transparency is dropped, not blended, as the decoder does.
Image fromQImage(const QImage& image);

inline QRectF toQRectF(const RectF& rect)
{
    return { rect.x, rect.y, rect.width, rect.height };
}

} // namespace netlens

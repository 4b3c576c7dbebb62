#include "ui/annotated_picture.h"

#include "ui/picture_geometry.h"
#include "ui/qt_image.h"

namespace netlens {

namespace {

    Image composed(const Recognition& recognition, const Image& pixels, const HeatmapLook& look)
    {
        const ValueRange range = look.rangeFor(recognition.map);
        if (!look.visible || recognition.map.values.empty() || range.high <= range.low)
            return pixels;
        const QRectF full = geometryOf(recognition).input;
        const double scale
            = static_cast<double>(pixels.width()) / recognition.picture.fullSize.width;
        const RectF area { full.x() * scale, full.y() * scale, full.width() * scale,
            full.height() * scale };
        return overlay(
            pixels, area, recognition.map, look.colormap, range, look.opacity, look.showCells);
    }

} // namespace

QImage withHeatmap(const Recognition& recognition, const Image& pixels, const HeatmapLook& look)
{
    return toQImage(composed(recognition, pixels, look));
}

Image annotatedPicture(const Recognition& recognition, const Annotations& annotations)
{
    Image picture = recognition.picture.image;
    if (annotations.heatmap)
        picture = composed(recognition, picture, *annotations.heatmap);
    if (annotations.caption.text.isEmpty())
        return picture;
    // The pixels are shared. As they are: the plate is small, and two conversions are not.
    QImage canvas = toQImage(picture).copy();
    QPainter painter(&canvas);
    drawCaption(painter, canvas.rect(), annotations.font, annotations.caption.text,
        annotations.caption.detail);
    painter.end();
    return fromQImage(canvas);
}

} // namespace netlens

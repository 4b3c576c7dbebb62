#include "ui/picture_geometry.h"

#include "ui/qt_image.h"

#include <QTransform>

#include <cmath>

namespace netlens {

PictureGeometry geometryOf(const Recognition& recognition)
{
    const DecodedPicture& picture = recognition.picture;
    const FittedPicture& seen = recognition.seen;
    PictureGeometry geometry;
    geometry.picture = QRectF(0, 0, picture.fullSize.width, picture.fullSize.height);
    const double scale = picture.reduction;
    geometry.seen = QTransform::fromScale(scale, scale).mapRect(toQRectF(seen.source));
    const RectF& target = seen.target;
    const Size input = seen.image.size();
    if (target == RectF { 0, 0, double(input.width), double(input.height) }) {
        geometry.input = geometry.seen;
        return geometry;
    }
    const double perInputX = geometry.seen.width() / target.width;
    const double perInputY = geometry.seen.height() / target.height;
    geometry.input
        = QRectF(geometry.seen.x() - target.x * perInputX, geometry.seen.y() - target.y * perInputY,
            input.width * perInputX, input.height * perInputY);
    return geometry;
}

std::optional<HeatReading> readHeat(
    const HeatMap& map, const QRectF& inputRect, const QPointF& point)
{
    if (map.values.empty() || !inputRect.contains(point))
        return std::nullopt;
    const auto cell = [](double position, double extent, int count) {
        return std::min(static_cast<int>(std::floor(position / extent * count)), count - 1);
    };
    HeatReading reading;
    reading.row = cell(point.y() - inputRect.y(), inputRect.height(), map.height);
    reading.column = cell(point.x() - inputRect.x(), inputRect.width(), map.width);
    reading.value
        = map.values[static_cast<std::size_t>(reading.row) * static_cast<std::size_t>(map.width)
            + static_cast<std::size_t>(reading.column)];
    return reading;
}

} // namespace netlens

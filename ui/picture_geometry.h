#pragma once

#include "recognition.h"

#include <QPoint>
#include <QRectF>

#include <optional>

namespace netlens {

/// Where things lie on the picture as it is in its file, in full-size pixels, so that nothing
/// moves when a reduced decode is replaced by the full one.
struct PictureGeometry {
    QRectF picture; ///< the whole picture
    QRectF seen; ///< the part of the picture the network looked at
    /// What the network's whole input covers; larger than `seen` only where padding was added.
    /// The heatmap belongs here.
    QRectF input;

    bool isPadded() const { return input != seen; }
    bool isCropped() const
    {
        return seen.width() < picture.width() - 0.5 || seen.height() < picture.height() - 0.5;
    }
};

PictureGeometry geometryOf(const Recognition& recognition);

/// The map's cell under a point of the picture and the value there.
struct HeatReading {
    int row = 0;
    int column = 0;
    float value = 0;
};
std::optional<HeatReading> readHeat(
    const HeatMap& map, const QRectF& inputRect, const QPointF& point);

} // namespace netlens

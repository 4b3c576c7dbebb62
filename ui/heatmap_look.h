#pragma once

#include "explain/colormap.h"

#include <optional>

namespace netlens {

/// How heatmaps are drawn; stays the same from picture to picture.
struct HeatmapLook {
    static constexpr double kDefaultOpacity = 0.55;

    bool visible = true;
    double opacity = kDefaultOpacity;
    Colormap colormap = Colormap::Viridis;
    bool showCells = false;
    /// One range for all pictures, so that their heat can be compared; nothing: each map's own.
    std::optional<ValueRange> fixedRange;

    ValueRange rangeFor(const HeatMap& map) const
    {
        return fixedRange ? *fixedRange : naturalRange(map, colormap);
    }
};

} // namespace netlens

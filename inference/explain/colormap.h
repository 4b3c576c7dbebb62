#pragma once

#include "explain/class_activation.h"
#include "image/image.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace netlens {

enum class Colormap { Viridis, Turbo, Inferno, Gray, Diverging };

using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

/// RGB for positions 0..255. Diverging runs blue – white – red with zero in the middle.
const Palette& palette(Colormap colormap);
std::optional<Colormap> colormapFromName(std::string_view name);
std::string_view colormapName(Colormap colormap);
std::span<const Colormap> allColormaps();

/// The numbers a palette's two ends stand for.
struct ValueRange {
    float low = 0;
    float high = 1;
};
/// This map's own range: [0, max] for sequential palettes (evidence for the class), [−m, m] with
/// m = max |v| for the diverging one. A map without a positive value gives [0, 0]: nothing to show.
ValueRange naturalRange(const HeatMap& map, Colormap colormap);

/// The map resized to `target` — bicubic, or with its cells visible as blocks — and coloured.
Image colorize(
    const HeatMap& map, Colormap colormap, ValueRange range, Size target, bool showCells);

/// `map` blended over `picture` inside `area` (picture pixels), opacity 0..1.
Image overlay(const Image& picture, RectF area, const HeatMap& map, Colormap colormap,
    ValueRange range, double opacity, bool showCells);

} // namespace netlens

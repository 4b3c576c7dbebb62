#pragma once

#include "recognition.h"
#include "ui/heatmap_look.h"
#include "ui/live_caption.h"

#include <QFont>
#include <QImage>

#include <optional>

namespace netlens {

/// The picture with its map over it, or without where there is nothing to show. Any thread.
/// @param pixels the picture at the best resolution at hand
QImage withHeatmap(const Recognition& recognition, const Image& pixels, const HeatmapLook& look);

/// What is drawn over a frame that is written into a file.
struct Annotations {
    std::optional<HeatmapLook> heatmap {};
    Caption caption {}; ///< none when it has no text
    QFont font {};
};

/// The frame as it is recorded. Any thread.
Image annotatedPicture(const Recognition& recognition, const Annotations& annotations);

} // namespace netlens

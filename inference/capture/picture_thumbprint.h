#pragma once

#include "image/image.h"

#include <array>
#include <cstdint>

namespace netlens {

/// A picture as 32 × 32 means of its brightness: enough to tell whether a scene has changed.
struct PictureThumbprint {
    static constexpr int kSide = 32;
    std::array<std::uint8_t, static_cast<std::size_t>(kSide) * kSide> grey {};
};

/// @pre the picture is not null.
PictureThumbprint thumbprintOf(const Image& picture);

/// Mean absolute difference, 0 … 255.
double difference(const PictureThumbprint& a, const PictureThumbprint& b);

/// Below this, two pictures show the same still scene.
/// Noise of a standard deviation σ leaves at most 1.13·σ/√n where n pixels make a cell: 0.4 with
/// the σ of 8 of a webcam in the dark at 640 × 480, 0.9 with one of 5 at 160 × 120 (measured in
/// tests/unit/tst_label_dataset.cpp), and a lamp's flicker adds about 1. An object of a thirtieth
/// of the picture, 40 levels off its background, that moves by its own size makes 2.6.
inline constexpr double kSameScene = 2;

} // namespace netlens

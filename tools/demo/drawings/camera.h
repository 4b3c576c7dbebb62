#pragma once

#include "canvas.h"
#include "random.h"

namespace netlens::drawings {

/// What light and a camera do to a picture.
struct Camera {
    double blur = 0; ///< standard deviation, share of the side
    double noise = 0; ///< standard deviation, 0..255
    int jpegQuality = 0; ///< 0: not compressed
    double shadow = 0; ///< 0 … 1
    double vignette = 0; ///< 0 … 1
    double exposure = 1; ///< factor
    double gamma = 1;
    std::array<double, 3> tint { 1, 1, 1 };
};

/// How much of everything: 0 nothing … 1 a bad webcam in bad light.
Camera anyCamera(double harshness, Random& random);

/// Takes its random numbers by value: the same light at every canvas size.
void photograph(Canvas& canvas, const Camera& camera, Random random);

void blur(Canvas& canvas, double sigmaPixels);
/// What compressing and decompressing as JPEG (4:2:0) leaves.
void compress(Canvas& canvas, int quality);

} // namespace netlens::drawings

#pragma once

#include "image/image.h"

namespace netlens {

/// Pillow's resampling kernels, antialiased when shrinking (all but nearest).
enum class ResampleKernel { Nearest, Bilinear, Bicubic, Lanczos, Box, Hamming };

/// Resizes the rectangle `source` of the picture to `target`, as Pillow's
/// Image.resize(size, resample, box) does on RGB: separable, horizontal pass first, fixed-point
/// coefficients, 8 bits between the passes.
/// Nearest takes the pixel under floor((i + 0.5) · scale).
/// @param softness the variance of the means that the picture's pixels are of a sharper one, along
/// each side, in pixels²: the kernel is narrower by what they are wide. Bilinear and Hamming only:
/// bicubic and Lanczos have no width in that sense, and a box is cut to whole pixels anyway.
/// @pre source lies inside the picture and is not empty; target is not empty.
/// Source: Pillow 9.4 libImaging/Resample.c (the behaviour, not the code).
Image resample(
    const Image& picture, RectF source, Size target, ResampleKernel kernel, double softness = 0);

} // namespace netlens

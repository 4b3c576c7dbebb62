#pragma once

#include "engine/folded_convolution.h"
#include "engine/operation.h"
#include "model/architecture.h"

#include <cstddef>
#include <span>

namespace netlens {

/// A feature map's extents, NHWC.
struct MapShape {
    std::size_t batch = 1;
    std::size_t height = 1;
    std::size_t width = 1;
    std::size_t channels = 1;

    std::size_t cells() const { return height * width; }
    std::size_t count() const { return batch * cells() * channels; }
};

/// The steps that need no library. Those that a tap splits off (batch-norm, ReLU6, padding, add)
/// run only when someone looks; pooling and activation are small.
OwnedOperation makeScaleShift(
    std::span<const float> in, std::span<float> out, ScaleShift parameters);
OwnedOperation makeRelu6(std::span<const float> in, std::span<float> out);
OwnedOperation makeAdd(std::span<const float> a, std::span<const float> b, std::span<float> out);
OwnedOperation makeZeroPadding(
    std::span<const float> in, MapShape inShape, std::span<float> out, Padding padding);
OwnedOperation makeGlobalAverage(std::span<const float> in, MapShape inShape, std::span<float> out);
OwnedOperation makeGlobalMax(std::span<const float> in, MapShape inShape, std::span<float> out);
OwnedOperation makeCopy(std::span<const float> in, std::span<float> out);
/// @param out may be `in`.
OwnedOperation makeActivation(
    Activation activation, std::span<const float> in, std::span<float> out, std::size_t width);

} // namespace netlens

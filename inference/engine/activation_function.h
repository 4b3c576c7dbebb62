#pragma once

#include "model/config.h"

#include <cstddef>
#include <span>

namespace netlens {

/// Applies a Keras activation to rows of `width` values; softmax normalises each row.
/// @pre in and out have the same size, a multiple of width (or both empty).
/// Source: keras/activations.py (r2.4; Keras 3 for its hard_sigmoid); gelu is exact.
void applyActivation(
    Activation activation, std::span<const float> in, std::span<float> out, std::size_t width);

} // namespace netlens

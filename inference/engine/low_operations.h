#pragma once

#include "engine/folded_convolution.h"
#include "engine/operation.h"
#include "engine/primitives.h"
#include "engine/value_format.h"

#include <span>

namespace netlens {

/// A value's memory and what lies in it.
struct FormattedValue {
    void* data = nullptr;
    const ValueFormat& format;
    std::span<const float> mean {}; ///< of its channels, in real numbers, where it is known
};

/// A convolution whose input is bfloat16 or 8-bit; the kernel is rounded to that.
/// @param sum adds the result to what `out` holds. @param clip applies ReLU6 last.
OwnedOperation makeLowConvolution(PrimitiveFactory& primitives, const ConvolutionGeometry& geometry,
    FoldedConvolution weights, FormattedValue in, FormattedValue out, bool sum, bool clip);

/// The same values in another format, rounded where it is coarser.
OwnedOperation makeConversion(
    PrimitiveFactory& primitives, const MapShape& map, FormattedValue in, FormattedValue out);

} // namespace netlens

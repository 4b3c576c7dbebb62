#pragma once

#include "engine/folded_convolution.h"
#include "engine/kernels/kernel_set.h"
#include "engine/kernels/team.h"
#include "engine/kernels/weight_arena.h"
#include "engine/operation.h"
#include "engine/primitives.h"

#include <cstddef>
#include <span>

namespace netlens {

/// Whether a convolution looks at one pixel at a time, so that it is a matrix product.
inline bool isPointwise(const ConvolutionGeometry& geometry)
{
    return geometry.kernel == 1 && geometry.stride == 1 && !geometry.depthwise
        && geometry.padding == Padding {};
}

/// A 1 × 1 convolution. @param sum adds the result to what `out` holds. @param clip applies ReLU6.
OwnedOperation makePointwise(const KernelSet& kernels, WeightArena& arena,
    const ConvolutionGeometry& geometry, const FoldedConvolution& weights,
    std::span<const float> in, std::span<float> out, bool sum, bool clip, Team& team);

/// out(batch, units) = in(batch, inputs) · kernel(inputs, units) + bias, which may be empty
OwnedOperation makeDense(const KernelSet& kernels, WeightArena& arena,
    std::span<const float> kernel, std::span<const float> bias, std::size_t batch,
    std::span<const float> in, std::span<float> out, Team& team);

} // namespace netlens

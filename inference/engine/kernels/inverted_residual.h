#pragma once

#include "engine/folded_convolution.h"
#include "engine/kernels/kernel_set.h"
#include "engine/kernels/team.h"
#include "engine/kernels/weight_arena.h"
#include "engine/operation.h"
#include "engine/primitives.h"

#include <span>

namespace netlens {

/// One of a block's three convolutions, batch-norm folded in (the bias may be empty).
struct BlockConvolution {
    ConvolutionGeometry geometry;
    FoldedConvolution weights;
};

/// expansion → ReLU6 → depthwise 3 × 3 → ReLU6 → projection (→ + the block's input). The expansion
/// is a 1 × 1 convolution, or in the network's first block Conv1, which is 3 × 3 of any stride.
/// Source: Sandler et al. 2018, section 3.3, figure 4d.
struct BlockSpec {
    BlockConvolution expansion;
    BlockConvolution depthwise;
    BlockConvolution projection;
    bool residual = false;
};

/// The whole block as one operation: what the expansion makes never leaves the cache. A group of
/// expanded channels at a time, three rows of them are kept, and each row of the depthwise
/// convolution is projected at once; the groups' projections add up in `out`.
/// @pre in and out do not overlap, and team outlives the operation.
OwnedOperation makeInvertedResidual(const KernelSet& kernels, WeightArena& arena,
    const BlockSpec& spec, std::span<const float> in, std::span<float> out, Team& team);

} // namespace netlens

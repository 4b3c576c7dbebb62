#pragma once

#include "engine/kernels/block_weights.h"
#include "engine/kernels/kernel_set.h"
#include "engine/kernels/team.h"
#include "engine/kernels/weight_arena.h"
#include "engine/operation.h"

#include <span>

namespace netlens {

/// The whole block as one operation: what the expansion makes never leaves the cache. A group of
/// expanded channels at a time, three rows of them are kept, and each row of the depthwise
/// convolution is projected at once; the groups' projections add up in `out`.
/// @pre in and out do not overlap, and team outlives the operation.
OwnedOperation makeInvertedResidual(const KernelSet& kernels, WeightArena& arena,
    const BlockSpec& spec, std::span<const float> in, std::span<float> out, Team& team);

} // namespace netlens

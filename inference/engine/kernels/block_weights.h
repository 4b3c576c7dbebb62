#pragma once

#include "engine/folded_convolution.h"
#include "engine/kernels/kernel_set.h"
#include "engine/kernels/weight_arena.h"
#include "engine/primitives.h"

#include <cstddef>
#include <vector>

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

/// Some of a block's expanded channels and all weights that belong to them, one behind the other.
struct BlockGroup {
    std::size_t channels = 0; ///< padded to whole vectors
    PanelMatrix expansion {};
    const float* expansionBias = nullptr;
    const float* taps = nullptr; ///< DepthwiseRow::taps
    PanelMatrix projection {};
    const float* end = nullptr; ///< of all these weights
};

struct BlockWeights {
    std::vector<BlockGroup> groups;
    std::size_t groupChannels = 0; ///< of the largest group
    const float* bias = nullptr; ///< the projection's
    const float* noBias = nullptr; ///< zeros in its place
    std::size_t bytes = 0;
};

/// @param groupChannels how many a group should have at most, if that is a vector or more
BlockWeights packBlock(
    const KernelSet& kernels, const BlockSpec& spec, std::size_t groupChannels, WeightArena& arena);

} // namespace netlens

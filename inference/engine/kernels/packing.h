#pragma once

#include "engine/kernels/kernel_set.h"
#include "engine/kernels/weight_arena.h"

#include <cstddef>
#include <span>

namespace netlens {

/// A part of a matrix as Keras stores it: (inputs, channels), row by row, of which the inputs
/// [inputBegin, inputBegin + inputs) and the channels [channelBegin, channelBegin + channels) are
/// meant. Channels beyond those there are count as zeros.
struct MatrixPart {
    std::span<const float> values {};
    std::size_t rowLength = 0; ///< channels of the whole matrix
    std::size_t inputBegin = 0;
    std::size_t inputs = 0;
    std::size_t channelBegin = 0;
    std::size_t channels = 0;
};

/// The panels that KernelSet::multiply reads, the last vector filled up with zeros.
const float* packMatrix(const KernelSet& kernels, const MatrixPart& part, WeightArena& arena);

/// Channels [begin, begin + padded(channels)) of a vector, zeros where there are none.
const float* packVector(const KernelSet& kernels, std::span<const float> values, std::size_t begin,
    std::size_t channels, WeightArena& arena);

/// The nine taps and the bias of channels [begin, begin + padded(channels)) as
/// KernelSet::depthwise reads them. @param kernel Keras's (3, 3, channels, 1)
const float* packDepthwise(const KernelSet& kernels, std::span<const float> kernel,
    std::span<const float> bias, std::size_t begin, std::size_t channels, WeightArena& arena);

} // namespace netlens

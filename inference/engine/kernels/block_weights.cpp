#include "engine/kernels/block_weights.h"

#include "engine/kernels/packing.h"

#include <algorithm>

namespace netlens {

namespace {

    /// The expanded channels [begin, begin + channels).
    BlockGroup packGroup(const KernelSet& kernels, const BlockSpec& spec, std::size_t begin,
        std::size_t channels, WeightArena& arena)
    {
        const auto& [expansion, depthwise, projection, residual] = spec;
        const std::size_t expanded = expansion.geometry.out.channels;
        const std::size_t out = projection.geometry.out.channels;
        const auto kernel = static_cast<std::size_t>(expansion.geometry.kernel);
        const std::size_t depth = kernel * expansion.geometry.in.channels;

        BlockGroup group { .channels = kernels.padded(channels) };
        group.expansion = {
            packMatrix(kernels,
                { expansion.weights.kernel, expanded, 0, kernel * depth, begin, channels }, arena),
            kernel, depth, group.channels
        };
        group.expansionBias = packVector(kernels, expansion.weights.bias, begin, channels, arena);
        group.taps = packDepthwise(
            kernels, depthwise.weights.kernel, depthwise.weights.bias, begin, channels, arena);
        group.projection = {
            packMatrix(kernels, { projection.weights.kernel, out, begin, channels, 0, out }, arena),
            1, channels, out
        };
        group.end = arena.next();
        return group;
    }

} // namespace

BlockWeights packBlock(
    const KernelSet& kernels, const BlockSpec& spec, std::size_t groupChannels, WeightArena& arena)
{
    BlockWeights weights;
    const std::size_t before = arena.bytes();
    const std::size_t expanded = spec.expansion.geometry.out.channels;
    const Parts groups(
        kernels.vectorsFor(expanded), std::max<std::size_t>(1, groupChannels / kernels.lanes));
    for (std::size_t g = 0; g < groups.count; ++g) {
        const std::size_t begin = groups.begin(g) * kernels.lanes;
        const std::size_t end = std::min(expanded, groups.begin(g + 1) * kernels.lanes);
        weights.groups.push_back(packGroup(kernels, spec, begin, end - begin, arena));
        weights.groupChannels = std::max(weights.groupChannels, weights.groups.back().channels);
    }
    const std::size_t out = spec.projection.geometry.out.channels;
    weights.bias = packVector(kernels, spec.projection.weights.bias, 0, out, arena);
    weights.noBias = packVector(kernels, {}, 0, out, arena);
    weights.bytes = arena.bytes() - before;
    return weights;
}

} // namespace netlens

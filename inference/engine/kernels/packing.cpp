#include "engine/kernels/packing.h"

#include <algorithm>

namespace netlens {

namespace {

    /// `width` values of a row from `begin` on, zeros beyond its end.
    float* copyFilled(std::span<const float> row, std::size_t begin, std::size_t width, float* to)
    {
        const auto there = row.subspan(std::min(begin, row.size()));
        const std::size_t count = std::min(width, there.size());
        std::copy_n(there.begin(), count, to);
        std::fill_n(to + count, width - count, 0.0F);
        return to + width;
    }

} // namespace

const float* packMatrix(const KernelSet& kernels, const MatrixPart& part, WeightArena& arena)
{
    return arena.take(part.inputs * kernels.padded(part.channels), [&](float* to) {
        const Parts panels = kernels.panelsFor(part.channels);
        for (std::size_t panel = 0; panel < panels.count; ++panel) {
            const std::size_t begin = panels.begin(panel) * kernels.lanes;
            const std::size_t width = panels.size(panel) * kernels.lanes;
            for (std::size_t i = 0; i < part.inputs; ++i) {
                const auto row
                    = part.values.subspan((part.inputBegin + i) * part.rowLength)
                          .first(std::min(part.rowLength, part.channelBegin + part.channels));
                to = copyFilled(row, part.channelBegin + begin, width, to);
            }
        }
    });
}

const float* packVector(const KernelSet& kernels, std::span<const float> values, std::size_t begin,
    std::size_t channels, WeightArena& arena)
{
    const std::size_t padded = kernels.padded(channels);
    return arena.take(padded, [&](float* to) { copyFilled(values, begin, padded, to); });
}

const float* packDepthwise(const KernelSet& kernels, std::span<const float> kernel,
    std::span<const float> bias, std::size_t begin, std::size_t channels, WeightArena& arena)
{
    constexpr std::size_t taps = DepthwiseRow::kTapVectors - 1;
    const std::size_t size = DepthwiseRow::kTapVectors * kernels.padded(channels);
    return arena.take(size, [&](float* to) {
        const std::size_t rowLength = kernel.size() / taps;
        for (std::size_t v = 0; v < kernels.vectorsFor(channels); ++v) {
            const std::size_t channel = begin + v * kernels.lanes;
            for (std::size_t tap = 0; tap < taps; ++tap)
                to = copyFilled(
                    kernel.subspan(tap * rowLength).first(rowLength), channel, kernels.lanes, to);
            to = copyFilled(bias, channel, kernels.lanes, to);
        }
    });
}

} // namespace netlens

#include "engine/kernels/packing.h"

#include <algorithm>

namespace netlens {

namespace {

    /// `width` values of a row from `begin` on, zeros beyond its end.
    float* copyFilled(std::span<const float> row, std::size_t begin, std::size_t width, float* to)
    {
        const std::size_t there = std::min(width, row.size() - std::min(begin, row.size()));
        std::copy_n(row.data() + begin, there, to);
        std::fill_n(to + there, width - there, 0.0F);
        return to + width;
    }

} // namespace

std::size_t packedCount(const KernelSet& kernels, const MatrixPart& part)
{
    return part.inputs * kernels.padded(part.channels);
}

void packMatrix(const KernelSet& kernels, const MatrixPart& part, float* packed)
{
    const Parts panels = kernels.panelsFor(part.channels);
    for (std::size_t panel = 0; panel < panels.count; ++panel) {
        const std::size_t begin = panels.begin(panel) * kernels.lanes;
        const std::size_t width = panels.size(panel) * kernels.lanes;
        for (std::size_t i = 0; i < part.inputs; ++i) {
            const auto row
                = part.values.subspan((part.inputBegin + i) * part.rowLength)
                      .first(std::min(part.rowLength, part.channelBegin + part.channels));
            packed = copyFilled(row, part.channelBegin + begin, width, packed);
        }
    }
}

void packVector(const KernelSet& kernels, std::span<const float> values, std::size_t begin,
    std::size_t channels, float* packed)
{
    copyFilled(values, begin, kernels.padded(channels), packed);
}

void packDepthwise(const KernelSet& kernels, std::span<const float> kernel,
    std::span<const float> bias, std::size_t begin, std::size_t channels, float* packed)
{
    const std::size_t rowLength = kernel.size() / (DepthwiseRow::kTapVectors - 1);
    for (std::size_t v = 0; v < kernels.vectorsFor(channels); ++v) {
        const std::size_t channel = begin + v * kernels.lanes;
        for (std::size_t tap = 0; tap < DepthwiseRow::kTapVectors - 1; ++tap)
            packed = copyFilled(
                kernel.subspan(tap * rowLength).first(rowLength), channel, kernels.lanes, packed);
        packed = copyFilled(bias, channel, kernels.lanes, packed);
    }
}

} // namespace netlens

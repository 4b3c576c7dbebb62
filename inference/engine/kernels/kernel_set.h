#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace netlens {

/// `total` things in as few parts as can be of at most `largest`, all of almost the same size, the
/// larger ones first.
struct Parts {
    std::size_t count;
    std::size_t smaller;
    std::size_t largerCount;

    constexpr Parts(std::size_t total, std::size_t largest)
        : count((total + largest - 1) / largest)
        , smaller(count == 0 ? 0 : total / count)
        , largerCount(count == 0 ? 0 : total % count)
    {
    }
    constexpr std::size_t size(std::size_t part) const
    {
        return smaller + (part < largerCount ? 1 : 0);
    }
    constexpr std::size_t begin(std::size_t part) const
    {
        return part * smaller + (part < largerCount ? part : largerCount);
    }
};

/// A matrix of weights (inputs × channels) in panels: the channels of a panel, a few vectors wide,
/// lie side by side for each input, so that a product reads its weights from front to back.
/// An input row may come in several stretches (the three rows under a 3 × 3 window).
struct PanelMatrix {
    const float* weights = nullptr;
    std::size_t stretches = 1; ///< at most kMaxStretches
    std::size_t depth = 0; ///< inputs of one stretch
    std::size_t channels = 0; ///< outputs; a multiple of KernelSet::channelStep

    static constexpr std::size_t kMaxStretches = 3;
    std::size_t inputs() const { return stretches * depth; }
};

/// Weights to fetch into the second-level cache while others are multiplied: a product asks for a
/// line at each step, so that the weights of what comes next are near when it begins.
struct WeightsAhead {
    const float* next = nullptr;
    const float* end = nullptr;

    /// How far ahead of what is being read.
    static constexpr std::size_t kFloats = std::size_t { 48 } * 1024;
    /// Goes on to kFloats behind `read`.
    void follow(const float* read)
    {
        next = next < read ? read : next;
        end = read + kFloats;
    }
};

/// out(pixels, channels) = inputs(pixels, matrix.inputs()) · matrix + bias, with extras.
struct MatrixProduct {
    const PanelMatrix* matrix = nullptr;
    const float* bias = nullptr; ///< per channel, padded to whole vectors
    const float* addend = nullptr; ///< shaped like out, may be out, or none
    bool clip = false; ///< ReLU6 last
    std::array<const float*, PanelMatrix::kMaxStretches> in {}; ///< the first pixel's stretches
    std::size_t inStride = 0; ///< floats from one pixel's inputs to the next one's
    float* out = nullptr;
    std::size_t outStride = 0;
    std::size_t pixels = 0;
    WeightsAhead* ahead = nullptr;
    std::size_t panelBegin = 0; ///< which panels to compute
    std::size_t panelEnd = 0;
};

/// One row of a 3 × 3 depthwise convolution with bias and ReLU6.
struct DepthwiseRow {
    std::array<const float*, 3> rows {}; ///< (columns, channels) each, from the first window's left
    const float* taps = nullptr; ///< per vector of channels: nine taps, row by row, and the bias
    std::size_t vectors = 0; ///< channels, in vectors
    std::size_t columnStride = 0; ///< floats, a multiple of the lanes; of rows and out
    std::size_t stride = 1; ///< 1 or 2
    float* out = nullptr; ///< (pixels, channels)
    std::size_t pixels = 0;

    static constexpr std::size_t kTapVectors = 10;
};

/// The kernels as compiled for one instruction set.
struct KernelSet {
    std::string name; ///< Highway's: "AVX3", "AVX2", "SSE4", "NEON", "SCALAR", …
    std::size_t lanes = 1; ///< floats in a vector
    std::size_t channelStep = 1; ///< the outputs of a product must be a multiple of this
    std::size_t panelVectors = 1; ///< the widest panel
    void (*multiply)(const MatrixProduct&) = nullptr;
    void (*depthwise)(const DepthwiseRow&) = nullptr;
    void (*add)(const float* from, std::span<float> to) = nullptr; ///< element by element

    std::size_t vectorsFor(std::size_t channels) const { return (channels + lanes - 1) / lanes; }
    std::size_t padded(std::size_t channels) const { return vectorsFor(channels) * lanes; }
    /// A matrix's panels, sizes in vectors.
    Parts panelsFor(std::size_t channels) const { return { vectorsFor(channels), panelVectors }; }
};

/// The best this processor can run.
const KernelSet& bestKernels();
/// All this processor can run, the best first. For tests.
std::vector<KernelSet> allKernels();

} // namespace netlens

// The product of pixels and weights: a tile of sums in registers for each step of the weights.
// Compiled once per instruction set (see kernel_set.cpp), hence Highway's guard.
#if defined(NETLENS_TILE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef NETLENS_TILE_INL_H
#undef NETLENS_TILE_INL_H
#else
#define NETLENS_TILE_INL_H
#endif

#include "engine/kernels/kernel_set.h"

#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <utility>

HWY_BEFORE_NAMESPACE();
namespace netlens::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// At most 16 floats: a half of that, 8, divides every number of channels in MobileNetV2.
using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;
constexpr Tag kTag;
constexpr std::size_t kLanes = hn::MaxLanes(Tag());

/// The panel widths and tile heights that keep all sums in registers (32 of them on AVX-512,
/// 16 on AVX2 and SSE) beside the weights and one input.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t kPanelVectors = 3;
constexpr std::array<std::size_t, 4> kTilePixels { 0, 14, 14, 8 };
#else
constexpr std::size_t kPanelVectors = 2;
constexpr std::array<std::size_t, 4> kTilePixels { 0, 8, 6, 0 };
#endif

HWY_INLINE Vector relu6(Vector x)
{
    return hn::Min(hn::Max(x, hn::Zero(kTag)), hn::Set(kTag, 6.0F));
}

/// Of the last vector of a pixel's channels, the lower half may be all there is.
#if HWY_TARGET <= HWY_AVX3
using Tail = hn::Mask<Tag>;
constexpr bool kHasTails = true;
HWY_INLINE Tail tailMask(bool half)
{
    return hn::FirstN(kTag, half ? kLanes / 2 : kLanes);
}
HWY_INLINE Vector loadTail(Tail tail, const float* from)
{
    return hn::MaskedLoad(tail, kTag, from);
}
HWY_INLINE void storeTail(Vector values, Tail tail, float* to)
{
    hn::BlendedStore(values, tail, kTag, to);
}
#else
struct Tail { };
constexpr bool kHasTails = false;
HWY_INLINE Tail tailMask(bool)
{
    return {};
}
HWY_INLINE Vector loadTail(Tail, const float* from)
{
    return hn::LoadU(kTag, from);
}
HWY_INLINE void storeTail(Vector values, Tail, float* to)
{
    hn::StoreU(values, kTag, to);
}
#endif

/// What all tiles of one panel share.
struct PanelWork {
    const float* weights = nullptr;
    std::size_t stretches = 1;
    std::size_t depth = 0;
    std::size_t inStride = 0;
    std::size_t outStride = 0;
    const float* bias = nullptr;
    bool halfTail = false;
    bool clip = false;
    const float* ahead = nullptr; ///< a line to fetch at every step of the depth, and
    std::size_t aheadStep = 0; ///< how far it moves: one line, or none when all is there
};

/// A tile's sums, in registers: GCC gives every element one when all loops over it are unrolled.
template <std::size_t kPixels, std::size_t kVectors> using Sums = Vector[kPixels][kVectors];

template <std::size_t kPixels, std::size_t kVectors>
HWY_INLINE void startFrom(Sums<kPixels, kVectors>& sums, const float* bias)
{
#pragma GCC unroll 4
    for (std::size_t v = 0; v < kVectors; ++v) {
        const Vector value = hn::LoadU(kTag, bias + v * kLanes);
#pragma GCC unroll 32
        for (std::size_t p = 0; p < kPixels; ++p)
            sums[p][v] = value;
    }
}

template <std::size_t kPixels, std::size_t kVectors>
HWY_INLINE void add(
    Sums<kPixels, kVectors>& sums, const float* from, std::size_t stride, bool halfTail)
{
    const Tail tail = tailMask(halfTail);
#pragma GCC unroll 32
    for (std::size_t p = 0; p < kPixels; ++p) {
#pragma GCC unroll 4
        for (std::size_t v = 0; v + 1 < kVectors; ++v)
            sums[p][v] = hn::Add(sums[p][v], hn::LoadU(kTag, from + v * kLanes));
        constexpr std::size_t last = kVectors - 1;
        sums[p][last] = hn::Add(sums[p][last], loadTail(tail, from + last * kLanes));
        from += stride;
    }
}

template <std::size_t kPixels, std::size_t kVectors>
HWY_INLINE void clip(Sums<kPixels, kVectors>& sums)
{
    const Vector low = hn::Zero(kTag);
    const Vector high = hn::Set(kTag, 6.0F);
#pragma GCC unroll 32
    for (std::size_t p = 0; p < kPixels; ++p)
#pragma GCC unroll 4
        for (std::size_t v = 0; v < kVectors; ++v)
            sums[p][v] = hn::Min(hn::Max(sums[p][v], low), high);
}

template <std::size_t kPixels, std::size_t kVectors>
HWY_INLINE void store(
    const Sums<kPixels, kVectors>& sums, float* to, std::size_t stride, bool halfTail)
{
    constexpr std::size_t last = kVectors - 1;
    const Tail tail = tailMask(true);
    const bool half = kHasTails && halfTail;
#pragma GCC unroll 32
    for (std::size_t p = 0; p < kPixels; ++p) {
#pragma GCC unroll 4
        for (std::size_t v = 0; v < last; ++v)
            hn::StoreU(sums[p][v], kTag, to + v * kLanes);
        if (half)
            storeTail(sums[p][last], tail, to + last * kLanes);
        else
            hn::StoreU(sums[p][last], kTag, to + last * kLanes);
        to += stride;
    }
}

constexpr std::size_t kLineFloats = 64 / sizeof(float);
/// Where there are few pixels the weights are all that takes time, so all of them are asked for.
template <std::size_t kPixels, std::size_t kVectors>
constexpr std::size_t kAheadLines
    = kPixels < 4 ? std::max<std::size_t>(1, kVectors* kLanes / kLineFloats) : 1;

/// One tile: out(kPixels, kVectors · kLanes) = start + inputs · weights.
template <std::size_t kPixels, std::size_t kVectors>
void tile(const PanelWork& work, const float* const* in, const float* addend, float* out)
{
    Sums<kPixels, kVectors> sums;
    startFrom<kPixels, kVectors>(sums, work.bias);
    const float* weights = work.weights;
    const std::size_t stride = work.inStride;
    const std::size_t depth = work.depth;
    const float* ahead = work.ahead;
    const std::size_t step = work.aheadStep;
    for (std::size_t stretch = 0; stretch < work.stretches; ++stretch) {
        const float* input = in[stretch];
        for (std::size_t k = 0; k < depth; ++k) {
            Vector panel[kVectors];
#pragma GCC unroll 4
            for (std::size_t v = 0; v < kVectors; ++v)
                panel[v] = hn::Load(kTag, weights + v * kLanes);
#pragma GCC unroll 32
            for (std::size_t p = 0; p < kPixels; ++p) {
                const Vector x = hn::Set(kTag, input[p * stride]);
#pragma GCC unroll 4
                for (std::size_t v = 0; v < kVectors; ++v)
                    sums[p][v] = hn::MulAdd(x, panel[v], sums[p][v]);
            }
            weights += kVectors * kLanes;
            ++input;
#pragma GCC unroll 4
            for (std::size_t line = 0; line < kAheadLines<kPixels, kVectors>; ++line)
                __builtin_prefetch(ahead + line * kLineFloats, 0, 2);
            ahead += step;
        }
    }
    if (addend != nullptr)
        add<kPixels, kVectors>(sums, addend, work.outStride, work.halfTail);
    if (work.clip)
        clip<kPixels, kVectors>(sums);
    store<kPixels, kVectors>(sums, out, work.outStride, work.halfTail);
}

using TileFunction = void (*)(const PanelWork&, const float* const*, const float*, float*);

template <std::size_t kVectors, std::size_t... kPixels>
constexpr std::array<TileFunction, sizeof...(kPixels)> tilesOf(std::index_sequence<kPixels...>)
{
    return { tile<kPixels + 1, kVectors>... };
}

/// The tiles of 1 to kTilePixels[kVectors] pixels.
template <std::size_t kVectors>
constexpr auto kTiles = tilesOf<kVectors>(std::make_index_sequence<kTilePixels[kVectors]>());

/// All pixels of one panel.
template <std::size_t kVectors>
void multiplyPanel(PanelWork work, const MatrixProduct& product, std::size_t channel)
{
    const Parts tiles(product.pixels, kTilePixels[kVectors]);
    std::array<const float*, PanelMatrix::kMaxStretches> in = product.in;
    const float* addend = product.addend == nullptr ? nullptr : product.addend + channel;
    float* out = product.out + channel;
    for (std::size_t t = 0; t < tiles.count; ++t) {
        const std::size_t pixels = tiles.size(t);
        const std::size_t lines = pixels < 4 ? kAheadLines<1, kVectors> : 1;
        WeightsAhead& weights = *product.ahead;
        work.ahead = weights.next;
        work.aheadStep = weights.next < weights.end ? lines * kLineFloats : 0;
        weights.next += work.stretches * work.depth * work.aheadStep;
        kTiles<kVectors>[pixels - 1](work, in.data(), addend, out);
        for (const float*& stretch : in)
            stretch += pixels * work.inStride;
        addend += addend == nullptr ? 0 : pixels * work.outStride;
        out += pixels * work.outStride;
    }
}

inline void multiply(const MatrixProduct& product)
{
    const PanelMatrix& matrix = *product.matrix;
    const Parts panels((matrix.channels + kLanes - 1) / kLanes, kPanelVectors);
    PanelWork work { .stretches = matrix.stretches,
        .depth = matrix.depth,
        .inStride = product.inStride,
        .outStride = product.outStride,
        .clip = product.clip };
    for (std::size_t panel = product.panelBegin; panel < product.panelEnd; ++panel) {
        const std::size_t width = panels.size(panel);
        const std::size_t channel = panels.begin(panel) * kLanes;
        work.weights = matrix.weights + channel * matrix.inputs();
        work.bias = product.bias + channel;
        work.halfTail = channel + width * kLanes > matrix.channels;
        if (width == 1)
            multiplyPanel<1>(work, product, channel);
        else if (width == 2)
            multiplyPanel<2>(work, product, channel);
        else if constexpr (kPanelVectors >= 3)
            multiplyPanel<3>(work, product, channel);
    }
}

} // namespace netlens::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

// A row of a 3 × 3 depthwise convolution. Compiled once per instruction set (see kernel_set.cpp),
// hence Highway's guard.
#if defined(NETLENS_DEPTHWISE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef NETLENS_DEPTHWISE_INL_H
#undef NETLENS_DEPTHWISE_INL_H
#else
#define NETLENS_DEPTHWISE_INL_H
#endif

#include "engine/kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace netlens::HWY_NAMESPACE {

/// How many neighbouring outputs share each input they load; bounded by the registers.
#if HWY_TARGET <= HWY_AVX3
constexpr std::size_t kRunPixels = 14;
#else
constexpr std::size_t kRunPixels = 4;
#endif

/// Keeps a value that is used more than once in its register: GCC would load it for each use, and
/// two loads a cycle are fewer than the two multiply-adds that want them.
HWY_INLINE void keep(Vector& value)
{
#if HWY_ARCH_X86_64 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128
    asm("" : "+v"(value.raw));
#else
    (void)value;
#endif
}

/// kPixels neighbouring outputs of one vector of channels. Every input is loaded once and goes to
/// all outputs whose windows it is in.
template <std::size_t kStride, std::size_t kPixels>
void depthwiseRun(const std::array<const float*, 3>& rows, std::size_t place,
    std::size_t columnStride, const float* taps, float* out)
{
    Vector weights[9];
#pragma GCC unroll 9
    for (std::size_t i = 0; i < 9; ++i)
        weights[i] = hn::Load(kTag, taps + i * kLanes);
    Vector sums[kPixels];
    const Vector bias = hn::Load(kTag, taps + 9 * kLanes);
#pragma GCC unroll 16
    for (std::size_t p = 0; p < kPixels; ++p)
        sums[p] = bias;
#pragma GCC unroll 3
    for (std::size_t row = 0; row < 3; ++row) {
        const float* input = rows[row] + place;
#pragma GCC unroll 32
        for (std::size_t column = 0; column < (kPixels - 1) * kStride + 3; ++column) {
            Vector x = hn::Load(kTag, input);
            keep(x);
#pragma GCC unroll 16
            for (std::size_t p = 0; p < kPixels; ++p)
                if (column >= p * kStride && column - p * kStride < 3)
                    sums[p] = hn::MulAdd(x, weights[row * 3 + column - p * kStride], sums[p]);
            input += columnStride;
        }
    }
    const Vector low = hn::Zero(kTag);
    const Vector high = hn::Set(kTag, 6.0F);
#pragma GCC unroll 16
    for (std::size_t p = 0; p < kPixels; ++p) {
        hn::Store(hn::Min(hn::Max(sums[p], low), high), kTag, out);
        out += columnStride;
    }
}

using RunFunction
    = void (*)(const std::array<const float*, 3>&, std::size_t, std::size_t, const float*, float*);

template <std::size_t kStride, std::size_t... kPixels>
constexpr std::array<RunFunction, sizeof...(kPixels)> runsOf(std::index_sequence<kPixels...>)
{
    return { depthwiseRun<kStride, kPixels + 1>... };
}

/// The runs of 1 to kRunPixels outputs.
template <std::size_t kStride>
constexpr auto kRuns = runsOf<kStride>(std::make_index_sequence<kRunPixels>());

template <std::size_t kStride> void depthwiseRow(const DepthwiseRow& row)
{
    const Parts runs(row.pixels, kRunPixels);
    std::size_t place = 0;
    float* out = row.out;
    for (std::size_t r = 0; r < runs.count; ++r) {
        const std::size_t pixels = runs.size(r);
        const RunFunction run = kRuns<kStride>[pixels - 1];
        const float* taps = row.taps;
        for (std::size_t c = 0; c < row.vectors * kLanes; c += kLanes) {
            run(row.rows, place + c, row.columnStride, taps, out + c);
            taps += DepthwiseRow::kTapVectors * kLanes;
        }
        place += pixels * kStride * row.columnStride;
        out += pixels * row.columnStride;
    }
}

inline void depthwise(const DepthwiseRow& row)
{
    if (row.stride == 1)
        depthwiseRow<1>(row);
    else
        depthwiseRow<2>(row);
}

} // namespace netlens::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif

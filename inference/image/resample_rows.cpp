#include "image/resample_rows.h"

// Compiled once for every instruction set; the best one is chosen where the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "image/resample_rows.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace netlens::resampling::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::int32_t kHalf = 1 << (kFractionBits - 1);
constexpr int kChannels = 3;

std::uint8_t toByte(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
}

#if HWY_TARGET <= HWY_AVX2 && HWY_ARCH_X86

void resampleRow(const std::uint8_t* in, const RowTaps& taps, std::uint8_t* out)
{
    const hn::FixedTag<std::uint8_t, 16> bytes;
    const hn::FixedTag<std::int16_t, 16> words;
    const hn::FixedTag<std::int32_t, 8> sums;
    const hn::Half<decltype(sums)> pixel;
    const hn::FixedTag<std::int16_t, 4> narrow;
    const hn::FixedTag<std::uint8_t, 4> result;
    // Four pixels as pairs of the same channel; 0x80 gives 0.
    alignas(16) static constexpr std::uint8_t kPairs[16]
        = { 0, 3, 1, 4, 2, 5, 0x80, 0x80, 6, 9, 7, 10, 8, 11, 0x80, 0x80 };
    const auto pairs = hn::Load(bytes, kPairs);
    const auto half = hn::Set(pixel, kHalf);
    auto unused = hn::Zero(sums);
    for (std::size_t i = 0; i < taps.size(); ++i) {
        const std::uint8_t* from
            = in + static_cast<std::ptrdiff_t>(taps.taps().runs[i].first) * kChannels;
        const std::int16_t* coefficients = taps.of(i);
        auto high = hn::Zero(sums);
        auto low = hn::Zero(sums);
        for (int group = 0; group < taps.groups(i); ++group) {
            const auto values
                = hn::PromoteTo(words, hn::TableLookupBytesOr0(hn::LoadU(bytes, from), pairs));
            // On x86 adjacent products are summed: a pair of taps of one channel.
            high = hn::ReorderWidenMulAccumulate(
                sums, values, hn::LoadU(words, coefficients), high, unused);
            low = hn::ReorderWidenMulAccumulate(
                sums, values, hn::LoadU(words, coefficients + RowTaps::kLanes), low, unused);
            from += RowTaps::kGroup * kChannels;
            coefficients += 2 * RowTaps::kLanes;
        }
        const auto sum = hn::Add(hn::ShiftLeft<RowTaps::kLowBits>(high), low);
        const auto rgb = hn::ShiftRight<kFractionBits>(
            hn::Add(half, hn::Add(hn::LowerHalf(pixel, sum), hn::UpperHalf(pixel, sum))));
        std::uint8_t written[4];
        hn::StoreU(hn::DemoteTo(result, hn::DemoteTo(narrow, rgb)), result, written);
        std::memcpy(out, written, kChannels);
        out += kChannels;
    }
}

#else

void resampleRow(const std::uint8_t* in, const RowTaps& rowTaps, std::uint8_t* out)
{
    const Taps& taps = rowTaps.taps();
    for (std::size_t i = 0; i < taps.runs.size(); ++i) {
        const Taps::Run run = taps.runs[i];
        const std::int32_t* coefficients = taps.of(i);
        const std::uint8_t* pixel = in + static_cast<std::ptrdiff_t>(run.first) * kChannels;
        std::int32_t red = kHalf;
        std::int32_t green = kHalf;
        std::int32_t blue = kHalf;
        for (int k = 0; k < run.count; ++k, pixel += kChannels) {
            red += pixel[0] * coefficients[k];
            green += pixel[1] * coefficients[k];
            blue += pixel[2] * coefficients[k];
        }
        *out++ = toByte(red);
        *out++ = toByte(green);
        *out++ = toByte(blue);
    }
}

#endif

void combineRows(const std::uint8_t* rows, std::size_t rowBytes, const std::int32_t* coefficients,
    int count, std::uint8_t* out)
{
    const hn::ScalableTag<std::int32_t> sums;
    const hn::Rebind<std::uint8_t, decltype(sums)> bytes;
    const std::size_t lanes = hn::Lanes(sums);
    std::size_t x = 0;
    for (; x + lanes <= rowBytes; x += lanes) {
        auto sum = hn::Set(sums, kHalf);
        const std::uint8_t* in = rows + x;
        for (int k = 0; k < count; ++k, in += rowBytes)
            sum = hn::Add(sum,
                hn::Mul(hn::PromoteTo(sums, hn::LoadU(bytes, in)), hn::Set(sums, coefficients[k])));
        hn::StoreU(hn::DemoteTo(bytes, hn::ShiftRight<kFractionBits>(sum)), bytes, out + x);
    }
    for (; x < rowBytes; ++x) {
        std::int32_t sum = kHalf;
        for (int k = 0; k < count; ++k)
            sum += rows[static_cast<std::size_t>(k) * rowBytes + x] * coefficients[k];
        out[x] = toByte(sum);
    }
}

} // namespace netlens::resampling::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace netlens::resampling {

HWY_EXPORT(resampleRow);
HWY_EXPORT(combineRows);

RowTaps::RowTaps(const Taps& taps)
    : m_taps(taps)
    , m_stride((taps.stride + kGroup - 1) / kGroup * 2 * kLanes)
{
    m_packed.resize(taps.runs.size() * m_stride);
    for (std::size_t i = 0; i < taps.runs.size(); ++i) {
        std::int16_t* packed = m_packed.data() + i * m_stride;
        for (int k = 0; k < taps.runs[i].count; ++k) {
            const std::int32_t coefficient = taps.of(i)[k];
            assert(std::abs(coefficient) < 1 << (kLowBits + 15));
            const auto high = static_cast<std::int16_t>(coefficient >> kLowBits);
            const auto low = static_cast<std::int16_t>(coefficient & ((1 << kLowBits) - 1));
            // Pairs of taps, each for four channels: c0 c1 c0 c1 c0 c1 c0 c1 c2 c3 …
            std::int16_t* at = packed + k / kGroup * 2 * kLanes + k % kGroup / 2 * 8 + k % 2;
            for (int channel = 0; channel < 4; ++channel) {
                at[2 * channel] = high;
                at[kLanes + 2 * channel] = low;
            }
        }
    }
}

void resampleRow(const std::uint8_t* in, const RowTaps& taps, std::uint8_t* out)
{
    HWY_DYNAMIC_DISPATCH(resampleRow)(in, taps, out);
}

void combineRows(const std::uint8_t* rows, std::size_t rowBytes, const std::int32_t* coefficients,
    int count, std::uint8_t* out)
{
    HWY_DYNAMIC_DISPATCH(combineRows)(rows, rowBytes, coefficients, count, out);
}

} // namespace netlens::resampling

#endif

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace netlens::resampling {

/// Coefficients are integers of this many fractional bits: a sum of 8-bit values times
/// coefficients that overshoot by less than 2 fits 32 bits.
inline constexpr int kFractionBits = 32 - 8 - 2;

/// For each output position along one axis: the first input position and its coefficients.
struct Taps {
    struct Run {
        int first;
        int count;
    };
    std::vector<Run> runs;
    std::vector<std::int32_t> coefficients; ///< runs.size() × stride
    std::size_t stride = 0;

    const std::int32_t* of(std::size_t i) const { return coefficients.data() + i * stride; }
};

/// Taps of the horizontal pass as the vector kernel reads them: four input pixels at a time, each
/// coefficient c as c >> kLowBits and its low bits, which 16 bits hold, so that pairs of products
/// are summed by one instruction and nothing is lost.
class RowTaps {
public:
    static constexpr int kLowBits = 12;
    static constexpr int kGroup = 4; ///< input pixels
    static constexpr int kLanes = 16; ///< of 16 bits: two taps a pair, for R, G, B and nothing
    /// Bytes a row must have behind its last pixel, whatever they hold.
    static constexpr std::size_t kReadsBeyond = 16;

    /// @pre `taps` outlives it; its coefficients are smaller than 2 ^ (kLowBits + 15)
    explicit RowTaps(const Taps& taps);
    explicit RowTaps(Taps&& taps) = delete;

    std::size_t size() const { return m_taps.runs.size(); }
    const Taps& taps() const { return m_taps; }
    int groups(std::size_t i) const { return (m_taps.runs[i].count + kGroup - 1) / kGroup; }
    /// groups(i) times kLanes high parts, then kLanes low parts.
    const std::int16_t* of(std::size_t i) const { return m_packed.data() + i * m_stride; }

private:
    const Taps& m_taps;
    std::vector<std::int16_t> m_packed;
    std::size_t m_stride = 0;
};

/// One row of RGB pixels to taps.size() of them.
/// @pre `in` can be read kReadsBeyond bytes behind its last pixel
void resampleRow(const std::uint8_t* in, const RowTaps& taps, std::uint8_t* out);

/// The sum of rows times coefficients. @param rows the first of `count` rows, `rowBytes` long and
/// apart; @param out as long
void combineRows(const std::uint8_t* rows, std::size_t rowBytes, const std::int32_t* coefficients,
    int count, std::uint8_t* out);

} // namespace netlens::resampling

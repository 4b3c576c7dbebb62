#include "camera.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    constexpr std::size_t kBlock = 8;
    using Block = std::array<float, kBlock * kBlock>;

    /// Row k: the k-th cosine, orthonormal.
    const Block& cosines()
    {
        static const Block kCosines = [] {
            Block table {};
            for (std::size_t k = 0; k < kBlock; ++k) {
                const double norm = k == 0 ? std::sqrt(0.125) : 0.5;
                for (std::size_t i = 0; i < kBlock; ++i)
                    table[k * kBlock + i] = static_cast<float>(norm
                        * std::cos(
                            (2 * static_cast<double>(i) + 1) * static_cast<double>(k) * kPi / 16));
            }
            return table;
        }();
        return kCosines;
    }

    /// out = a · b, or a · bᵀ.
    void multiply(const Block& a, const Block& b, bool transposed, Block& out)
    {
        for (std::size_t y = 0; y < kBlock; ++y) {
            for (std::size_t x = 0; x < kBlock; ++x) {
                float sum = 0;
                for (std::size_t k = 0; k < kBlock; ++k)
                    sum += a[y * kBlock + k] * b[transposed ? x * kBlock + k : k * kBlock + x];
                out[y * kBlock + x] = sum;
            }
        }
    }

    /// The tables of the JPEG standard, annex K, roughly: coarser with rising frequency.
    Block quantisation(int quality, bool chroma)
    {
        const double scale = quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
        Block table {};
        for (std::size_t y = 0; y < kBlock; ++y) {
            for (std::size_t x = 0; x < kBlock; ++x) {
                const auto frequency = static_cast<double>(x + y);
                const double base = chroma ? std::min(99.0, 17 + 14 * frequency)
                                           : 11 + 2.2 * frequency + 0.75 * frequency * frequency;
                table[y * kBlock + x] = static_cast<float>(std::max(1.0, base * scale));
            }
        }
        return table;
    }

    void roundTrip(Block& block, const Block& table)
    {
        Block half;
        Block spectrum;
        multiply(cosines(), block, false, half);
        multiply(half, cosines(), true, spectrum);
        for (std::size_t i = 0; i < spectrum.size(); ++i)
            spectrum[i] = std::round(spectrum[i] / table[i]) * table[i];
        Block turned;
        for (std::size_t i = 0; i < kBlock; ++i)
            for (std::size_t k = 0; k < kBlock; ++k)
                turned[i * kBlock + k] = cosines()[k * kBlock + i];
        multiply(turned, spectrum, false, half);
        multiply(half, cosines(), false, block);
    }

    /// A plane of `side`², compressed blockwise; the last row and column repeat to fill a block.
    void compressPlane(std::vector<float>& plane, std::size_t side, const Block& table)
    {
        Block block;
        for (std::size_t top = 0; top < side; top += kBlock) {
            for (std::size_t left = 0; left < side; left += kBlock) {
                for (std::size_t i = 0; i < block.size(); ++i)
                    block[i] = plane[std::min(top + i / kBlock, side - 1) * side
                        + std::min(left + i % kBlock, side - 1)];
                roundTrip(block, table);
                for (std::size_t i = 0; i < block.size(); ++i) {
                    if (top + i / kBlock < side && left + i % kBlock < side)
                        plane[(top + i / kBlock) * side + left + i % kBlock] = block[i];
                }
            }
        }
    }

} // namespace

void compress(Canvas& canvas, int quality)
{
    const auto side = static_cast<std::size_t>(canvas.side());
    const std::size_t half = (side + 1) / 2;
    std::vector<float> luma(side * side);
    std::vector<float> blue(half * half);
    std::vector<float> red(half * half);
    std::vector<float>& rgb = canvas.values();
    for (std::size_t i = 0; i < luma.size(); ++i) {
        const float* p = rgb.data() + i * 3;
        luma[i] = luminance({ p[0], p[1], p[2] });
        const std::size_t at = i / side / 2 * half + i % side / 2;
        blue[at] += 0.25F * 0.564F * (p[2] - luma[i]);
        red[at] += 0.25F * 0.713F * (p[0] - luma[i]);
    }
    compressPlane(luma, side, quantisation(quality, false));
    compressPlane(blue, half, quantisation(quality, true));
    compressPlane(red, half, quantisation(quality, true));
    for (std::size_t i = 0; i < luma.size(); ++i) {
        const std::size_t at = i / side / 2 * half + i % side / 2;
        rgb[i * 3] = luma[i] + 1.402F * red[at];
        rgb[i * 3 + 1] = luma[i] - 0.344F * blue[at] - 0.714F * red[at];
        rgb[i * 3 + 2] = luma[i] + 1.772F * blue[at];
    }
}

} // namespace netlens::drawings

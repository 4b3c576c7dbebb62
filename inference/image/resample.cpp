#include "image/resample.h"

#include "image/resample_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace netlens {

namespace {

    using namespace resampling;

    struct Kernel {
        double support;
        double variance; ///< ∫ x² weight(x) dx ÷ ∫ weight(x) dx; 0: its width stays
        double (*weight)(double);
    };

    double sinc(double x)
    {
        const double angle = x * std::numbers::pi;
        return x == 0 ? 1.0 : std::sin(angle) / angle;
    }

    double boxWeight(double x)
    {
        return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
    }

    double bilinearWeight(double x)
    {
        return std::max(0.0, 1.0 - std::abs(x));
    }

    double hammingWeight(double x)
    {
        return std::abs(x) >= 1 ? 0.0 : sinc(x) * (0.54 + 0.46 * std::cos(x * std::numbers::pi));
    }

    /// Keys's cubic convolution with a = −0.5.
    double bicubicWeight(double x)
    {
        constexpr double kA = -0.5;
        x = std::abs(x);
        if (x < 1)
            return ((kA + 2) * x - (kA + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * kA : 0.0;
    }

    double lanczosWeight(double x)
    {
        return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0.0;
    }

    Kernel kernelFor(ResampleKernel kernel)
    {
        switch (kernel) {
        case ResampleKernel::Box:
            return { 0.5, 0, boxWeight };
        case ResampleKernel::Hamming:
            return { 1.0, 0.102, hammingWeight };
        case ResampleKernel::Bicubic:
            return { 2.0, 0, bicubicWeight };
        case ResampleKernel::Lanczos:
            return { 3.0, 0, lanczosWeight };
        case ResampleKernel::Nearest:
        case ResampleKernel::Bilinear:
            break;
        }
        return { 1.0, 1.0 / 6, bilinearWeight };
    }

    /// Pillow keeps the source rectangle in single precision.
    struct Interval {
        float begin;
        float end;

        double scaleTo(int count) const { return static_cast<double>(end - begin) / count; }
        bool isWhole(int length) const { return begin == 0 && end == static_cast<float>(length); }
    };

    /// How far a kernel is stretched to shrink by `scale`. Variances add up: what the pixels bring
    /// of their own, the kernel leaves out. Without that it is the scale to the last bit, as
    /// Pillow's: the root of a square is exact.
    double wideningFor(double scale, Kernel kernel, double softness)
    {
        const double brought = kernel.variance > 0 ? softness / kernel.variance : 0;
        return std::sqrt(std::max(scale * scale - brought, 1.0));
    }

    Taps computeTaps(
        int inputLength, Interval source, int outputLength, Kernel kernel, double softness)
    {
        const double scale = source.scaleTo(outputLength);
        const double widening = wideningFor(scale, kernel, softness);
        const double support = kernel.support * widening;
        Taps taps;
        taps.stride = static_cast<std::size_t>(std::ceil(support)) * 2 + 1;
        taps.coefficients.resize(taps.stride * static_cast<std::size_t>(outputLength));
        std::vector<double> weights(taps.stride);
        for (int i = 0; i < outputLength; ++i) {
            const double center = source.begin + (i + 0.5) * scale;
            const int first = std::max(0, static_cast<int>(center - support + 0.5));
            const int last = std::min(inputLength, static_cast<int>(center + support + 0.5));
            const auto count = static_cast<std::size_t>(last - first);
            double sum = 0;
            for (std::size_t k = 0; k < count; ++k) {
                const double position = static_cast<double>(k) + first - center + 0.5;
                weights[k] = kernel.weight(position / widening);
                sum += weights[k];
            }
            std::int32_t* out
                = taps.coefficients.data() + static_cast<std::size_t>(i) * taps.stride;
            for (std::size_t k = 0; k < count && sum != 0; ++k)
                out[k] = static_cast<std::int32_t>(
                    std::round(weights[k] / sum * (1 << kFractionBits)));
            taps.runs.push_back({ first, last - first });
        }
        return taps;
    }

    Image resampleHorizontally(const Image& picture, const Taps& taps, int firstRow, int rows)
    {
        const RowTaps rowTaps(taps);
        const std::size_t inBytes = static_cast<std::size_t>(picture.width()) * Image::kChannels;
        const std::size_t outBytes = taps.runs.size() * Image::kChannels;
        std::vector<std::uint8_t> rgb(outBytes * static_cast<std::size_t>(rows));
        const std::uint8_t* const end = picture.pixels().data() + picture.pixels().size();
        std::vector<std::uint8_t> padded;
        for (int y = 0; y < rows; ++y) {
            const std::uint8_t* in = picture.row(firstRow + y);
            if (end - in < static_cast<std::ptrdiff_t>(inBytes + RowTaps::kReadsBeyond)) {
                padded.assign(in, in + inBytes);
                padded.resize(inBytes + RowTaps::kReadsBeyond);
                in = padded.data();
            }
            resampleRow(in, rowTaps, rgb.data() + static_cast<std::size_t>(y) * outBytes);
        }
        return Image({ static_cast<int>(taps.runs.size()), rows }, std::move(rgb));
    }

    Image resampleVertically(const Image& picture, const Taps& taps, int firstRow)
    {
        const std::size_t rowBytes = static_cast<std::size_t>(picture.width()) * Image::kChannels;
        std::vector<std::uint8_t> rgb(rowBytes * taps.runs.size());
        for (std::size_t y = 0; y < taps.runs.size(); ++y)
            combineRows(picture.row(taps.runs[y].first - firstRow), rowBytes, taps.of(y),
                taps.runs[y].count, rgb.data() + y * rowBytes);
        return Image({ picture.width(), static_cast<int>(taps.runs.size()) }, std::move(rgb));
    }

    /// Input positions of each output position. The position is summed up step by step, not
    /// multiplied out, because Pillow does so and the rounding decides at pixel borders.
    std::vector<int> nearestPositions(int inputLength, Interval source, int outputLength)
    {
        const double step = source.scaleTo(outputLength);
        double position = source.begin + step * 0.5;
        std::vector<int> positions;
        for (int i = 0; i < outputLength; ++i, position += step)
            positions.push_back(std::clamp(static_cast<int>(position), 0, inputLength - 1));
        return positions;
    }

    Image resampleNearest(const Image& picture, Interval across, Interval down, Size target)
    {
        const auto columns = nearestPositions(picture.width(), across, target.width);
        const auto rows = nearestPositions(picture.height(), down, target.height);
        std::vector<std::uint8_t> rgb;
        rgb.reserve(columns.size() * rows.size() * Image::kChannels);
        for (const int y : rows) {
            for (const int x : columns) {
                const std::uint8_t* pixel
                    = picture.row(y) + static_cast<std::ptrdiff_t>(x) * Image::kChannels;
                rgb.insert(rgb.end(), pixel, pixel + Image::kChannels);
            }
        }
        return Image(target, std::move(rgb));
    }

} // namespace

Image resample(
    const Image& picture, RectF source, Size target, ResampleKernel kernel, double softness)
{
    const Interval across { static_cast<float>(source.x),
        static_cast<float>(source.x + source.width) };
    const Interval down { static_cast<float>(source.y),
        static_cast<float>(source.y + source.height) };
    if (kernel == ResampleKernel::Nearest)
        return resampleNearest(picture, across, down, target);

    const bool keepsWidth = target.width == picture.width() && across.isWhole(picture.width());
    const bool keepsHeight = target.height == picture.height() && down.isWhole(picture.height());
    const Kernel shape = kernelFor(kernel);
    const Taps vertical = computeTaps(picture.height(), down, target.height, shape, softness);
    int firstRow = 0;
    Image narrowed = picture;
    if (!keepsWidth) {
        // Only the rows that the vertical pass will read.
        firstRow = vertical.runs.front().first;
        const int endRow = vertical.runs.back().first + vertical.runs.back().count;
        const Taps horizontal = computeTaps(picture.width(), across, target.width, shape, softness);
        narrowed = resampleHorizontally(picture, horizontal, firstRow, endRow - firstRow);
    }
    return keepsHeight ? narrowed : resampleVertically(narrowed, vertical, firstRow);
}

} // namespace netlens

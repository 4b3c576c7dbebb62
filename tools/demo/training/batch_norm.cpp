/// Batch norm and ReLU6 in one step, forwards and backwards, for training on a CPU: in PyTorch 1.13
/// the two take more than half of MobileNetV2's time, most of it waiting for memory.
/// Tensors are rows × channels (NHWC). Called from batch_norm.py.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

/// Several rows side by side, so that few channels still fill vector registers.
struct Layout {
    Layout(std::int64_t rows_, std::int64_t channels_)
        : rows(rows_)
        , channels(channels_)
        , width(channels_)
    {
        for (lines = rows_; width < 96 && lines % 2 == 0; lines /= 2)
            width *= 2;
    }

    std::vector<float> spread(const std::vector<float>& perChannel) const
    {
        std::vector<float> wide(static_cast<std::size_t>(width));
        for (std::size_t i = 0; i < wide.size(); ++i)
            wide[i] = perChannel[i % static_cast<std::size_t>(channels)];
        return wide;
    }

    std::int64_t rows;
    std::int64_t channels;
    std::int64_t width; ///< floats a line
    std::int64_t lines = 0;
};

constexpr std::int64_t kLinesABlock = 64; ///< summed in float; blocks are summed in double

using Sums = std::vector<double>;
using Values = std::vector<float>;

/// One line's share of the work; restrict, or nothing would be vectorised.
void addMoments(
    std::int64_t width, const float* __restrict x, float* __restrict sum, float* __restrict squares)
{
    for (std::int64_t i = 0; i < width; ++i) {
        sum[i] += x[i];
        squares[i] += x[i] * x[i];
    }
}

void scaleLine(std::int64_t width, const float* __restrict x, const float* __restrict scale,
    const float* __restrict shift, float low, float high, float* __restrict y)
{
    for (std::int64_t i = 0; i < width; ++i) {
        const float value = x[i] * scale[i] + shift[i];
        const float above = value < low ? low : value;
        y[i] = above > high ? high : above;
    }
}

/// What a channel's numbers are in the backward pass: y = x · scale + shift, x̂ = x · by + plus.
struct Affine {
    const float* __restrict scale;
    const float* __restrict shift;
    const float* __restrict by;
    const float* __restrict plus;
    float low;
    float high;
};

void addGradients(std::int64_t width, const float* __restrict x, const float* __restrict g,
    const Affine& affine, float* __restrict sum, float* __restrict product)
{
    const auto [scale, shift, by, plus, low, high] = affine;
    for (std::int64_t i = 0; i < width; ++i) {
        const float value = x[i] * scale[i] + shift[i];
        const float kept = (value > low) & (value < high) ? g[i] : 0.0F;
        sum[i] += kept;
        product[i] += kept * (x[i] * by[i] + plus[i]);
    }
}

void gradientLine(std::int64_t width, const float* __restrict x, const float* __restrict g,
    const Affine& affine, const float* __restrict less, const float* __restrict lean,
    float* __restrict dx)
{
    const auto [scale, shift, by, plus, low, high] = affine;
    for (std::int64_t i = 0; i < width; ++i) {
        const float value = x[i] * scale[i] + shift[i];
        const float kept = (value > low) & (value < high) ? g[i] : 0.0F;
        dx[i] = scale[i] * (kept - less[i] - (x[i] * by[i] + plus[i]) * lean[i]);
    }
}

/// Runs line(offset, first, second) over all lines and returns both sums a channel.
template <typename Line> void sumLines(const Layout& layout, const Line& line, Sums& a, Sums& b)
{
    const std::int64_t blocks = (layout.lines + kLinesABlock - 1) / kLinesABlock;
    const auto width = static_cast<std::size_t>(layout.width);
    const auto channels = static_cast<std::size_t>(layout.channels);
    a.assign(channels, 0);
    b.assign(channels, 0);
#pragma omp parallel
    {
        Sums ownA(width);
        Sums ownB(width);
#pragma omp for schedule(static)
        for (std::int64_t block = 0; block < blocks; ++block) {
            Values first(width);
            Values second(width);
            const std::int64_t end = std::min(layout.lines, (block + 1) * kLinesABlock);
            for (std::int64_t i = block * kLinesABlock; i < end; ++i)
                line(i * layout.width, first.data(), second.data());
            for (std::size_t i = 0; i < width; ++i) {
                ownA[i] += first[i];
                ownB[i] += second[i];
            }
        }
#pragma omp critical
        for (std::size_t i = 0; i < width; ++i) {
            a[i % channels] += ownA[i];
            b[i % channels] += ownB[i];
        }
    }
}

float lowOf(int relu)
{
    return relu != 0 ? 0.0F : -1e30F;
}

float highOf(int relu)
{
    return relu != 0 ? 6.0F : 1e30F;
}

} // namespace

extern "C" {

/// y = norm(x), clamped to 0..6 if relu; gives mean and (biased) variance.
void normForward(const float* x, float* y, std::int64_t rows, std::int64_t channels,
    const float* gamma, const float* beta, float epsilon, int relu, float* mean, float* variance)
{
    const Layout layout(rows, channels);
    const std::int64_t width = layout.width;
    Sums sum;
    Sums squares;
    sumLines(
        layout,
        [x, width](std::int64_t at, float* first, float* second) {
            addMoments(width, x + at, first, second);
        },
        sum, squares);
    Values scale(sum.size());
    Values shift(sum.size());
    for (std::size_t c = 0; c < sum.size(); ++c) {
        const double m = sum[c] / static_cast<double>(rows);
        const double v = std::max(0.0, squares[c] / static_cast<double>(rows) - m * m);
        mean[c] = static_cast<float>(m);
        variance[c] = static_cast<float>(v);
        scale[c] = static_cast<float>(gamma[c] / std::sqrt(v + epsilon));
        shift[c] = static_cast<float>(beta[c] - m * scale[c]);
    }
    const Values wideScale = layout.spread(scale);
    const Values wideShift = layout.spread(shift);
#pragma omp parallel for schedule(static)
    for (std::int64_t line = 0; line < layout.lines; ++line)
        scaleLine(width, x + line * width, wideScale.data(), wideShift.data(), lowOf(relu),
            highOf(relu), y + line * width);
}

/// Gradients of x, gamma and beta for the gradient g of y.
void normBackward(const float* x, const float* g, float* dx, std::int64_t rows,
    std::int64_t channels, const float* gamma, const float* beta, float epsilon, int relu,
    const float* mean, const float* variance, float* dGamma, float* dBeta)
{
    const Layout layout(rows, channels);
    const auto count = static_cast<std::size_t>(channels);
    Values by(count);
    Values plus(count);
    Values scale(count);
    Values shift(count);
    for (std::size_t c = 0; c < count; ++c) {
        by[c] = 1 / std::sqrt(variance[c] + epsilon);
        plus[c] = -mean[c] * by[c];
        scale[c] = gamma[c] * by[c];
        shift[c] = beta[c] - mean[c] * scale[c];
    }
    by = layout.spread(by);
    plus = layout.spread(plus);
    scale = layout.spread(scale);
    shift = layout.spread(shift);
    const Affine affine { scale.data(), shift.data(), by.data(), plus.data(), lowOf(relu),
        highOf(relu) };
    Sums sum;
    Sums product;
    const std::int64_t width = layout.width;
    sumLines(
        layout,
        [&](std::int64_t at, float* first, float* second) {
            addGradients(width, x + at, g + at, affine, first, second);
        },
        sum, product);
    Values less(count);
    Values lean(count);
    for (std::size_t c = 0; c < count; ++c) {
        dBeta[c] = static_cast<float>(sum[c]);
        dGamma[c] = static_cast<float>(product[c]);
        less[c] = static_cast<float>(sum[c] / static_cast<double>(rows));
        lean[c] = static_cast<float>(product[c] / static_cast<double>(rows));
    }
    less = layout.spread(less);
    lean = layout.spread(lean);
#pragma omp parallel for schedule(static)
    for (std::int64_t line = 0; line < layout.lines; ++line) {
        const std::int64_t at = line * width;
        gradientLine(width, x + at, g + at, affine, less.data(), lean.data(), dx + at);
    }
}

} // extern "C"

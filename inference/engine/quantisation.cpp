#include "engine/quantisation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>

namespace netlens {

namespace {

    constexpr float kMantissa = 0x1p+8F; ///< bfloat16's significant bits, the hidden one included

    float toBFloat16(float value)
    {
        int exponent = 0;
        const float fraction = std::frexp(value, &exponent);
        return std::isfinite(value)
            ? std::ldexp(std::nearbyint(fraction * kMantissa) / kMantissa, exponent)
            : value;
    }

} // namespace

void roundKeepingSums(std::vector<float>& kernel, std::size_t channels)
{
    const std::size_t taps = kernel.size() / channels;
    std::vector<std::size_t> order(taps);
    for (std::size_t c = 0; c < channels; ++c) {
        std::iota(order.begin(), order.end(), std::size_t { 0 });
        const auto size = [&](std::size_t tap) { return std::abs(kernel[tap * channels + c]); };
        std::ranges::stable_sort(order, std::greater(), size);
        double left = 0;
        for (const std::size_t tap : order) {
            float& weight = kernel[tap * channels + c];
            const double wanted = double { weight } + left;
            weight = toBFloat16(static_cast<float>(wanted));
            left = std::isfinite(weight) ? wanted - double { weight } : 0;
        }
    }
}

QuantisedConvolution quantise(const FoldedConvolution& weights, bool depthwise,
    std::span<const float> inScale, std::span<const float> outScale, int largest,
    std::span<const float> inMean)
{
    // Both kernel layouts end in the output channel; HWIO has the input channel before it.
    const std::size_t outputs = weights.bias.size();
    std::vector<float> kernel = weights.kernel;
    for (std::size_t row = 0; row < kernel.size() / outputs; ++row)
        for (std::size_t o = 0; o < outputs; ++o)
            kernel[row * outputs + o] *= depthwise ? inScale[o] : inScale[row % inScale.size()];

    std::vector<float> range(outputs, 0);
    for (std::size_t i = 0; i < kernel.size(); ++i)
        range[i % outputs] = std::max(range[i % outputs], std::abs(kernel[i]));

    QuantisedConvolution result { std::vector<std::int8_t>(kernel.size()),
        std::vector<float>(outputs), std::vector<float>(outputs) };
    const auto steps = static_cast<float>(largest);
    for (std::size_t o = 0; o < outputs; ++o) {
        const float outStep = outScale.empty() ? 1 : outScale[o];
        // A channel of zeros, or of what is no number, keeps its bias only.
        if (!(range[o] > 0 && std::isfinite(range[o])))
            range[o] = steps;
        result.multiplier[o] = range[o] / steps / outStep;
        result.bias[o] = weights.bias[o] / outStep;
    }
    std::vector<float> left(outputs, 0);
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        const float wanted = kernel[i] / range[i % outputs] * steps + left[i % outputs];
        const float rounded
            = std::isfinite(wanted) ? std::clamp(std::nearbyint(wanted), -steps, steps) : 0;
        result.kernel[i] = static_cast<std::int8_t>(rounded);
        if (depthwise && std::isfinite(wanted))
            left[i % outputs] = wanted - rounded;
    }
    if (inMean.empty())
        return result;
    assert(!depthwise && inMean.size() == inScale.size());
    std::vector<double> shift(outputs, 0); // of the mean, in steps of the kernel
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        const std::size_t o = i % outputs;
        const std::size_t in = i / outputs % inScale.size();
        const double exact = double { kernel[i] } / range[o] * steps;
        const double moved = (result.kernel[i] - exact) * inMean[in] / inScale[in];
        if (std::isfinite(moved))
            shift[o] += moved;
    }
    for (std::size_t o = 0; o < outputs; ++o)
        result.bias[o] -= static_cast<float>(result.multiplier[o] * shift[o]);
    return result;
}

} // namespace netlens

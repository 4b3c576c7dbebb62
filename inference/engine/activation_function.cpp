#include "engine/activation_function.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace netlens {

namespace {

    void softmax(std::span<const float> in, std::span<float> out)
    {
        const float largest = *std::ranges::max_element(in);
        double sum = 0; // in float, a million classes would visibly miss one
        for (std::size_t i = 0; i < in.size(); ++i) {
            out[i] = std::exp(in[i] - largest);
            sum += out[i];
        }
        for (float& value : out)
            value = static_cast<float>(value / sum);
    }

    float scalar(Activation activation, float x)
    {
        constexpr float kSeluAlpha = 1.6732632423543772F;
        constexpr float kSeluScale = 1.0507009873554805F;
        switch (activation) {
        case Activation::Linear:
        case Activation::Softmax:
            return x;
        case Activation::Sigmoid:
            return 1 / (1 + std::exp(-x));
        case Activation::Tanh:
            return std::tanh(x);
        case Activation::Relu:
            return std::max(x, 0.0F);
        case Activation::Relu6:
            return std::clamp(x, 0.0F, 6.0F);
        case Activation::Elu:
            return x > 0 ? x : std::expm1(x);
        case Activation::Selu:
            return kSeluScale * (x > 0 ? x : kSeluAlpha * std::expm1(x));
        case Activation::Softplus:
            return std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x)));
        case Activation::Softsign:
            return x / (1 + std::abs(x));
        case Activation::Swish:
            return x / (1 + std::exp(-x));
        case Activation::Gelu:
            return 0.5F * x * (1 + std::erf(x / std::numbers::sqrt2_v<float>));
        case Activation::Exponential:
            return std::exp(x);
        case Activation::HardSigmoid:
            return std::clamp(0.2F * x + 0.5F, 0.0F, 1.0F);
        case Activation::HardSigmoidKeras3:
            return std::clamp(x + 3, 0.0F, 6.0F) / 6;
        }
        return x;
    }

} // namespace

void applyActivation(
    Activation activation, std::span<const float> in, std::span<float> out, std::size_t width)
{
    if (activation == Activation::Softmax) {
        for (std::size_t row = 0; row < in.size(); row += width)
            softmax(in.subspan(row, width), out.subspan(row, width));
        return;
    }
    std::ranges::transform(
        in, out.begin(), [activation](float x) { return scalar(activation, x); });
}

} // namespace netlens

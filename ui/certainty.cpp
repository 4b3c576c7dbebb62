#include "ui/certainty.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace netlens {

std::optional<Certainty> certaintyOf(std::span<const float> probabilities)
{
    Certainty certainty;
    double sum = 0;
    double first = 0;
    double second = 0;
    for (const double p : probabilities) {
        if (p < 0 || !std::isfinite(p))
            return std::nullopt;
        sum += p;
        if (p > 0)
            certainty.entropyBits -= p * std::log2(p);
        if (p > first)
            second = std::exchange(first, p);
        else
            second = std::max(second, p);
    }
    constexpr double kRounding = 1e-3; // a thousand float32 values after softmax
    if (probabilities.empty() || std::abs(sum - 1) > kRounding)
        return std::nullopt;
    certainty.maximumBits = std::log2(static_cast<double>(probabilities.size()));
    certainty.margin = first - second;
    return certainty;
}

} // namespace netlens

#include "model/top_k.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace netlens {

namespace {

    /// Whether a comes before b; nothing when they are equal. NaN comes last.
    std::optional<bool> isLarger(float a, float b)
    {
        if (std::isnan(a) || std::isnan(b))
            return std::isnan(a) == std::isnan(b) ? std::nullopt : std::optional(std::isnan(b));
        return a == b ? std::nullopt : std::optional(a > b);
    }

    template <typename F> std::vector<int> best(std::size_t count, int k, F before)
    {
        std::vector<int> order(count);
        std::iota(order.begin(), order.end(), 0);
        const auto kept = std::min(order.size(), static_cast<std::size_t>(std::max(k, 0)));
        const auto middle = order.begin() + static_cast<std::ptrdiff_t>(kept);
        std::partial_sort(order.begin(), middle, order.end(), [&](int a, int b) {
            return before(static_cast<std::size_t>(a), static_cast<std::size_t>(b)).value_or(a < b);
        });
        order.resize(kept);
        return order;
    }

} // namespace

std::vector<int> topK(std::span<const float> values, int k)
{
    return best(values.size(), k,
        [values](std::size_t a, std::size_t b) { return isLarger(values[a], values[b]); });
}

std::vector<int> rankClasses(std::span<const float> output, std::span<const float> logits, int k)
{
    return best(output.size(), k, [=](std::size_t a, std::size_t b) {
        const auto byOutput = isLarger(output[a], output[b]);
        return byOutput ? byOutput : isLarger(logits[a], logits[b]);
    });
}

} // namespace netlens

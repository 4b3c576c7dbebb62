#include "model/top_k.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace netlens {

std::vector<int> topK(std::span<const float> values, int k)
{
    std::vector<int> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    const auto count = std::min(order.size(), static_cast<std::size_t>(std::max(k, 0)));
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(order.begin(), middle, order.end(), [values](int a, int b) {
        const float left = values[static_cast<std::size_t>(a)];
        const float right = values[static_cast<std::size_t>(b)];
        if (std::isnan(left) || std::isnan(right) || left == right)
            return std::isnan(left) == std::isnan(right) ? a < b : std::isnan(right);
        return left > right;
    });
    order.resize(count);
    return order;
}

} // namespace netlens

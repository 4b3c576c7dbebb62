#pragma once

#include <span>
#include <vector>

namespace netlens {

/// Indices of the k largest values, largest first; ties by lower index, NaN last.
/// k is clamped to the number of values.
std::vector<int> topK(std::span<const float> values, int k);

} // namespace netlens

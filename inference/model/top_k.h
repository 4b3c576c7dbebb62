#pragma once

#include <span>
#include <vector>

namespace netlens {

/// Indices of the k largest values, largest first; ties by lower index, NaN last.
/// k is clamped to the number of values.
std::vector<int> topK(std::span<const float> values, int k);

/// The k best classes: by output and, where an activation has rounded outputs to the same value, by
/// logit. NaN last. @pre both have one value for each class.
std::vector<int> rankClasses(std::span<const float> output, std::span<const float> logits, int k);

} // namespace netlens

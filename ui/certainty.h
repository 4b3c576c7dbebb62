#pragma once

#include <optional>
#include <span>

namespace netlens {

/// How sure a distribution over classes is.
struct Certainty {
    double entropyBits = 0; ///< −Σ p·log2 p; 0 for one certain class
    double maximumBits = 0; ///< log2 of the number of classes
    double margin = 0; ///< first minus second probability
};

/// Nothing when the values are no distribution (they do not add up to 1).
std::optional<Certainty> certaintyOf(std::span<const float> probabilities);

} // namespace netlens

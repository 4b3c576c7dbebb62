#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

/// The largest difference, as a share of the values' own size where that is over 1; infinite for
/// NaN and for another number of values.
inline double largestDifference(std::span<const float> ours, std::span<const double> reference)
{
    if (ours.size() != reference.size())
        return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const double gap
            = std::abs(double { ours[i] } - reference[i]) / std::max(1.0, std::abs(reference[i]));
        if (std::isnan(gap))
            return INFINITY;
        largest = std::max(largest, gap);
    }
    return largest;
}

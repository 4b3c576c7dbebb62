#pragma once

#include "base/result.h"
#include "engine/activation_ranges.h"
#include "weights/weight_set.h"

#include <vector>

namespace netlens {

/// Pictures in the sense of the layers they wake: light falling off, soft and hard-edged shapes,
/// stripes, and noise of all scales as nature has it, in colours of their own. The same ones at
/// every call; HWC in −1 … 1.
/// @param number which one, from 0
std::vector<float> drawCalibrationPicture(int number, int height, int width, int channels);

/// The longest side of a drawn picture, and what calibration takes where any size will do.
inline constexpr int kDrawnSide = 224;

/// The network to measure ranges with: of its own size, but at most `largestSide` pixels a side, so
/// that it does not take for ever.
Architecture calibrationTable(const Architecture& architecture, int largestSide);

/// Ranges over drawn pictures of at most kDrawnSide pixels a side: for a network that nobody gave
/// pictures for. About a third of a second at alpha 1. Errors: those of Network::build.
Result<ActivationRanges> measureRanges(
    const Architecture& architecture, const SharedWeights& weights);

} // namespace netlens

#pragma once

#include "engine/activation_ranges.h"

#include <vector>

namespace netlens {

/// Pictures in the sense of the layers they wake: light falling off, soft and hard-edged shapes,
/// stripes, and noise of all scales as nature has it, in colours of their own. The same ones at
/// every call; HWC in −1 … 1.
/// @param number which one, from 0
std::vector<float> drawCalibrationPicture(int number, int height, int width, int channels);

/// Ranges over drawn pictures of at most 224 pixels a side: for a network that nobody gave
/// pictures for. About a third of a second at alpha 1. Errors: those of Network::build.
Result<ActivationRanges> measureRanges(
    const Architecture& architecture, const SharedWeights& weights);

} // namespace netlens

#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/weight_set.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace netlens {

/// How large the values of a network's layers become: per Keras layer that an 8-bit value may hold,
/// the largest magnitude of each channel over some pictures.
using ActivationRanges = std::map<std::string, std::vector<float>>;

/// The layers whose ranges are wanted: what a convolution may read and no ReLU6 has bounded.
std::vector<std::string> rangedLayers(const Architecture& architecture);

/// Runs the network in float32. @param inputs pictures as the network takes them, NHWC, each of
/// the architecture's (static) size; at least one. Errors: those of Network::build.
Result<ActivationRanges> measureRanges(const Architecture& architecture,
    const SharedWeights& weights, std::span<const std::vector<float>> inputs);

} // namespace netlens

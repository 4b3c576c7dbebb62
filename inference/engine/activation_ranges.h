#pragma once

#include "model/architecture.h"

#include <map>
#include <string>
#include <vector>

namespace netlens {

/// How large the values of a network's layers become: per Keras layer that an 8-bit value may hold,
/// the largest magnitude of each channel over some pictures.
using ActivationRanges = std::map<std::string, std::vector<float>>;

/// The layers whose ranges are wanted: what a convolution may read and no ReLU6 has bounded.
std::vector<std::string> rangedLayers(const Architecture& architecture);

/// The ranges over no picture at all: a zero for each channel of these layers.
ActivationRanges emptyRanges(const Architecture& architecture);

} // namespace netlens

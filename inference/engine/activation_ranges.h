#pragma once

#include "model/architecture.h"

#include <map>
#include <string>
#include <vector>

namespace netlens {

/// What the channels of a layer hold, over some pictures.
struct ChannelRanges {
    std::vector<float> largest; ///< magnitude
    std::vector<float> mean;

    friend bool operator==(const ChannelRanges&, const ChannelRanges&) = default;
};

/// Per Keras layer that an 8-bit value may hold.
using ActivationRanges = std::map<std::string, ChannelRanges>;

/// The layers whose ranges are wanted: what a convolution may read and no ReLU6 has bounded, and
/// for their means those that a convolution across channels reads.
std::vector<std::string> rangedLayers(const Architecture& architecture);

/// The ranges over no picture at all: a zero for each channel of these layers.
ActivationRanges emptyRanges(const Architecture& architecture);

} // namespace netlens

#pragma once

#include "weights/hdf5_file.h"
#include "weights/weights_file.h"

#include <algorithm>
#include <string>
#include <vector>

namespace netlens {

/// One weight tensor of a file: opened and vetted, not read.
struct StoredTensor {
    std::string name; ///< Keras's short name: "kernel", "moving_mean"; no path, no ":0"
    hdf5::Dataset data;
};

struct StoredLayer {
    std::string name; ///< as the file spells it
    std::vector<StoredTensor> tensors;
};

/// What every file layout is brought to before it is matched with a network.
struct StoredModel {
    WeightsLayout layout = WeightsLayout::LegacyWeights;
    std::string kerasVersion; ///< empty when the file does not say
    std::string backend;
    std::string modelConfig; ///< JSON, full models only
    std::vector<StoredLayer> layers; ///< in model.layers order, with and without weights

    /// The layer that holds a whole model's weights, if there is one: no layer of a MobileNetV2
    /// has more than four.
    const StoredLayer* nestedModel() const
    {
        constexpr std::size_t kMostTensors = 4;
        const auto found = std::ranges::find_if(
            layers, [](const StoredLayer& layer) { return layer.tensors.size() > kMostTensors; });
        return found == layers.end() ? nullptr : &*found;
    }
};

} // namespace netlens

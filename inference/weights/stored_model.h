#pragma once

#include "weights/hdf5_file.h"
#include "weights/weights_file.h"

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
    /// The name in front of its weights, where it differs: a layer of a nested model, or one that
    /// was renamed.
    std::string scope;
    std::vector<StoredTensor> tensors;
};

/// What every file layout is brought to before it is matched with a network.
struct StoredModel {
    WeightsLayout layout = WeightsLayout::LegacyWeights;
    std::string kerasVersion; ///< empty when the file does not say
    std::string backend;
    std::string modelConfig; ///< JSON, where the file brings its model's configuration
    bool nested = false; ///< some layers are those of a model inside the model
    /// In model.layers order, with and without weights; those of nested models in their place.
    std::vector<StoredLayer> layers;

    bool hasConfig() const { return !modelConfig.empty(); }
    bool isKeras3() const
    {
        return layout == WeightsLayout::Keras3Weights || layout == WeightsLayout::Keras3Archive;
    }
};

} // namespace netlens

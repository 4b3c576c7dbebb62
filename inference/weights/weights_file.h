#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/weight_set.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

enum class WeightsLayout {
    LegacyWeights, ///< Keras `save_weights(….h5)`: root attribute layer_names, a group a layer
    FullModel, ///< Keras `model.save(….h5)`: model_config JSON and the group model_weights
    Keras3Weights, ///< `.weights.h5`: /layers/<class>[_N]/vars/<i>
    Keras3Archive, ///< `.keras`: zip with config.json and model.weights.h5
};

/// What a weights file says about itself, found without building a network.
struct WeightsFileInfo {
    std::filesystem::path path;
    WeightsLayout layout = WeightsLayout::LegacyWeights;
    std::string kerasVersion; ///< empty when the file does not say
    std::string backend;
    bool officialNames = false; ///< the 2018 names (mobl3_conv_3_expand, Logits)
    bool nested = false; ///< a MobileNetV2 inside another model
    std::string dataType; ///< "float32", "float16", "float64", "mixed", …
    std::int64_t parameterCount = 0; ///< elements in all listed weight datasets
    std::size_t layerCount = 0; ///< layers listed, with and without weights
    std::size_t weightedLayerCount = 0;
    /// The configuration the file was made for. Legacy files do not know the input size and the
    /// activation: `configIsComplete` is false and those two keep their defaults.
    /// Nothing when the layers are not a MobileNetV2's.
    std::optional<Config> config;
    bool configIsComplete = false;
    bool bringsConfig = false; ///< it holds its model's configuration, readable here or not
    std::string notMobileNet; ///< why config is empty, in English for logs
};

/// Reads structure and attributes only.
/// Errors: FileNotFound, FileUnreadable, FileEmpty, NotWeights, WeightsDamaged, WeightsUnsupported.
Result<WeightsFileInfo> inspectWeights(const std::filesystem::path& path);

/// Whether NaN, infinity and negative variances are an error or only named in the set.
enum class Unsound { Refused, Accepted };

/// Reads the weights that fit `architecture`. Layers are matched by name where the file uses
/// Keras's names, of today or of 2018 (the classifier may have any), else by order as Keras's
/// topological loading does. The kernels of a file written with the Theano backend are turned as
/// Keras 2 turns them. Everything is checked (rank, shape, type, storage size) before memory is
/// reserved; nothing is returned in part. Detail of a mismatch: what the file was made for. Errors:
/// as inspectWeights, and WeightsMismatch, WeightsNotFinite.
Result<WeightSet> readWeights(const std::filesystem::path& path, const Architecture& architecture,
    Unsound unsound = Unsound::Refused);

} // namespace netlens

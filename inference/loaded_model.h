#pragma once

#include "base/result.h"
#include "engine/network.h"
#include "image/decoder.h"
#include "image/preprocess.h"
#include "model/architecture.h"
#include "model/config.h"
#include "model/labels.h"
#include "weights/weight_set.h"
#include "weights/weights_file.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

/// As many threads as are best on this computer, as far as that has been measured; else one.
inline constexpr int kAutomaticThreads = 0;

/// Which network is wanted, as a user says it.
struct ModelRequest {
    Config config;
    WeightsChoice weights;
    std::string labelsFile; ///< empty: labels.txt beside the weights, ImageNet's names or indices
    /// Arguments the user set by hand. A weights file with its own configuration (full model)
    /// decides everything else; where it contradicts one of these the request is refused.
    struct Explicit {
        bool alpha = false;
        bool input = false;
        bool includeTop = false;
        bool pooling = false;
        bool classes = false;
        bool activation = false;

        friend bool operator==(const Explicit&, const Explicit&) = default;
    } given;
    int threads = 1; ///< or kAutomaticThreads
    Precision precision = Precision::Float32;
    /// For Int8: its pictures show how large activations become; empty: drawn ones do.
    std::string calibrationFolder {};
    /// Keras's input_tensor: the graph takes its size, and config.input is not looked at.
    std::optional<InputShape> inputTensor {};

    friend bool operator==(const ModelRequest&, const ModelRequest&) = default;
};

/// A validated configuration with its weights and class names: everything a network is built from.
struct LoadedModel {
    Architecture architecture;
    SharedWeights weights;
    std::shared_ptr<const Labels> labels; ///< one per class; empty without a top
    WeightsChoice choice;
    std::string weightsPath; ///< the file the weights came from; empty for random
    bool isWholeModel = false; ///< that file brought its own configuration (Keras's load_model)
    std::optional<WeightsFileInfo> file; ///< what a file of the user's is
    std::vector<std::string> warnings; ///< Keras's own, in its order, then this program's
    Precision precision = Precision::Float32;
    std::shared_ptr<const ActivationRanges> ranges; ///< for Int8
    int passedOver = 0; ///< pictures of the calibration's folder that could not be read

    /// What a network of this model is built with.
    NetworkOptions networkOptions(int threads) const
    {
        return { .threads = threads, .precision = precision, .ranges = ranges };
    }

    /// How a picture should be decoded for it.
    DecodeOptions decodeOptions(const Preprocessing& how) const;
};

/// Validates, finds and reads. Nothing is returned in part.
/// Errors: PrecisionNotHere, CalibrationUnusable, IllegalConfiguration, LimitExceeded,
/// ConfigurationConflict, WeightsNotHere, WeightsNotPublished, OfficialWeightsUnusable,
/// OutOfMemory, and those of readWeights and chooseLabels.
Result<LoadedModel> loadModel(const ModelRequest& request);

} // namespace netlens

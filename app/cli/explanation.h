#pragma once

#include "app/cli/predictions.h"
#include "classifier.h"
#include "engine/network.h"
#include "explain/colormap.h"
#include "loaded_model.h"

#include <optional>
#include <string>

namespace netlens::cli {

struct HeatmapOptions {
    ModelRequest model;
    Preprocessing how;
    std::string file; ///< a picture, or with isTensor an .npy file
    bool isTensor = false;
    std::optional<int> classIndex; ///< nothing: the most probable class
    std::string overlayFile; ///< empty: not wanted
    std::string rawFile; ///< empty: not wanted
    Colormap colormap = Colormap::Viridis;
    double opacity = 0.55;
    bool json = false;
};

/// A class activation map, what it speaks of, and the picture to show it on.
struct Explanation {
    HeatMap map;
    Prediction explained; ///< its rank is not known and stays 1
    /// Of the class: mean(map) + bias = logit. Nothing behind a head of a file's own.
    std::optional<float> bias;
    Image picture; ///< null when no overlay is wanted
    RectF area; ///< where in the picture the network's input lies; may reach beyond (padding)
};

/// Explains the class for a picture, decoded and fitted as classify does it.
/// @pre the network has classes and options.classIndex is one of them (both functions).
/// Errors: those of decodePicture and Classifier::recognise.
Result<Explanation> explainPicture(Classifier& classifier, const HeatmapOptions& options);

/// Explains the class for the network's own input, which is shown as the picture it came from.
/// @pre the tensor is one picture of the network's input shape.
Result<Explanation> explainTensor(Network& network, const Tensor& tensor, const LoadedModel& model,
    const HeatmapOptions& options);

} // namespace netlens::cli

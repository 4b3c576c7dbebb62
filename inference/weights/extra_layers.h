#pragma once

#include "base/result.h"
#include "model/config.h"
#include "weights/model_graph.h"

#include <span>
#include <string>
#include <vector>

namespace netlens {

/// What layers that people put around a MobileNetV2 compute when predicting. InputLayers are
/// left out. @param kerasVersion decides what hard_sigmoid means.
/// Errors: WeightsMismatch naming the layer that cannot be run.
Result<std::vector<ExtraLayer>> extraLayers(
    std::span<const GraphLayer> layers, const std::string& kerasVersion);

/// Whether a ReLU layer has neither a slope below zero nor a threshold.
bool isPlainReLU(const nlohmann::json& config);
/// Keras 2 and 3 write an activation as a name, or as an object whose class or name it is.
std::string activationText(const nlohmann::json& activation);
/// Errors: WeightsMismatch.
Result<Activation> readActivation(const GraphLayer& layer, const std::string& kerasVersion);

} // namespace netlens

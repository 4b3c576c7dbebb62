#pragma once

#include "base/result.h"
#include "model/config.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace netlens {

/// A layer of a Keras model's JSON that is not a model itself.
struct GraphLayer {
    std::string kind; ///< Keras's class name
    std::string name;
    nlohmann::json config;
    std::vector<std::string> inputs; ///< layers of its own model it reads; empty in a Sequential
    std::optional<double> constant; ///< the other operand of an arithmetic operation
    /// Where Keras 3 keeps its weights, without the words "layers": "functional/conv2d_3".
    std::string storagePath;
    int depth = 0; ///< models around it, the outermost not counted
};

/// The layers of a model and of the models inside it, in the order they run.
struct ModelGraph {
    std::vector<GraphLayer> layers;
    std::vector<std::string> modelNames; ///< of the model and those inside it
    std::optional<InputShape> input; ///< the outermost model's
};

/// Reads the JSON Keras 2 and 3 write of a model (Sequential, Functional, Model). Every layer must
/// read the one before it (an Add another one besides), so that running them one behind the other
/// is the model. Errors: WeightsMismatch naming the layer that is something else.
/// Throws nlohmann::json::exception where the JSON is not Keras's.
Result<ModelGraph> readModelGraph(const nlohmann::json& document);
/// The same from text, with WeightsDamaged instead of an exception.
Result<ModelGraph> readModelGraph(const std::string& text);

} // namespace netlens

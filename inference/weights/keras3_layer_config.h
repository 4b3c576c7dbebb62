#pragma once

#include "model/architecture.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace netlens::keras3 {

/// Keys in Keras's order.
using Json = nlohmann::ordered_json;

/// Anything Keras serialises: where its class is, the class, what it is made from.
Json object(std::string_view module, std::string_view className, Json config = Json::object());

/// [null, height, width, channels] or [null, channels]; null where the size is not known.
Json batchShape(const LayerSpec& layer);

/// What the layer's get_config() gives. Source: keras/src/layers (3.16).
Json layerConfig(const LayerSpec& layer);

} // namespace netlens::keras3

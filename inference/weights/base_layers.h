#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/model_graph.h"
#include "weights/stored_model.h"

#include <span>
#include <vector>

namespace netlens {

/// A model's layers sorted into the MobileNetV2 in it and what stands around. Points into the
/// graph's layers.
struct BaseLayers {
    std::span<const GraphLayer> before; ///< with the InputLayers
    std::vector<const GraphLayer*> base; ///< Conv1 to out_relu, without Conv1_pad
    const GraphLayer* stemPad = nullptr; ///< Conv1_pad, which pads for Conv1 in older models
    std::span<const GraphLayer> after;

    std::int64_t stemFilters() const;
};

/// The base begins with the first convolution and ends with the ReLU6 behind the last one.
/// Errors: WeightsMismatch.
Result<BaseLayers> splitBase(std::span<const GraphLayer> layers);

/// Gives the base's stored layers the names of the layer table where the model calls them something
/// else, as far as the model has MobileNetV2's layers in its order.
void nameBaseLayers(StoredModel& model, std::span<const GraphLayer> layers);

/// Whether the base computes what `wanted` does. Errors: WeightsMismatch naming what differs.
/// Throws nlohmann::json::exception where a layer's configuration is not Keras's.
Result<void> compareBase(const BaseLayers& parts, const Architecture& wanted);

} // namespace netlens

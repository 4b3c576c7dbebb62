#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/stored_model.h"

#include <string>
#include <vector>

namespace netlens {

/// Where a file keeps one layer's weights, in the order of LayerSpec::weights.
struct LayerMatch {
    const LayerSpec* layer = nullptr;
    std::string storedName;
    std::vector<const StoredTensor*> tensors;
};

/// One match for each layer of the architecture that has weights, in its order; every shape
/// agrees. Layers are matched by name where the file uses Keras's names, of today or of 2018 (the
/// classifier may have any name), so their order in the file does not matter; otherwise by order,
/// as Keras's topological loading does. The result points into both arguments.
/// Errors: WeightsMismatch with the layers that are missing, extra or of another shape.
Result<std::vector<LayerMatch>> matchLayers(
    const StoredModel& model, const Architecture& architecture);

} // namespace netlens

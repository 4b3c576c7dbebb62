#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/weight_set.h"

#include <cstddef>
#include <vector>

/// The content of a whole file in each of Keras's layouts, made in memory. Errors: Internal.
namespace netlens {

using FileBytes = std::vector<std::byte>;

/// Keras 2's weights: a group a layer, fixed-length attributes, chunked over 64,512 bytes.
Result<FileBytes> legacyWeightsFile(const Architecture& architecture, const WeightSet& weights);

/// Keras 3's weights: /layers/<class>[_N]/vars/<i>, the layer's name as an attribute of vars.
/// Source: keras/src/saving/saving_lib.py (3.16).
Result<FileBytes> keras3WeightsFile(const Architecture& architecture, const WeightSet& weights);

/// Keras 3's archive: a zip of metadata.json, config.json and model.weights.h5, nothing
/// compressed. Errors also: NotAvailable (see keras3ModelConfig).
Result<FileBytes> kerasArchiveFile(const Architecture& architecture, const WeightSet& weights);

} // namespace netlens

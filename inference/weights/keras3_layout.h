#pragma once

#include "base/result.h"
#include "weights/stored_model.h"

#include <map>
#include <string>

namespace netlens {

struct ModelGraph;

/// Whether `root` holds layers as Keras 3's saving library does.
Result<bool> isKeras3Layout(const hdf5::Group& root);

/// Reads /layers/<class>[_N]/vars/<i>, nested models as /layers/functional/layers/…; Keras 2.12's
/// word _layer_checkpoint_dependencies and the backslashes Windows put into group names are read
/// too. Layers are named by `graph`, where the file brings its model; else by the attribute `name`
/// that Keras writes since 3.6; else they are taken for MobileNetV2's, the n-th of their class.
/// Only layers with weights are listed. Errors: WeightsDamaged, WeightsUnsupported.
Result<StoredModel> readKeras3Layout(const hdf5::Group& root, const ModelGraph* graph = nullptr);

} // namespace netlens

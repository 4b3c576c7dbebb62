#pragma once

#include "base/result.h"
#include "model/config.h"
#include "weights/stored_model.h"

namespace netlens {

/// Reads a file written by Keras's model.save(….h5): the layers of group model_weights and the
/// attribute model_config. Errors: as readLegacyLayout.
Result<StoredModel> readFullModel(const hdf5::Group& root);

/// The configuration of a full model, taken from its model_config (Keras 2 and 3) and its shapes.
/// The layer list is compared with the network that would be built: kinds, strides, paddings,
/// epsilon and activations. Conv1 may be padded by itself ('same') or, in a model of known size, by
/// a layer Conv1_pad that pads the same; Dropout, which does nothing when predicting, may stand
/// anywhere.
/// Errors: WeightsMismatch saying what is not MobileNetV2's, WeightsDamaged (not Keras's JSON).
Result<Config> configFromModel(const StoredModel& model);

} // namespace netlens

#pragma once

#include "base/result.h"
#include "model/config.h"
#include "weights/stored_model.h"

namespace netlens {

/// Reads a file written by Keras's model.save(….h5): the layers of group model_weights and the
/// attribute model_config. Errors: as readLegacyLayout.
Result<StoredModel> readFullModel(const hdf5::Group& root);

/// The configuration of a model that brings its own (Keras 2 and 3), taken from its JSON and its
/// shapes. The layers from Conv1 to out_relu are compared with the network that would be built:
/// kinds, strides, paddings, epsilon, activations and sums. Conv1 may be padded by itself ('same')
/// or, in a model of known size, by a layer Conv1_pad that pads the same. What stands around them
/// becomes Config::before and Config::after, but for the plain top (pooling and one Dense layer).
/// Errors: WeightsMismatch saying what is not MobileNetV2's or cannot be run, WeightsDamaged (not
/// Keras's JSON).
Result<Config> configFromModel(const StoredModel& model);

} // namespace netlens

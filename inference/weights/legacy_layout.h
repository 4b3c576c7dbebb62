#pragma once

#include "base/result.h"
#include "weights/stored_model.h"

namespace netlens {

/// Whether `group` lists layers as Keras's save_weights_to_hdf5_group does.
bool isLegacyLayout(const hdf5::Group& group);

/// Reads the layer list of a group written by Keras's save_weights_to_hdf5_group: attribute
/// layer_names, a group per layer with attribute weight_names, datasets at group + weight name.
/// Errors: WeightsDamaged, WeightsUnsupported.
Result<StoredModel> readLegacyLayout(const hdf5::Group& group);

} // namespace netlens

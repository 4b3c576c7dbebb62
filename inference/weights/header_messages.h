#pragma once

#include "base/result.h"
#include "weights/object_facts.h"
#include "weights/object_header.h"

namespace netlens::hdf5 {

/// Checks each message of a header against its own size, strictly: libhdf5 1.10 decodes most of
/// them without looking where they end.
/// Format: HDF5 File Format Specification 3.0, IV.A.2.
/// Errors: WeightsDamaged naming the message; WeightsUnsupported for messages, storage and filters
/// that Keras has no use for and that would need checks of their own (shared messages, attributes
/// in dense storage, values in other files, …).
Result<ObjectFacts> checkMessages(const ObjectHeader& header);

} // namespace netlens::hdf5

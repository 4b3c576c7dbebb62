#pragma once

#include "base/result.h"
#include "weights/fields.h"
#include "weights/object_facts.h"

namespace netlens::hdf5 {

/// Versions 1 to 4: compact, contiguous, and chunks under a version 1 B-tree, in a fixed array or
/// all in one. What does not fit makes `fields` not ok.
/// Format: HDF5 File Format Specification 3.0, IV.A.2.i.
/// Errors: WeightsUnsupported (values in other files, other indexes of chunks),
/// WeightsDamaged (chunks larger than any writer makes them).
Result<void> checkLayout(Fields& fields, ObjectFacts& facts);

/// Only HDF5's own filters that need no licence: others would be searched as plug-in libraries on
/// this computer. Format: IV.A.2.l. Errors: WeightsUnsupported.
Result<void> checkFilters(Fields& fields, ObjectFacts& facts);

} // namespace netlens::hdf5

#pragma once

#include "weights/fields.h"
#include "weights/object_facts.h"

namespace netlens::hdf5 {

/// The shape of a dataset or an attribute, version 1 or 2. What does not fit, or has more elements
/// than can be counted, makes `fields` not ok.
/// Format: HDF5 File Format Specification 3.0, IV.A.2.b.
Dataspace takeDataspace(Fields& fields);

} // namespace netlens::hdf5

#pragma once

#include "base/result.h"
#include "weights/fields.h"

namespace netlens::hdf5 {

// What does not fit makes `fields` not ok.
// Format: HDF5 File Format Specification 3.0, IV.A.2.m and v.

/// Versions 1 to 3: name, datatype, dataspace and values, each within its own size.
/// Errors: WeightsUnsupported (a datatype or dataspace kept elsewhere).
Result<void> checkAttribute(Fields& fields);

/// Errors: WeightsUnsupported (attributes in dense storage).
Result<void> checkAttributeInfo(Fields& fields);

} // namespace netlens::hdf5

#pragma once

#include "weights/fields.h"

#include <cstdint>

namespace netlens::hdf5 {

/// The bytes an element of the datatype next in `fields` takes in the file. All classes but time:
/// numbers, bit fields, texts, opaque, references, enumerations, variable-length, compounds,
/// arrays. What does not fit, contradicts itself or is nested too deeply makes `fields` not ok.
/// Format: HDF5 File Format Specification 3.0, IV.A.2.d.
std::uint64_t takeDatatype(Fields& fields);

} // namespace netlens::hdf5

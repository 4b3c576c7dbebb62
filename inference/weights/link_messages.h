#pragma once

#include "base/result.h"
#include "weights/fields.h"
#include "weights/object_facts.h"

namespace netlens::hdf5 {

// What does not fit makes `fields` not ok.
// Format: HDF5 File Format Specification 3.0, IV.A.2.c, g and k.

/// One link, in a header or in dense storage. Errors: WeightsUnsupported (of a user's own kind).
Result<void> checkLink(Fields& fields);

void takeLinkInfo(Fields& fields, ObjectFacts& facts);
void takeGroupInfo(Fields& fields);

} // namespace netlens::hdf5

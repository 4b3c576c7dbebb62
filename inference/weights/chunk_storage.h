#pragma once

#include "base/result.h"
#include "weights/object_facts.h"
#include "weights/raw_file.h"

namespace netlens::hdf5 {

/// For a dataset in chunks: checks that every chunk lies in the file, is reached without circles,
/// and unpacks to as many bytes as a chunk has: libhdf5 1.10 copies a whole chunk from whatever its
/// filters leave. So compressed values are unpacked once here before libhdf5 does it again.
/// Format: HDF5 File Format Specification 3.0, III.A.1 and VII.B.
/// Errors: WeightsDamaged.
Result<void> checkChunkStorage(RawFile& file, const ObjectFacts& facts, std::uint64_t nodeK);

} // namespace netlens::hdf5

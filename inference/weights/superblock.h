#pragma once

#include "base/result.h"
#include "weights/object_facts.h"
#include "weights/raw_file.h"

#include <cstdint>

namespace netlens::hdf5 {

/// What everything else in a file hangs from, and how many entries its tree nodes hold.
struct Superblock {
    std::uint64_t rootHeader = 0;
    std::uint64_t extension = 0; ///< address of an object header; kNowhere without one
    TreeSizes sizes; ///< unless the extension brings others
};

/// Ends `file` where the superblock does. Versions 0 to 3 with addresses and lengths of eight
/// bytes, as all of today's computers write. Format: HDF5 File Format Specification 3.0, II.A.
/// Errors: WeightsDamaged (ends before the file it describes), WeightsUnsupported.
Result<Superblock> readSuperblock(RawFile& file);

} // namespace netlens::hdf5

#pragma once

#include "base/result.h"
#include "weights/object_facts.h"
#include "weights/raw_file.h"

namespace netlens::hdf5 {

/// Checks what libhdf5 walks to find a link in an old-style group: a version 1 B-tree whose levels
/// fall by one from node to node, symbol nodes with no more entries than the superblock's K allow,
/// and names that end within the local heap. libhdf5 1.10 would follow circles until its stack
/// ends and write entries beyond its table.
/// Format: HDF5 File Format Specification 3.0, III.A to III.D. Errors: WeightsDamaged.
Result<void> checkSymbolTable(RawFile& file, const SymbolTable& table, const TreeSizes& sizes);

} // namespace netlens::hdf5

#pragma once

#include "base/result.h"
#include "weights/object_facts.h"
#include "weights/raw_file.h"

namespace netlens::hdf5 {

/// Checks what libhdf5 reads to find a link by its name in a new-style group with many links: the
/// version 2 B-tree of names and every link it leads to in the fractal heap. Only the form libhdf5
/// writes is read (the sizes of nodes and blocks are constants there), without blocks of a second
/// order: up to half a megabyte of links.
/// Format: HDF5 File Format Specification 3.0, III.A.2 and III.G.
/// Errors: WeightsDamaged, WeightsUnsupported.
Result<void> checkDenseLinks(RawFile& file, const DenseLinks& links);

} // namespace netlens::hdf5

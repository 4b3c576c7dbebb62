#pragma once

#include "base/result.h"
#include "weights/hdf5_file.h"
#include "weights/raw_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace netlens::hdf5 {

constexpr std::size_t kMostTexts = 65536;

/// All elements of a text attribute: fixed-length (NUL-terminated, NUL- or space-padded) or
/// variable-length, scalar or array. An empty array of any type is no texts (Keras writes
/// float64 of shape (0,) for a layer without weights). Errors: WeightsDamaged.
Result<std::vector<std::string>> readTexts(
    const Handle& object, const std::string& attribute, RawFile& file);

} // namespace netlens::hdf5

#pragma once

#include "base/result.h"
#include "weights/registry.h"

#include <filesystem>

namespace netlens {

/// Larger than any official file by far.
inline constexpr std::uint64_t kMostOfficialBytes = 128U << 20U;

/// Copies a file that can take an official one's place to where Keras looks for that: under
/// another name, read there as a whole, then renamed. A damaged file of that name is kept as
/// NAME.bad.
/// Returns its new path. Errors: those of readFile, PartFile and readWeights; WeightsUnsupported
/// for a layout Keras 2 does not load.
Result<std::filesystem::path> installOfficial(
    const std::filesystem::path& source, const OfficialFile& file);

} // namespace netlens

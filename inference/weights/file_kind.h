#pragma once

#include "base/result.h"

#include <filesystem>

namespace netlens {

/// Passes a regular file that is HDF5 (its signature at 0, 512, 1024, 2048 …; a user block may
/// come first). Errors: FileNotFound, FileUnreadable, FileEmpty, WeightsUnsupported naming another
/// framework's or Keras's other formats, NotWeights.
Result<void> requireHdf5(const std::filesystem::path& path);

} // namespace netlens

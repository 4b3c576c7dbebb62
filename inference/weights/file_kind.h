#pragma once

#include "base/result.h"

#include <filesystem>

namespace netlens {

enum class FileKind { Hdf5, Zip };

/// What a regular file holds, by its content alone: HDF5 (its signature at 0, 512, 1024, 2048 …; a
/// user block may come first) or a zip archive. Errors: FileNotFound, FileUnreadable, FileEmpty,
/// WeightsUnsupported naming another framework's format and how to convert it, NotWeights.
Result<FileKind> fileKind(const std::filesystem::path& path);

} // namespace netlens

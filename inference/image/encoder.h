#pragma once

#include "base/result.h"
#include "image/image.h"

#include <filesystem>

namespace netlens {

/// Writes an 8-bit RGB PNG; the file appears complete or not at all, whatever its suffix.
/// @pre the picture is not null. Errors: FileUnwritable, OutOfMemory, Internal.
Result<void> writePng(const std::filesystem::path& path, const Image& picture);

} // namespace netlens

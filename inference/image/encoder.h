#pragma once

#include "base/result.h"
#include "image/image.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace netlens {

/// Writes an 8-bit RGB PNG; the file appears complete or not at all, whatever its suffix.
/// @pre the picture is not null.
/// Errors: FileUnwritable, DiskFull, PictureModuleNotHere, OutOfMemory, Internal.
Result<void> writePng(const std::filesystem::path& path, const Image& picture);

/// The bytes of a JPEG file. @param quality 0 … 100. @pre the picture is not null.
/// Errors, without a subject: PictureModuleNotHere, OutOfMemory, Internal.
Result<std::vector<std::uint8_t>> encodeJpeg(const Image& picture, int quality);

} // namespace netlens

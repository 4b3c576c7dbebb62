#pragma once

#include <filesystem>

namespace netlens {

/// Whether a file's name or its first bytes are those of a picture. Names count even where the
/// format cannot be decoded here or nothing sound is inside, so that a folder of such files does
/// not look empty.
bool mayBePicture(const std::filesystem::path& path);

} // namespace netlens

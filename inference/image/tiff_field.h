#pragma once

#include "image/byte_view.h"

#include <cstdint>
#include <optional>

namespace netlens {

/// Tags of TIFF 6.0 that matter here; EXIF uses the same structure.
enum class TiffTag : std::uint16_t {
    ImageWidth = 0x0100,
    ImageLength = 0x0101,
    Orientation = 0x0112,
};

/// A tag's SHORT or LONG in the first directory of a TIFF structure; nothing when it is not there
/// or holds something else.
std::optional<std::uint32_t> findTiffField(ByteView tiff, TiffTag tag);

/// EXIF orientation 1..8; 1 when absent or senseless.
int orientationIn(ByteView tiff);

} // namespace netlens

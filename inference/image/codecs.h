#pragma once

#include "base/result.h"
#include "image/decoder.h"
#include "image/image.h"

#include <cstdint>
#include <span>

namespace netlens {

// One function a codec library. Each decodes bytes whose header was read and whose size was
// found acceptable, as stored (no EXIF rotation), and prints nothing. WebP and BMP are the picture
// module's (picture_module.h). The others are not OpenCV's: it passes cut and corrupt JPEG and TIFF
// files for whole, prints to stderr about sound PNG files, and turns TIFF pictures whatever its
// flags say. Errors, without a subject: PictureDamaged with the library's text. std::bad_alloc
// passes.

/// libjpeg. CMYK is converted as Pillow does.
/// @param stored the size in the header.
/// @param reduction 1, 2, 4 or 8; the sides are divided by it, rounding up.
Result<Image> decodeJpeg(std::span<const std::uint8_t> bytes, Size stored, int reduction);
/// libpng.
Result<Image> decodePng(std::span<const std::uint8_t> bytes);
/// giflib: the first frame. Transparent pixels keep their palette colour and what the frame leaves
/// free of the canvas gets the transparent colour (else colour 0), as Pillow's RGB conversion.
/// @param canvas the size in the header, grown by the frame.
Result<Image> decodeGif(std::span<const std::uint8_t> bytes, Size canvas);
/// libtiff: the first page. Also PictureFormatUnsupported: the content is of a kind that libtiff
/// does not turn into RGB, such as floating point; PictureTooLarge: its tiles are far larger than
/// itself.
/// @pre size is the one in the header.
Result<Image> decodeTiff(std::span<const std::uint8_t> bytes, Size size);
/// Turns a stored picture upright. @param exifOrientation 1..8.
Image upright(const Image& stored, int exifOrientation);

} // namespace netlens

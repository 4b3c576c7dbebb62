#pragma once

#include "base/result.h"
#include "image/image.h"
#include "image/resample.h"
#include "tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace netlens {

/// Limits and wishes for decoding one picture.
struct DecodeOptions {
    /// EXIF orientation is honoured; Keras's load_img ignores it.
    bool ignoreExif = false;
    /// When not empty: the network's input. A large JPEG may then be decoded at 1/2, 1/4 or 1/8,
    /// as long as the rectangle that will be used still has enough pixels along each side. Empty
    /// means full resolution.
    Size target {};
    /// How much of the picture's shorter side the fit rule uses (1 for stretch and pad, 0.875
    /// crop).
    double usedFraction = 1.0;
    /// What will shrink it to the target: nearest picks single pixels of the full picture.
    ResampleKernel kernel = ResampleKernel::Bilinear;
    std::uintmax_t maxBytes = std::uintmax_t { 512 } << 20;
    std::int64_t maxPixels = std::int64_t { 300 } * 1000 * 1000;
};

enum class PictureFormat { Jpeg, Png, WebP, Bmp, Tiff, Gif };

/// A decoded picture and what was found in its header.
struct DecodedPicture {
    Image image; ///< upright (EXIF applied unless ignored), perhaps at reduced scale
    Size fullSize; ///< upright size in the file, before any reduction
    int reduction = 1; ///< 1, 2, 4 or 8
    PictureFormat format = PictureFormat::Png;
    /// The network's input itself, where the file held that (.npy): image only shows it.
    std::shared_ptr<const Tensor> tensor {};
};

/// What a picture's headers say; nothing is decoded.
struct PictureHeader {
    PictureFormat format = PictureFormat::Png;
    Size storedSize; ///< before EXIF rotation; a GIF's canvas with its first frame
    int exifOrientation = 1; ///< 1..8
};
Result<PictureHeader> readPictureHeader(std::span<const std::uint8_t> bytes);

/// Decodes JPEG, PNG, WebP, BMP, TIFF, a GIF's first frame, or a .npy tensor that is a network's
/// own input, by content (the suffix is not looked at). Alpha is dropped, not blended, palettes and
/// grey become RGB, 16-bit channels are scaled to 8 — the alpha and palette rules are Keras's
/// load_img, the 16-bit rule is not (PIL clips at 255, which shows mostly white). Errors:
/// FileNotFound, FileUnreadable, FileEmpty, FileTooLarge, NotAPicture, PictureFormatUnsupported,
/// PictureDamaged, PictureTooLarge, TensorMalformed, TensorMismatch, PictureModuleNotHere (WebP and
/// BMP), OutOfMemory. Sizes are checked before decoding.
Result<DecodedPicture> decodePicture(
    const std::filesystem::path& path, const DecodeOptions& options = {});
/// The same from memory; name is used as the subject of errors.
Result<DecodedPicture> decodePicture(std::span<const std::uint8_t> bytes, const std::string& name,
    const DecodeOptions& options = {});

} // namespace netlens

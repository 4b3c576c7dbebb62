#pragma once

#include "base/result.h"
#include "image/image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace netlens {

/// All that uses OpenCV's imgcodecs. It lies in a module of its own, because imgcodecs brings 130
/// libraries into every program that is linked with it: 40 MB of memory and most of the time
/// that netlens-cli takes to start. Few programs read WebP or write pictures in most of their runs.
/// Errors have no subject. Any thread.
class PictureModule {
public:
    enum class Format { Png, Jpeg };

    virtual ~PictureModule() = default;
    PictureModule() = default;
    PictureModule(const PictureModule&) = delete;
    PictureModule& operator=(const PictureModule&) = delete;

    /// WebP and BMP, as stored. @param size the one in the header.
    /// Errors: PictureDamaged. std::bad_alloc passes.
    virtual Result<Image> decode(std::span<const std::uint8_t> bytes, Size size) const = 0;

    /// The bytes of a file. @param quality of a JPEG, 0 … 100. @pre the picture is not null.
    /// Errors: OutOfMemory, Internal.
    virtual Result<std::vector<std::uint8_t>> encode(
        const Image& picture, Format format, int quality) const = 0;
};

/// What the module exports: a function without arguments that returns `const PictureModule*`.
inline constexpr const char* kPictureModuleEntry = "netlensPictureModule";

/// Loads the module with the first call; it stays. Any thread. Errors: PictureModuleNotHere.
Result<const PictureModule*> pictureModule();

} // namespace netlens

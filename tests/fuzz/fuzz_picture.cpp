#include "image/decoder.h"

#include <cstdlib>

/// Any bytes: an error, or a picture of the size its header tells.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // Small caps, for speed.
    const netlens::DecodeOptions options { .maxBytes = 1 << 20, .maxPixels = 1 << 18 };
    const auto header = netlens::readPictureHeader({ data, size });
    const auto picture
        = netlens::decodePicture(std::span<const std::uint8_t>(data, size), "fuzz", options);
    if (!picture)
        return 0;
    const netlens::Size stored = header ? header->storedSize : netlens::Size {};
    const bool turned = header && header->exifOrientation >= 5;
    const netlens::Size expected = turned ? netlens::Size { stored.height, stored.width } : stored;
    if (picture->fullSize != expected || picture->image.size() != expected)
        std::abort();
    return 0;
}

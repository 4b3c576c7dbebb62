#include "image/decoder.h"

#include "base/file.h"
#include "image/codecs.h"
#include "image/picture_module.h"
#include "image/tensor_picture.h"

#include <algorithm>
#include <new>
#include <string>

namespace netlens {

namespace {

    Size uprightSize(Size stored, int exifOrientation)
    {
        return exifOrientation >= 5 ? Size { stored.height, stored.width } : stored;
    }

    /// How many pixels for each of the network's must be left along each side. Of a large
    /// photograph fewer do: most of its time is decoding, and few are sharp to the pixel. Mean
    /// absolute difference of a network's input of 224 to that of a full decode, bilinear, of 255,
    /// photographs enlarged by Lanczos and saved as JPEG: 4000 × 3000 at 1/8 0.30 (at 1/4 0.10),
    /// 1000 × 750 at 1/2 0.36. Under the other kernels an eighth would do twice the harm.
    double marginFor(int reduction, ResampleKernel kernel)
    {
        return reduction == 8 && kernel == ResampleKernel::Bilinear ? 1.5 : 2.0;
    }

    /// The largest of 8, 4 and 2 that leaves the used part of the picture big enough.
    int reductionFor(Size full, const DecodeOptions& options)
    {
        if (options.target.width <= 0 || options.target.height <= 0
            || options.kernel == ResampleKernel::Nearest)
            return 1;
        const double shrink = options.usedFraction
            * std::min(static_cast<double>(full.width) / options.target.width,
                static_cast<double>(full.height) / options.target.height);
        for (const int reduction : { 8, 4, 2 }) {
            if (shrink / reduction >= marginFor(reduction, options.kernel))
                return reduction;
        }
        return 1;
    }

    Result<Image> decodeInModule(std::span<const std::uint8_t> bytes, Size size)
    {
        const auto module = pictureModule();
        if (!module)
            return module.error();
        return (*module)->decode(bytes, size);
    }

    Result<Image> decodeStored(
        std::span<const std::uint8_t> bytes, const PictureHeader& header, int reduction)
    {
        switch (header.format) {
        case PictureFormat::Jpeg:
            return decodeJpeg(bytes, header.storedSize, reduction);
        case PictureFormat::Png:
            return decodePng(bytes);
        case PictureFormat::Gif:
            return decodeGif(bytes, header.storedSize);
        case PictureFormat::Tiff:
            return decodeTiff(bytes, header.storedSize);
        case PictureFormat::WebP:
        case PictureFormat::Bmp:
            break;
        }
        return decodeInModule(bytes, header.storedSize);
    }

    Result<DecodedPicture> decodeAnonymous(
        std::span<const std::uint8_t> bytes, const DecodeOptions& options)
    {
        if (bytes.size() > options.maxBytes)
            return makeError(ErrorCode::FileTooLarge, {},
                std::to_string(bytes.size()) + " bytes, limit " + std::to_string(options.maxBytes));
        if (isNpy(bytes))
            return decodeTensor(bytes, options.maxPixels);
        const Result<PictureHeader> header = readPictureHeader(bytes);
        if (!header)
            return header.error();
        const Size stored = header->storedSize;
        if (std::int64_t { stored.width } * stored.height > options.maxPixels)
            return makeError(ErrorCode::PictureTooLarge, {},
                std::to_string(stored.width) + " x " + std::to_string(stored.height)
                    + " pixels, limit " + std::to_string(options.maxPixels));

        const int orientation = options.ignoreExif ? 1 : header->exifOrientation;
        const Size full = uprightSize(stored, orientation);
        const bool reducible = header->format == PictureFormat::Jpeg;
        const int reduction = reducible ? reductionFor(full, options) : 1;
        const Result<Image> image = decodeStored(bytes, *header, reduction);
        if (!image)
            return image.error();
        return DecodedPicture { upright(*image, orientation), full, reduction, header->format };
    }

} // namespace

Result<DecodedPicture> decodePicture(
    std::span<const std::uint8_t> bytes, const std::string& name, const DecodeOptions& options)
{
    try {
        Result<DecodedPicture> picture = decodeAnonymous(bytes, options);
        if (!picture)
            return makeError(picture.error().code, name, picture.error().detail);
        return picture;
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, name);
    }
}

Result<DecodedPicture> decodePicture(
    const std::filesystem::path& path, const DecodeOptions& options)
{
    const auto bytes = readFile(path, options.maxBytes);
    if (!bytes)
        return bytes.error();
    return decodePicture(*bytes, path.string(), options);
}

} // namespace netlens

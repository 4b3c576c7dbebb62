#include "image/codecs.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <tiffio.h>

namespace netlens {

namespace {

    struct CloseTiff {
        void operator()(TIFF* tiff) const { TIFFClose(tiff); }
    };
    using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

    struct MemoryFile {
        std::span<const std::uint8_t> bytes;
        toff_t position = 0;
    };

    MemoryFile& fileOf(thandle_t handle)
    {
        return *static_cast<MemoryFile*>(handle);
    }

    tmsize_t readBytes(thandle_t handle, void* out, tmsize_t wanted)
    {
        MemoryFile& file = fileOf(handle);
        if (wanted <= 0 || file.position >= file.bytes.size())
            return 0;
        const auto start = static_cast<std::size_t>(file.position);
        const std::size_t count
            = std::min(file.bytes.size() - start, static_cast<std::size_t>(wanted));
        std::memcpy(out, file.bytes.data() + start, count);
        file.position += count;
        return static_cast<tmsize_t>(count);
    }

    tmsize_t refuseToWrite(thandle_t, void*, tmsize_t)
    {
        return -1;
    }

    toff_t seekTo(thandle_t handle, toff_t offset, int origin)
    {
        MemoryFile& file = fileOf(handle);
        const toff_t base = origin == SEEK_CUR ? file.position
            : origin == SEEK_END               ? file.bytes.size()
                                               : 0;
        return file.position = base + offset;
    }

    int keepOpen(thandle_t)
    {
        return 0;
    }

    toff_t sizeOf(thandle_t handle)
    {
        return fileOf(handle).bytes.size();
    }

    TiffHandle open(MemoryFile& file)
    {
        // libtiff prints by default, and these are all the switches its older versions have.
        [[maybe_unused]] static const bool kIsSilent = [] {
            TIFFSetErrorHandler(nullptr);
            TIFFSetWarningHandler(nullptr);
            return true;
        }();
        // m: no memory mapping.
        return TiffHandle(TIFFClientOpen(
            "", "rm", &file, readBytes, refuseToWrite, seekTo, keepOpen, sizeOf, nullptr, nullptr));
    }

    /// Bytes of the tile or strip that libtiff unpacks at once. It may be far larger than the
    /// picture it covers: 3 MB of deflated nothing are 1.3 GB.
    std::uint64_t unitBytes(TIFF& tiff)
    {
        return TIFFIsTiled(&tiff) != 0 ? TIFFTileSize64(&tiff) : TIFFStripSize64(&tiff);
    }

    /// The most that a sound picture needs: 16-bit RGBA and a tile's worth over.
    std::uint64_t mostUnitBytes(Size size)
    {
        constexpr std::uint64_t kTile = std::uint64_t { 64 } << 20;
        constexpr std::uint64_t kPixel = 8;
        return kTile
            + kPixel * static_cast<std::uint64_t>(size.width)
            * static_cast<std::uint64_t>(size.height);
    }

    /// libtiff turns the picture by its orientation and blends a separate alpha away; both are
    /// undone by changing the fields before it looks.
    void keepAsStored(TIFF& tiff)
    {
        TIFFSetField(&tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        std::uint16_t count = 0;
        const std::uint16_t* kinds = nullptr;
        if (TIFFGetField(&tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1 || count == 0)
            return;
        std::vector<std::uint16_t> changed(kinds, kinds + count);
        std::ranges::replace(changed, std::uint16_t { EXTRASAMPLE_UNASSALPHA },
            std::uint16_t { EXTRASAMPLE_ASSOCALPHA });
        TIFFSetField(&tiff, TIFFTAG_EXTRASAMPLES, count, changed.data());
    }

} // namespace

Result<Image> decodeTiff(std::span<const std::uint8_t> bytes, Size size)
{
    MemoryFile file { bytes };
    const TiffHandle tiff = open(file);
    if (!tiff)
        return makeError(ErrorCode::PictureDamaged, {}, "no readable directory");
    char reason[1024] = "";
    if (TIFFRGBAImageOK(tiff.get(), reason) != 1)
        return makeError(ErrorCode::PictureFormatUnsupported, {}, std::string("TIFF: ") + reason);
    if (unitBytes(*tiff) > mostUnitBytes(size))
        return makeError(ErrorCode::PictureTooLarge, {},
            std::to_string(unitBytes(*tiff)) + " bytes in one tile or strip");
    keepAsStored(*tiff);

    const auto width = static_cast<std::uint32_t>(size.width);
    const auto height = static_cast<std::uint32_t>(size.height);
    std::vector<std::uint32_t> pixels(std::size_t { width } * height);
    constexpr int kStopOnError = 1;
    if (TIFFReadRGBAImageOriented(
            tiff.get(), width, height, pixels.data(), ORIENTATION_TOPLEFT, kStopOnError)
        != 1)
        return makeError(ErrorCode::PictureDamaged, {}, "libtiff cannot decode it");
    std::vector<std::uint8_t> rgb(pixels.size() * Image::kChannels);
    std::uint8_t* out = rgb.data();
    for (const std::uint32_t pixel : pixels) {
        *out++ = static_cast<std::uint8_t>(TIFFGetR(pixel));
        *out++ = static_cast<std::uint8_t>(TIFFGetG(pixel));
        *out++ = static_cast<std::uint8_t>(TIFFGetB(pixel));
    }
    return Image(size, std::move(rgb));
}

} // namespace netlens

#include "image/byte_view.h"
#include "image/decoder.h"
#include "image/tiff_field.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

namespace netlens {

namespace {

    using namespace std::string_view_literals;

    struct Signature {
        std::size_t offset;
        std::string_view bytes;
        std::string_view name;
    };

    /// Formats people do have, told by name instead of "not a picture".
    constexpr Signature kUndecodable[] = {
        { 4, "ftypavif"sv, "AVIF" },
        { 4, "ftypavis"sv, "AVIF" },
        { 4, "ftyphei"sv, "HEIC" },
        { 4, "ftyphev"sv, "HEIC" },
        { 4, "ftypmif1"sv, "HEIF" },
        { 4, "ftypmsf1"sv, "HEIF" },
        { 4, "ftypcrx"sv, "Canon raw" },
        { 4, "ftyp"sv, "MPEG-4 video" },
        { 0, "\x1A\x45\xDF\xA3"sv, "Matroska video" },
        { 0, "\xFF\x0A"sv, "JPEG XL" },
        { 0, "\0\0\0\x0CJXL \r\n\x87\n"sv, "JPEG XL" },
        { 0, "\0\0\0\x0CjP  \r\n\x87\n"sv, "JPEG 2000" },
        { 0, "\xFF\x4F\xFF\x51"sv, "JPEG 2000" },
        { 0, "II+\0"sv, "BigTIFF" },
        { 0, "MM\0+"sv, "BigTIFF" },
        { 0, "FUJIFILMCCD-RAW"sv, "Fujifilm raw" },
        { 0, "%PDF"sv, "PDF" },
        { 0, "%!PS"sv, "PostScript" },
        { 0, "8BPS"sv, "Photoshop" },
        { 0, "gimp xcf"sv, "GIMP" },
        { 0, "\0\0\1\0"sv, "Windows icon" },
        { 0, "v/1\1"sv, "OpenEXR" },
        { 0, "#?RADIANCE"sv, "Radiance HDR" },
        { 0, "DDS "sv, "DDS" },
        { 0, "qoif"sv, "QOI" },
        { 0, "P1\n"sv, "PBM" },
        { 0, "P2\n"sv, "PGM" },
        { 0, "P3\n"sv, "PPM" },
        { 0, "P4\n"sv, "PBM" },
        { 0, "P5\n"sv, "PGM" },
        { 0, "P6\n"sv, "PPM" },
        { 0, "P7\n"sv, "PAM" },
    };

    bool looksLikeSvg(ByteView bytes)
    {
        constexpr std::size_t kLookAt = 1024;
        std::string text;
        for (std::size_t i = 0; i < std::min(bytes.size(), kLookAt); ++i)
            text += static_cast<char>(bytes.at(i));
        const std::size_t first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
        return first != std::string::npos && text[first] == '<'
            && text.find("<svg", first) != std::string::npos;
    }

    std::optional<std::string_view> undecodableFormat(ByteView bytes)
    {
        for (const Signature& signature : kUndecodable) {
            if (bytes.has(signature.offset, signature.bytes))
                return signature.name;
        }
        return looksLikeSvg(bytes) ? std::optional("SVG"sv) : std::nullopt;
    }

    std::optional<PictureFormat> formatOf(ByteView bytes)
    {
        if (bytes.has(0, "\xFF\xD8\xFF"sv))
            return PictureFormat::Jpeg;
        if (bytes.has(0, "\x89PNG\r\n\x1A\n"sv))
            return PictureFormat::Png;
        if (bytes.has(0, "RIFF"sv) && bytes.has(8, "WEBP"sv))
            return PictureFormat::WebP;
        if (bytes.has(0, "GIF87a"sv) || bytes.has(0, "GIF89a"sv))
            return PictureFormat::Gif;
        if (bytes.has(0, "II*\0"sv) || bytes.has(0, "MM\0*"sv))
            return PictureFormat::Tiff;
        // "BM" alone begins many texts; the size of the second header tells.
        const std::uint32_t second = bytes.little(14, 4);
        if (bytes.has(0, "BM"sv) && (second == 12 || (second >= 16 && second <= 124)))
            return PictureFormat::Bmp;
        return std::nullopt;
    }

    /// Sizes that no int holds become zero, which is refused.
    Size sizeOf(std::uint64_t width, std::uint64_t height)
    {
        constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
        if (width > kMost || height > kMost)
            return {};
        return { static_cast<int>(width), static_cast<int>(height) };
    }

    /// EXIF blocks begin with "Exif\0\0" in JPEG, sometimes in WebP.
    int exifOrientationIn(ByteView block)
    {
        return orientationIn(block.has(0, "Exif\0\0"sv) ? block.part(6) : block);
    }

    void readJpeg(ByteView bytes, PictureHeader& header)
    {
        std::size_t at = 2;
        while (at < bytes.size()) {
            if (bytes.at(at) != 0xFF)
                return;
            while (bytes.at(at + 1) == 0xFF)
                ++at;
            const std::uint32_t marker = bytes.at(at + 1);
            const bool startsScan = marker == 0xDA || marker == 0xD9;
            const std::uint32_t length = bytes.big(at + 2, 2);
            if (startsScan || length < 2)
                return;
            const ByteView segment = bytes.part(at + 4, length - 2);
            const bool isFrame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4
                && marker != 0xC8 && marker != 0xCC;
            if (isFrame)
                header.storedSize = sizeOf(segment.big(3, 2), segment.big(1, 2));
            else if (marker == 0xE1 && segment.has(0, "Exif\0\0"sv))
                header.exifOrientation = exifOrientationIn(segment);
            at += 2 + length;
        }
    }

    void readPng(ByteView bytes, PictureHeader& header)
    {
        if (!bytes.has(12, "IHDR"sv))
            return;
        header.storedSize = sizeOf(bytes.big(16, 4), bytes.big(20, 4));
        for (std::size_t at = 8; at < bytes.size();) {
            const std::size_t length = bytes.big(at, 4);
            if (bytes.has(at + 4, "eXIf"sv))
                header.exifOrientation = exifOrientationIn(bytes.part(at + 8, length));
            at += 12 + length;
        }
    }

    /// False for an animation, which OpenCV cannot decode.
    bool readWebP(ByteView bytes, PictureHeader& header)
    {
        if (bytes.has(12, "VP8 "sv) && bytes.has(23, "\x9D\x01\x2A"sv)) {
            header.storedSize = sizeOf(bytes.little(26, 2) & 0x3FFF, bytes.little(28, 2) & 0x3FFF);
        } else if (bytes.has(12, "VP8L"sv)) {
            const std::uint32_t packed = bytes.little(21, 4);
            if (bytes.at(20) == 0x2F)
                header.storedSize = sizeOf((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1);
        } else if (bytes.has(12, "VP8X"sv) && bytes.size() >= 30) {
            constexpr std::uint32_t kAnimation = 0x02;
            if ((bytes.at(20) & kAnimation) != 0)
                return false;
            header.storedSize = sizeOf(bytes.little(24, 3) + 1, bytes.little(27, 3) + 1);
            for (std::size_t at = 12; at < bytes.size();) {
                const std::size_t length = bytes.little(at + 4, 4);
                if (bytes.has(at, "EXIF"sv))
                    header.exifOrientation = exifOrientationIn(bytes.part(at + 8, length));
                at += 8 + length + length % 2;
            }
        }
        return true;
    }

    void readBmp(ByteView bytes, PictureHeader& header)
    {
        const bool os2 = bytes.little(14, 4) == 12;
        const std::uint32_t height = bytes.little(os2 ? 20 : 22, os2 ? 2 : 4);
        // A negative height means rows from the top.
        const bool fromTop = !os2 && height > 0x7FFFFFFF;
        header.storedSize = sizeOf(bytes.little(18, os2 ? 2 : 4), fromTop ? ~height + 1 : height);
    }

    void readTiff(ByteView bytes, PictureHeader& header)
    {
        const auto width = findTiffField(bytes, TiffTag::ImageWidth);
        const auto height = findTiffField(bytes, TiffTag::ImageLength);
        if (width && height)
            header.storedSize = sizeOf(*width, *height);
        header.exifOrientation = orientationIn(bytes);
    }

    /// The canvas, grown where the first frame reaches beyond it, as Pillow does: a frame costs
    /// time for every pixel it has, wherever they lie.
    void readGif(ByteView bytes, PictureHeader& header)
    {
        constexpr std::uint32_t kExtension = 0x21;
        constexpr std::uint32_t kFrame = 0x2C;
        const std::uint32_t flags = bytes.at(10);
        const bool hasPalette = (flags & 0x80) != 0;
        std::size_t at = 13 + (hasPalette ? std::size_t { 6 } << (flags & 7) : 0);
        while (bytes.at(at) == kExtension) {
            at += 2;
            while (bytes.at(at) != 0)
                at += 1 + bytes.at(at);
            ++at;
        }
        std::uint32_t width = bytes.little(6, 2);
        std::uint32_t height = bytes.little(8, 2);
        if (bytes.at(at) == kFrame) {
            width = std::max(width, bytes.little(at + 1, 2) + bytes.little(at + 5, 2));
            height = std::max(height, bytes.little(at + 3, 2) + bytes.little(at + 7, 2));
        }
        header.storedSize = sizeOf(width, height);
    }

    bool readFields(ByteView bytes, PictureHeader& header)
    {
        switch (header.format) {
        case PictureFormat::Jpeg:
            readJpeg(bytes, header);
            break;
        case PictureFormat::Png:
            readPng(bytes, header);
            break;
        case PictureFormat::WebP:
            return readWebP(bytes, header);
        case PictureFormat::Bmp:
            readBmp(bytes, header);
            break;
        case PictureFormat::Tiff:
            readTiff(bytes, header);
            break;
        case PictureFormat::Gif:
            readGif(bytes, header);
            break;
        }
        return true;
    }

} // namespace

Result<PictureHeader> readPictureHeader(std::span<const std::uint8_t> bytes)
{
    if (bytes.empty())
        return makeError(ErrorCode::FileEmpty, {});
    const ByteView view(bytes);
    const auto format = formatOf(view);
    if (!format) {
        const auto name = undecodableFormat(view);
        return name ? makeError(ErrorCode::PictureFormatUnsupported, {}, std::string(*name))
                    : makeError(ErrorCode::NotAPicture, {});
    }
    PictureHeader header;
    header.format = *format;
    if (!readFields(view, header))
        return makeError(ErrorCode::PictureFormatUnsupported, {}, "animated WebP");
    if (header.storedSize.width <= 0 || header.storedSize.height <= 0)
        return makeError(ErrorCode::PictureDamaged, {}, "no size in the header");
    return header;
}

} // namespace netlens

#include "support/picture_files.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <stdexcept>

#include <gif_lib.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace {

void put(Bytes& out, std::uint64_t value, int count, bool bigEndian)
{
    for (int i = 0; i < count; ++i) {
        const int shift = 8 * (bigEndian ? count - 1 - i : i);
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

void put(Bytes& out, const std::string& text)
{
    out.insert(out.end(), text.begin(), text.end());
}

void insert(Bytes& out, std::size_t at, const Bytes& piece)
{
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(at), piece.begin(), piece.end());
}

void putField(Bytes& out, int tag, int type, std::uint32_t value, bool bigEndian = false)
{
    put(out, static_cast<std::uint64_t>(tag), 2, bigEndian);
    put(out, static_cast<std::uint64_t>(type), 2, bigEndian);
    put(out, 1, 4, bigEndian);
    const bool isShort = type == 3;
    put(out, value, isShort ? 2 : 4, bigEndian);
    if (isShort)
        put(out, 0, 2, bigEndian);
}

Bytes exifBlock(int orientation, bool bigEndian)
{
    Bytes block;
    put(block, bigEndian ? "MM" : "II");
    put(block, 42, 2, bigEndian);
    put(block, 8, 4, bigEndian);
    put(block, 1, 2, bigEndian);
    putField(block, 0x0112, 3, static_cast<std::uint32_t>(orientation), bigEndian);
    put(block, 0, 4, bigEndian);
    return block;
}

std::uint32_t pngChecksum(const Bytes& bytes)
{
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

Bytes withJpegExif(Bytes file, const Bytes& exif)
{
    Bytes segment { 0xFF, 0xE1 };
    put(segment, exif.size() + 8, 2, true);
    put(segment, std::string("Exif\0\0", 6));
    insert(segment, segment.size(), exif);
    insert(file, 2, segment);
    return file;
}

Bytes withPngExif(Bytes file, const Bytes& exif)
{
    constexpr std::size_t kAfterHeader = 8 + 25;
    Bytes content;
    put(content, "eXIf");
    insert(content, content.size(), exif);
    Bytes chunk;
    put(chunk, exif.size(), 4, true);
    insert(chunk, chunk.size(), content);
    put(chunk, pngChecksum(content), 4, true);
    insert(file, kAfterHeader, chunk);
    return file;
}

Bytes withWebPExif(const Bytes& file, const Bytes& exif)
{
    constexpr std::uint8_t kHasExif = 0x08;
    const std::uint32_t packed
        = static_cast<std::uint32_t>(file[21] | file[22] << 8 | file[23] << 16)
        | static_cast<std::uint32_t>(file[24]) << 24U;
    Bytes body;
    put(body, "WEBPVP8X");
    put(body, 10, 4, false);
    put(body, kHasExif, 4, false);
    put(body, packed & 0x3FFF, 3, false);
    put(body, packed >> 14 & 0x3FFF, 3, false);
    body.insert(body.end(), file.begin() + 12, file.end());
    put(body, "EXIF");
    put(body, exif.size(), 4, false);
    insert(body, body.size(), exif);
    Bytes out;
    put(out, "RIFF");
    put(out, body.size(), 4, false);
    insert(out, out.size(), body);
    return out;
}

} // namespace

Raster makeRaster(
    int width, int height, int samples, const std::function<int(int, int, int)>& value)
{
    Raster raster { width, height, samples, {} };
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int s = 0; s < samples; ++s)
                raster.values.push_back(static_cast<std::uint8_t>(value(x, y, s)));
    return raster;
}

Raster gradientRaster(int width, int height)
{
    return makeRaster(width, height, 3, [=](int x, int y, int s) {
        const int across = 255 * x / std::max(1, width - 1);
        const int down = 255 * y / std::max(1, height - 1);
        return s == 0 ? across : s == 1 ? down : (across + 2 * down) / 3;
    });
}

Bytes encodePicture(const std::string& suffix, const Raster& raster)
{
    cv::Mat picture(raster.height, raster.width, CV_8UC(raster.samples));
    std::ranges::copy(raster.values, picture.data);
    if (raster.samples == 3)
        cv::cvtColor(picture, picture, cv::COLOR_RGB2BGR);
    else if (raster.samples == 4)
        cv::cvtColor(picture, picture, cv::COLOR_RGBA2BGRA);
    Bytes file;
    if (!cv::imencode(
            suffix, picture, file, { cv::IMWRITE_JPEG_QUALITY, 95, cv::IMWRITE_WEBP_QUALITY, 101 }))
        throw std::runtime_error("cannot encode " + suffix);
    return file;
}

Bytes encodeGrey16Png(const Raster& grey)
{
    cv::Mat picture(grey.height, grey.width, CV_16UC1);
    std::ranges::transform(grey.values, picture.begin<std::uint16_t>(),
        [](std::uint8_t v) { return static_cast<std::uint16_t>(v * 257); });
    Bytes file;
    cv::imencode(".png", picture, file);
    return file;
}

Bytes makeTiff(const Raster& raster, int orientation)
{
    constexpr int kShort = 3;
    constexpr int kLong = 4;
    constexpr std::uint32_t kHeaderBytes = 8;
    const auto pixelBytes = static_cast<std::uint32_t>(raster.values.size());
    const std::uint32_t directory = kHeaderBytes + pixelBytes + pixelBytes % 2;
    const bool hasAlpha = raster.samples == 4;
    Bytes file;
    put(file, "II*");
    put(file, 0, 1, false);
    put(file, directory, 4, false);
    insert(file, file.size(), raster.values);
    file.resize(directory);
    put(file, hasAlpha ? 10 : 9, 2, false);
    putField(file, 0x0100, kLong, static_cast<std::uint32_t>(raster.width));
    putField(file, 0x0101, kLong, static_cast<std::uint32_t>(raster.height));
    // One value for all samples, which readers accept.
    putField(file, 0x0102, kShort, 8);
    putField(file, 0x0106, kShort, raster.samples >= 3 ? 2 : 1);
    putField(file, 0x0111, kLong, kHeaderBytes);
    putField(file, 0x0112, kShort, static_cast<std::uint32_t>(orientation));
    putField(file, 0x0115, kShort, static_cast<std::uint32_t>(raster.samples));
    putField(file, 0x0116, kLong, static_cast<std::uint32_t>(raster.height));
    putField(file, 0x0117, kLong, pixelBytes);
    if (hasAlpha)
        putField(file, 0x0152, kShort, 2);
    put(file, 0, 4, false);
    return file;
}

Bytes makeGif(const Raster& frame, const GifLayout& layout)
{
    Bytes file;
    const auto write = [](GifFileType* gif, const GifByteType* bytes, int count) {
        auto& out = *static_cast<Bytes*>(gif->UserData);
        out.insert(out.end(), bytes, bytes + count);
        return count;
    };
    const GifColorType colours[4] = { { 0, 0, 0 }, { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 } };
    const std::unique_ptr<ColorMapObject, void (*)(ColorMapObject*)> palette(
        GifMakeMapObject(4, colours), GifFreeMapObject);
    GifFileType* gif = EGifOpen(&file, write, nullptr);
    EGifPutScreenDesc(gif, layout.canvasWidth, layout.canvasHeight, 2, 0, palette.get());
    if (layout.transparent >= 0) {
        const GraphicsControlBlock control { DISPOSAL_UNSPECIFIED, false, 0, layout.transparent };
        GifByteType block[4];
        EGifGCBToExtension(&control, block);
        EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, sizeof block, block);
    }
    EGifPutImageDesc(
        gif, layout.left, layout.top, frame.width, frame.height, layout.interlaced, nullptr);
    const int passes[4][2] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };
    for (int pass = 0; pass < (layout.interlaced ? 4 : 1); ++pass) {
        const int step = layout.interlaced ? passes[pass][1] : 1;
        for (int y = layout.interlaced ? passes[pass][0] : 0; y < frame.height; y += step) {
            Bytes line(frame.values.begin() + y * frame.width,
                frame.values.begin() + (y + 1) * frame.width);
            EGifPutLine(gif, line.data(), frame.width);
        }
    }
    EGifCloseFile(gif, nullptr);
    return file;
}

Bytes withOrientation(const Bytes& file, int orientation, bool bigEndian)
{
    const Bytes exif = exifBlock(orientation, bigEndian);
    if (file.at(0) == 0xFF)
        return withJpegExif(file, exif);
    return file.at(0) == 0x89 ? withPngExif(file, exif) : withWebPExif(file, exif);
}

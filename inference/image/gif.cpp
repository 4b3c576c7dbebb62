#include "image/codecs.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include <gif_lib.h>

namespace netlens {

namespace {

    Error damaged(const char* detail)
    {
        return makeError(ErrorCode::PictureDamaged, {}, detail != nullptr ? detail : "");
    }

    Error damaged(const GifFileType& gif)
    {
        return damaged(GifErrorString(gif.Error));
    }

    int readBytes(GifFileType* gif, GifByteType* out, int wanted)
    {
        auto& rest = *static_cast<std::span<const std::uint8_t>*>(gif->UserData);
        const std::size_t count = std::min(rest.size(), static_cast<std::size_t>(wanted));
        std::memcpy(out, rest.data(), count);
        rest = rest.subspan(count);
        return static_cast<int>(count);
    }

    struct CloseGif {
        void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
    };

    /// Reads up to the first frame's pixels; the transparent colour's index, 0 without one.
    Result<std::size_t> skipToFrame(GifFileType& gif)
    {
        std::size_t transparent = 0;
        for (;;) {
            GifRecordType record = UNDEFINED_RECORD_TYPE;
            if (DGifGetRecordType(&gif, &record) == GIF_ERROR)
                return damaged(gif);
            if (record == TERMINATE_RECORD_TYPE)
                return damaged("no frame");
            if (record == IMAGE_DESC_RECORD_TYPE) {
                if (DGifGetImageDesc(&gif) == GIF_ERROR)
                    return damaged(gif);
                return transparent;
            }
            int code = 0;
            GifByteType* block = nullptr;
            if (DGifGetExtension(&gif, &code, &block) == GIF_ERROR)
                return damaged(gif);
            while (block != nullptr) {
                GraphicsControlBlock control {};
                if (code == GRAPHICS_EXT_FUNC_CODE
                    && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK
                    && control.TransparentColor != NO_TRANSPARENT_COLOR)
                    transparent = static_cast<std::size_t>(control.TransparentColor);
                if (DGifGetExtensionNext(&gif, &block) == GIF_ERROR)
                    return damaged(gif);
            }
        }
    }

    using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

    /// Indices beyond the palette are black; without any palette they are shades of grey.
    Palette paletteOf(const GifFileType& gif)
    {
        Palette palette {};
        const ColorMapObject* map
            = gif.Image.ColorMap != nullptr ? gif.Image.ColorMap : gif.SColorMap;
        for (std::size_t i = 0; i < palette.size(); ++i) {
            if (map == nullptr)
                palette[i].fill(static_cast<std::uint8_t>(i));
            else if (i < static_cast<std::size_t>(map->ColorCount))
                palette[i] = { map->Colors[i].Red, map->Colors[i].Green, map->Colors[i].Blue };
        }
        return palette;
    }

    /// The order in which the rows of a frame are stored.
    std::vector<int> rowOrder(const GifImageDesc& frame)
    {
        static constexpr int kPasses[4][2] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };
        std::vector<int> rows;
        for (const auto& [first, step] : kPasses) {
            for (int y = frame.Interlace ? first : 0; y < frame.Height;
                 y += frame.Interlace ? step : 1)
                rows.push_back(y);
            if (!frame.Interlace)
                break;
        }
        return rows;
    }

    Result<Image> readFrame(GifFileType& gif, Size canvas, std::size_t transparent)
    {
        const GifImageDesc& frame = gif.Image;
        if (frame.Width <= 0 || frame.Height <= 0)
            return damaged("empty frame");
        if (frame.Left + frame.Width > canvas.width || frame.Top + frame.Height > canvas.height)
            return damaged("the content contradicts the header");
        const Palette palette = paletteOf(gif);
        const auto canvasWidth = static_cast<std::size_t>(canvas.width);
        std::vector<std::uint8_t> rgb(
            canvasWidth * static_cast<std::size_t>(canvas.height) * Image::kChannels);
        for (std::size_t i = 0; i < rgb.size(); ++i)
            rgb[i] = palette[transparent][i % Image::kChannels];

        std::vector<GifPixelType> line(static_cast<std::size_t>(frame.Width));
        const auto left = static_cast<std::size_t>(frame.Left);
        for (const int row : rowOrder(frame)) {
            if (DGifGetLine(&gif, line.data(), frame.Width) == GIF_ERROR)
                return damaged(gif);
            const auto y = static_cast<std::size_t>(frame.Top) + static_cast<std::size_t>(row);
            std::uint8_t* out = rgb.data() + (y * canvasWidth + left) * Image::kChannels;
            for (const GifPixelType index : line)
                out = std::copy_n(palette[index].data(), Image::kChannels, out);
        }
        return Image(canvas, std::move(rgb));
    }

} // namespace

Result<Image> decodeGif(std::span<const std::uint8_t> bytes, Size canvas)
{
    int trouble = 0;
    const std::unique_ptr<GifFileType, CloseGif> gif(DGifOpen(&bytes, readBytes, &trouble));
    if (!gif)
        return damaged(GifErrorString(trouble));
    const Result<std::size_t> transparent = skipToFrame(*gif);
    if (!transparent)
        return transparent.error();
    return readFrame(*gif, canvas, *transparent);
}

} // namespace netlens

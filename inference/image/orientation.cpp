#include "image/orientation.h"

#include "image/codecs.h"

#include <algorithm>
#include <vector>

namespace netlens {

namespace {

    /// Where the upright picture's pixel (x, y) lies in the stored one: origin + x · right + y ·
    /// down, in pixels.
    struct Walk {
        std::ptrdiff_t origin = 0;
        std::ptrdiff_t right = 1;
        std::ptrdiff_t down = 0;
    };

    Walk walkFor(int orientation, std::ptrdiff_t width, std::ptrdiff_t height)
    {
        const std::ptrdiff_t lastColumn = width - 1;
        const std::ptrdiff_t lastRow = (height - 1) * width;
        switch (orientation) {
        case 2:
            return { lastColumn, -1, width };
        case 3:
            return { lastRow + lastColumn, -1, -width };
        case 4:
            return { lastRow, 1, -width };
        case 5:
            return { 0, width, 1 };
        case 6:
            return { lastRow, -width, 1 };
        case 7:
            return { lastRow + lastColumn, -width, -1 };
        case 8:
            return { lastColumn, width, -1 };
        default:
            return { 0, 1, width };
        }
    }

} // namespace

Image upright(const Image& stored, int exifOrientation)
{
    if (exifOrientation <= 1)
        return stored;
    const Walk walk = walkFor(exifOrientation, stored.width(), stored.height());
    const bool turned = exifOrientation >= 5;
    const Size size = turned ? Size { stored.height(), stored.width() } : stored.size();
    std::vector<std::uint8_t> rgb(stored.pixels().size());
    // In tiles: a quarter turn walks the stored picture by columns, which would miss the cache at
    // every pixel.
    constexpr int kTile = 64;
    for (int top = 0; top < size.height; top += kTile) {
        for (int left = 0; left < size.width; left += kTile) {
            for (int y = top; y < std::min(top + kTile, size.height); ++y) {
                const std::uint8_t* from = stored.row(0)
                    + Image::kChannels * (walk.origin + left * walk.right + y * walk.down);
                std::uint8_t* to = rgb.data()
                    + Image::kChannels * (static_cast<std::ptrdiff_t>(y) * size.width + left);
                for (int x = left; x < std::min(left + kTile, size.width); ++x) {
                    std::copy_n(from, Image::kChannels, to);
                    from += Image::kChannels * walk.right;
                    to += Image::kChannels;
                }
            }
        }
    }
    return Image(size, std::move(rgb));
}

Image turned(const Image& picture, int quarterTurns, bool isMirrored)
{
    constexpr int kTurns = 4;
    constexpr int kPlain[kTurns] { 1, 6, 3, 8 };
    constexpr int kMirrored[kTurns] { 2, 5, 4, 7 };
    const int turns = (quarterTurns % kTurns + kTurns) % kTurns;
    return upright(picture, (isMirrored ? kMirrored : kPlain)[turns]);
}

} // namespace netlens

#include "image/orientation.h"

#include "image/codecs.h"

#include <opencv2/core.hpp>

#include <cstdint>
#include <vector>

namespace netlens {

Image upright(const Image& stored, int exifOrientation)
{
    if (exifOrientation <= 1)
        return stored;
    // The second four are the first four of the picture with rows and columns exchanged.
    constexpr int kNone = 2;
    constexpr int kFlips[] { kNone, 1, -1, 0 }; // as cv::flip counts: columns, both, rows
    const bool isTransposed = exifOrientation > 4;
    const int flip = kFlips[(exifOrientation - 1) % 4];
    const Size size = isTransposed ? Size { stored.height(), stored.width() } : stored.size();
    std::vector<std::uint8_t> rgb(stored.pixels().size());
    // OpenCV has no read-only Mat; its sources are only read.
    cv::Mat from(stored.height(), stored.width(), CV_8UC3,
        const_cast<std::uint8_t*>(stored.pixels().data()));
    const cv::Mat to(size.height, size.width, CV_8UC3, rgb.data());
    if (isTransposed) {
        cv::transpose(from, to);
        from = to;
    }
    if (flip != kNone)
        cv::flip(from, to, flip);
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

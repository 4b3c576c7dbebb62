#include "capture/video/opencv_frames.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace netlens {

namespace {

    /// −1 for what is no picture of 8 bits.
    int conversionOf(int type)
    {
        switch (type) {
        case CV_8UC1:
            return cv::COLOR_GRAY2RGB;
        case CV_8UC3:
            return cv::COLOR_BGR2RGB;
        case CV_8UC4:
            return cv::COLOR_BGRA2RGB;
        default:
            return -1;
        }
    }

} // namespace

int widthOfSquares(int width, double pixelAspect)
{
    return std::max(1, static_cast<int>(std::lround(width * pixelAspect)));
}

Result<Image> toImage(const cv::Mat& picture, double pixelAspect)
{
    const int conversion = conversionOf(picture.type());
    if (picture.empty() || picture.dims != 2 || conversion < 0)
        return makeError(ErrorCode::VideoDamaged, {}, "a frame without a picture");
    const Size size { widthOfSquares(picture.cols, pixelAspect), picture.rows };
    // A stream may become larger than it was when it was opened.
    if (std::int64_t { size.width } * size.height > kMostFramePixels)
        return makeError(ErrorCode::VideoDamaged, {}, "its pictures are too large");
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(size.width)
        * static_cast<std::size_t>(size.height) * Image::kChannels);
    cv::Mat output(size.height, size.width, CV_8UC3, rgb.data());
    if (size.width == picture.cols) {
        cv::cvtColor(picture, output, conversion);
    } else {
        cv::Mat squares;
        cv::resize(picture, squares, output.size(), 0, 0,
            size.width < picture.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
        cv::cvtColor(squares, output, conversion);
    }
    return Image(size, std::move(rgb));
}

} // namespace netlens

#include "capture/video/opencv_frames.h"

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

Result<Image> toImage(const cv::Mat& picture)
{
    const int conversion = conversionOf(picture.type());
    if (picture.empty() || picture.dims != 2 || conversion < 0)
        return makeError(ErrorCode::VideoDamaged, {}, "a frame without a picture");
    // A stream may become larger than it was when it was opened.
    if (picture.total() > static_cast<std::size_t>(kMostFramePixels))
        return makeError(ErrorCode::VideoDamaged, {}, "its pictures are too large");
    std::vector<std::uint8_t> rgb(picture.total() * Image::kChannels);
    cv::Mat output(picture.rows, picture.cols, CV_8UC3, rgb.data());
    cv::cvtColor(picture, output, conversion);
    return Image({ picture.cols, picture.rows }, std::move(rgb));
}

} // namespace netlens

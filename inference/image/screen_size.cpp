#include "image/screen_size.h"

#include <opencv2/imgproc.hpp>

namespace netlens {

Image scaleForScreen(const Image& picture, Size target)
{
    // OpenCV has no read-only Mat; resize() only reads its source.
    cv::Mat pixels(picture.height(), picture.width(), CV_8UC3,
        const_cast<std::uint8_t*>(picture.pixels().data()));
    while (pixels.cols >= 2 * target.width && pixels.rows >= 2 * target.height) {
        cv::Mat half;
        cv::resize(pixels, half, { pixels.cols / 2, pixels.rows / 2 }, 0, 0, cv::INTER_AREA);
        pixels = half;
    }
    std::vector<std::uint8_t> rgb(Image::kChannels * static_cast<std::size_t>(target.width)
        * static_cast<std::size_t>(target.height));
    cv::Mat scaled(target.height, target.width, CV_8UC3, rgb.data());
    cv::resize(pixels, scaled, scaled.size(), 0, 0, cv::INTER_LINEAR);
    return { target, std::move(rgb) };
}

} // namespace netlens

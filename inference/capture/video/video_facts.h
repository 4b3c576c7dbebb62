#pragma once

#include "image/image.h"

#include <optional>

#include <opencv2/videoio.hpp>

namespace netlens {

/// What FFmpeg says about an open video, as far as it can be true.
struct VideoFacts {
    Size size; ///< as shown: of square pixels
    double pixelAspect = 1; ///< a stored pixel's width ÷ its height, upright
    double rate = 0; ///< 0 when unknown
    std::optional<double> duration {};

    bool isTooLarge() const;
};
VideoFacts factsOf(const cv::VideoCapture& capture);

/// When the picture that was grabbed last is shown; nothing for formats without times.
std::optional<double> secondsOf(const cv::VideoCapture& capture);

} // namespace netlens

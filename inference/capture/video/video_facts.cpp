#include "capture/video/video_facts.h"

#include "capture/video/opencv_frames.h"

#include <cmath>

namespace netlens {

namespace {

    // Longer than any recording; what has no times counts from the smallest number there is.
    constexpr double kMostSeconds = 1e8;
    constexpr double kHighestRate = 1000;

} // namespace

bool VideoFacts::isTooLarge() const
{
    return std::int64_t { size.width } * size.height > kMostFramePixels;
}

VideoFacts factsOf(const cv::VideoCapture& capture)
{
    VideoFacts facts;
    facts.size = { static_cast<int>(capture.get(cv::CAP_PROP_FRAME_WIDTH)),
        static_cast<int>(capture.get(cv::CAP_PROP_FRAME_HEIGHT)) };
    const double rate = capture.get(cv::CAP_PROP_FPS);
    if (rate > 0 && rate <= kHighestRate)
        facts.rate = rate;
    const double frames = capture.get(cv::CAP_PROP_FRAME_COUNT);
    if (facts.rate > 0 && frames > 0 && frames / facts.rate < kMostSeconds)
        facts.duration = frames / facts.rate;
    return facts;
}

std::optional<double> secondsOf(const cv::VideoCapture& capture)
{
    // No medium's clock is finer; 11.96 s would come as 11.959999999999999.
    constexpr double kMicroseconds = 1e6;
    const double seconds = std::round(capture.get(cv::CAP_PROP_POS_MSEC) * 1000) / kMicroseconds;
    if (!std::isfinite(seconds) || std::abs(seconds) > kMostSeconds)
        return std::nullopt;
    return seconds;
}

} // namespace netlens

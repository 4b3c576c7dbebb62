#include "capture/video/video_facts.h"

#include "capture/video/opencv_frames.h"

#include <cmath>

namespace netlens {

namespace {

    // Longer than any recording; what has no times counts from the smallest number there is.
    constexpr double kMostSeconds = 1e8;
    constexpr double kHighestRate = 1000;

    /// 1 where nothing is stated. The pictures come upright, the statement is about those stored.
    double pixelAspectOf(const cv::VideoCapture& capture)
    {
        const double across = capture.get(cv::CAP_PROP_SAR_NUM);
        const double down = capture.get(cv::CAP_PROP_SAR_DEN);
        constexpr double kOddest = 8;
        const double aspect = across > 0 && down > 0 ? across / down : 1;
        if (aspect > kOddest || aspect < 1 / kOddest)
            return 1;
        const bool liesOnSide = std::lround(capture.get(cv::CAP_PROP_ORIENTATION_META)) % 180 != 0;
        return liesOnSide ? 1 / aspect : aspect;
    }

} // namespace

bool VideoFacts::isTooLarge() const
{
    return std::int64_t { size.width } * size.height > kMostFramePixels;
}

VideoFacts factsOf(const cv::VideoCapture& capture)
{
    VideoFacts facts;
    facts.pixelAspect = pixelAspectOf(capture);
    facts.size = { widthOfSquares(
                       static_cast<int>(capture.get(cv::CAP_PROP_FRAME_WIDTH)), facts.pixelAspect),
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

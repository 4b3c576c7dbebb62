#include "support/drawn_video.h"

#include "drawings/drawing.h"

#include <algorithm>

using namespace netlens::drawings;

DrawnVideo::DrawnVideo(double secondsEach)
{
    constexpr int kSide = 240;
    constexpr std::uint64_t kSeed = 1;
    for (const std::string_view name : { "circle", "star", "house", "fish", "cup", "umbrella" }) {
        const int symbolClass = int(std::ranges::find(kClassNames, name) - kClassNames.begin());
        segments.push_back({ symbolClass, std::string(name), duration, duration + secondsEach });
        pictures.push_back(
            { draw(kSeed, symbolClass, kSide, Conditions::Clear).picture, secondsEach });
        duration += secondsEach;
    }
}

const DrawnSegment& DrawnVideo::at(double seconds) const
{
    const auto found = std::ranges::find_if(
        segments, [&](const DrawnSegment& segment) { return seconds < segment.to - 1e-6; });
    return found == segments.end() ? segments.back() : *found;
}

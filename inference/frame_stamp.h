#pragma once

#include "image/image.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace netlens {

/// Where a frame that was recognised belongs, its labels once their recent past is counted in, and
/// its copy for the screen.
struct FrameStamp {
    std::uint64_t run = 0; ///< of LiveService::start; rises
    std::int64_t number = 0; ///< as Frame::number
    double seconds = 0; ///< in the medium
    std::chrono::steady_clock::time_point captured {}; ///< of a medium: when it was due
    std::int64_t capturedFrames = 0; ///< of this run up to here, this one included
    std::int64_t droppedFrames = 0; ///< of those, what the network had no time for
    Image onScreen {}; ///< as Frame::onScreen
    std::vector<float> smoothed {}; ///< by class; empty without classes
    std::vector<int> order {}; ///< the best classes in their steady order
    bool isSure = true; ///< the most probable class reaches the threshold
};

} // namespace netlens

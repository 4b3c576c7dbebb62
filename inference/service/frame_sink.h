#pragma once

#include "capture/frame.h"
#include "capture/label_smoother.h"

#include <cstdint>
#include <string>

namespace netlens {

/// A frame on its way to the network.
struct LiveFrame {
    Frame frame; ///< turned as it is to be seen
    std::string name; ///< of its source
    std::uint64_t run = 0;
    /// Frames with the same number follow each other; after a jump it is another one.
    std::uint64_t stretch = 0;
    std::int64_t capturedFrames = 0;
    std::int64_t droppedFrames = 0;
};

/// Where frames go to be recognised. One waits at most, the newest: memory does not grow however
/// slow the network is.
class FrameSink {
public:
    virtual ~FrameSink() = default;
    FrameSink() = default;
    FrameSink(const FrameSink&) = delete;
    FrameSink& operator=(const FrameSink&) = delete;

    /// Any thread. What a person asked for is not displaced: then this frame is the one dropped.
    /// @return how many frames will not be recognised: 0, or 1 for the one that waited or this one.
    virtual int offer(LiveFrame frame) = 0;
    /// Any thread. Takes back what waits.
    virtual void withdrawFrames() = 0;
    /// Any thread. Holds for the frames that follow; the threshold also for the one on show.
    virtual void setSmoothing(const SmoothingOptions& options) = 0;
};

} // namespace netlens

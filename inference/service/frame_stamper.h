#pragma once

#include "capture/label_smoother.h"
#include "recognition.h"
#include "service/frame_sink.h"

#include <cstdint>

namespace netlens {

/// Counts the recent past of a frame into its labels, once for each frame.
/// Thread rule: one thread.
class FrameStamper {
public:
    void setOptions(const SmoothingOptions& options) { m_smoother.setOptions(options); }
    /// Another model answers from now on.
    void forget() { m_smoother.reset(); }

    /// A frame that is looked at once more speaks for itself alone: what was smoothed before was
    /// another answer to the same picture.
    FrameStamp stamp(const LiveFrame& live, const Recognition& answer);
    /// Whether its most probable class reaches the threshold as it is now.
    bool isSure(const FrameStamp& frame) const;

private:
    LabelSmoother m_smoother;
    std::uint64_t m_lastId = 0; ///< of the Recognition the smoother knows last
    std::uint64_t m_stretch = 0;
};

} // namespace netlens

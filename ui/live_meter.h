#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace netlens {

/// Frames a second and the time from capture to screen, over the last few seconds.
class LiveMeter {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    struct Reading {
        double shownRate = 0; ///< answers that reached the screen
        double capturedRate = 0;
        std::int64_t dropped = 0; ///< since the source was started
        double medianMs = 0; ///< from capture to screen
        double slowMs = 0; ///< 95 of 100 are faster
    };

    void reset() { m_paints.clear(); }
    /// A frame's answer is on the screen.
    void painted(
        TimePoint captured, TimePoint now, std::int64_t capturedFrames, std::int64_t droppedFrames);
    /// Nothing before a second frame has been on the screen.
    std::optional<Reading> read() const;

private:
    struct Paint {
        TimePoint time;
        double latencyMs = 0;
        std::int64_t captured = 0;
        std::int64_t dropped = 0;
    };
    std::deque<Paint> m_paints;
};

} // namespace netlens

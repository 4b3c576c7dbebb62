#pragma once

#include <algorithm>
#include <chrono>

namespace netlens {

/// When the frames of a medium are due. Takes the present in place of the past when frames come
/// late: after a slow stretch a video goes on at its speed, it does not hurry.
class PlaybackClock {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The next frame is due at once.
    void restart() { m_isRunning = false; }

    TimePoint due(double seconds, double speed, TimePoint now)
    {
        constexpr double kMostLate = 0.1;
        constexpr double kLongestPause = 10; ///< odd time stamps do not freeze a video for ever
        if (!m_isRunning || speed != m_speed || seconds < m_seconds) {
            m_isRunning = true;
            m_time = now;
        } else {
            const double pause = std::min((seconds - m_seconds) / speed, kLongestPause);
            m_time += std::chrono::duration_cast<TimePoint::duration>(
                std::chrono::duration<double>(pause));
            if (std::chrono::duration<double>(now - m_time).count() > kMostLate)
                m_time = now;
        }
        m_seconds = seconds;
        m_speed = speed;
        return m_time;
    }

private:
    bool m_isRunning = false;
    double m_seconds = 0; ///< of the last frame
    double m_speed = 1;
    TimePoint m_time; ///< when that was due
};

} // namespace netlens

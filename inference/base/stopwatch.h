#pragma once

#include <chrono>

namespace netlens {

/// Wall-clock time in milliseconds since it was made or last asked for a lap.
class Stopwatch {
public:
    double lapMs()
    {
        const auto now = Clock::now();
        const std::chrono::duration<double, std::milli> lap = now - m_start;
        m_start = now;
        return lap.count();
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point m_start = Clock::now();
};

} // namespace netlens

#pragma once

#include "base/stopwatch.h"

#include <cstdint>

namespace netlens {

/// Bytes a second, smoothed over about a second.
class TransferRate {
public:
    void add(std::uint64_t bytes)
    {
        constexpr double kSampleMs = 200;
        constexpr double kWeight = 0.3; ///< of the newest sample
        m_bytes += static_cast<double>(bytes);
        m_ms += m_watch.lapMs();
        if (m_ms < kSampleMs)
            return;
        const double sample = m_bytes / m_ms * 1000;
        m_perSecond = m_perSecond > 0 ? (1 - kWeight) * m_perSecond + kWeight * sample : sample;
        m_bytes = 0;
        m_ms = 0;
    }
    double perSecond() const { return m_perSecond; } ///< 0 while nothing is known

private:
    Stopwatch m_watch;
    double m_bytes = 0;
    double m_ms = 0;
    double m_perSecond = 0;
};

} // namespace netlens

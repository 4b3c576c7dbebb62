#pragma once

#include "capture/frame.h"

namespace netlens::cli {

/// Which frames are looked at.
class FramePicker {
public:
    /// @param every 1: each; n: those whose number n divides, or the next where that one is missing
    /// @param rate at most so many a second of the medium; 0: no limit
    FramePicker(std::int64_t every, double rate)
        : m_every(every)
        , m_rate(rate)
    {
    }

    bool wants(const Frame& frame);

private:
    std::int64_t m_every;
    double m_rate;
    std::int64_t m_nextNumber = 0;
    double m_nextSlot = 0; ///< in 1 / rate seconds
};

} // namespace netlens::cli

#pragma once

#include "service/frame_sink.h"

#include <algorithm>
#include <mutex>
#include <vector>

/// A FrameSink that keeps what it is offered, or drops it when it is said to be full.
class SinkDouble : public netlens::FrameSink {
public:
    int offer(netlens::LiveFrame frame) override
    {
        const std::lock_guard lock(m_mutex);
        m_frames.push_back(std::move(frame));
        return m_isFull ? 1 : 0;
    }
    void withdrawFrames() override
    {
        const std::lock_guard lock(m_mutex);
        ++m_withdrawals;
    }
    void setSmoothing(const netlens::SmoothingOptions& options) override
    {
        const std::lock_guard lock(m_mutex);
        m_smoothing = options;
    }

    void setFull(bool isFull)
    {
        const std::lock_guard lock(m_mutex);
        m_isFull = isFull;
    }
    std::vector<netlens::LiveFrame> frames() const
    {
        const std::lock_guard lock(m_mutex);
        return m_frames;
    }
    std::vector<std::int64_t> numbers() const
    {
        std::vector<std::int64_t> result;
        for (const netlens::LiveFrame& frame : frames())
            result.push_back(frame.frame.number);
        return result;
    }
    netlens::SmoothingOptions smoothing() const
    {
        const std::lock_guard lock(m_mutex);
        return m_smoothing;
    }
    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_frames.clear();
    }

private:
    mutable std::mutex m_mutex;
    std::vector<netlens::LiveFrame> m_frames;
    netlens::SmoothingOptions m_smoothing;
    int m_withdrawals = 0;
    bool m_isFull = false;
};

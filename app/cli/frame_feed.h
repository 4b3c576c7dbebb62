#pragma once

#include "capture/frame_source.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace netlens::cli {

/// The frames of a source, read on a thread of their own while the network runs. Of a live source
/// the newest one waits; of a medium every frame comes, a few are read ahead.
class FrameFeed {
public:
    /// @param stop ends the feed; the destructor requests it as well.
    FrameFeed(std::unique_ptr<FrameSource> source, std::stop_source stop);
    ~FrameFeed();
    FrameFeed(const FrameFeed&) = delete;
    FrameFeed& operator=(const FrameFeed&) = delete;

    /// The next frame, or what happened to the source: SourceStalled, once until a frame comes;
    /// VideoDamaged; another error is the last. Nothing at the end or after a stop.
    std::optional<Result<Frame>> next();

private:
    void read();
    bool put(Result<Frame> item);

    std::unique_ptr<FrameSource> m_source;
    bool m_isLive;
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Result<Frame>> m_items;
    bool m_isOver = false;
    std::thread m_thread;
};

} // namespace netlens::cli

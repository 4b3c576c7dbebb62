#include "app/cli/frame_feed.h"

#include "base/guarded.h"

namespace netlens::cli {

namespace {

    constexpr std::size_t kMostAhead = 3;

} // namespace

FrameFeed::FrameFeed(std::unique_ptr<FrameSource> source, std::stop_source stop)
    : m_source(std::move(source))
    , m_isLive(m_source->traits().isLive)
    , m_stop(std::move(stop))
    , m_thread([this] {
        const auto done = guarded({}, [&] {
            read();
            return Result<void>();
        });
        if (!done)
            put(done.error());
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
        m_changed.notify_all();
    })
{
}

FrameFeed::~FrameFeed()
{
    m_stop.request_stop();
    m_thread.join();
}

std::optional<Result<Frame>> FrameFeed::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, m_stop.get_token(), [this] { return m_isOver || !m_items.empty(); });
    if (m_stop.stop_requested() || m_items.empty())
        return std::nullopt;
    auto item = std::move(m_items.front());
    m_items.pop_front();
    m_changed.notify_all();
    return item;
}

void FrameFeed::read()
{
    bool isStalled = false;
    while (!m_stop.stop_requested()) {
        auto frame = m_source->next(m_stop.get_token());
        if (frame && !*frame)
            return;
        if (frame) {
            isStalled = false;
            if (!put(**std::move(frame)))
                return;
            continue;
        }
        const ErrorCode code = frame.error().code;
        if (code == ErrorCode::SourceStalled && std::exchange(isStalled, true))
            continue;
        const bool goesOn = code == ErrorCode::SourceStalled || code == ErrorCode::VideoDamaged;
        if (!put(frame.error()) || !goesOn)
            return;
    }
}

bool FrameFeed::put(Result<Frame> item)
{
    std::unique_lock lock(m_mutex);
    if (m_isLive) // errors stay, only frames make room
        std::erase_if(m_items, [](const auto& waiting) { return waiting.has_value(); });
    else
        m_changed.wait(lock, m_stop.get_token(), [this] { return m_items.size() < kMostAhead; });
    if (m_stop.stop_requested())
        return false;
    m_items.push_back(std::move(item));
    m_changed.notify_all();
    return true;
}

} // namespace netlens::cli

#include "capture/reconnecting_source.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace netlens {

namespace {

    constexpr std::chrono::milliseconds kFirstPause { 500 };
    constexpr std::chrono::milliseconds kLongestPause { 8000 };

} // namespace

ReconnectingSource::ReconnectingSource(
    std::unique_ptr<FrameSource> source, Open open, Listener listener)
    : m_source(std::move(source))
    , m_open(std::move(open))
    , m_listener(std::move(listener))
    , m_traits(m_source->traits())
    , m_pause(kFirstPause)
{
}

Result<std::optional<Frame>> ReconnectingSource::next(std::stop_token stop)
{
    for (;;) {
        if (!m_source && !reconnect(stop))
            return std::optional<Frame>();
        auto frame = m_source->next(stop);
        if (frame && *frame)
            return std::optional(continued(**std::move(frame)));
        if (frame)
            return frame;
        if (frame.error().code != ErrorCode::SourceLost)
            return frame.error();
        m_source.reset();
        tell(Event::Kind::Lost, frame.error());
    }
}

Result<void> ReconnectingSource::seek(double seconds, std::stop_token stop)
{
    if (m_source)
        return m_source->seek(seconds, std::move(stop));
    return makeError(ErrorCode::SourceLost, m_traits.name);
}

void ReconnectingSource::tell(Event::Kind kind, const std::optional<Error>& error) const
{
    if (m_listener)
        m_listener({ kind, error, m_pause, m_reconnects });
}

bool ReconnectingSource::reconnect(const std::stop_token& stop)
{
    while (wait(stop)) {
        m_pause = std::min(2 * m_pause, kLongestPause);
        auto source = m_open(stop);
        if (stop.stop_requested())
            return false;
        if (source) {
            m_source = *std::move(source);
            m_traits = m_source->traits();
            m_firstNumber = m_nextNumber;
            ++m_reconnects;
            tell(Event::Kind::Reconnected);
            return true;
        }
        tell(Event::Kind::StillLost, source.error());
    }
    return false;
}

bool ReconnectingSource::wait(std::stop_token stop) const
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, m_pause, [] { return false; });
    return !stop.stop_requested();
}

Frame ReconnectingSource::continued(Frame frame)
{
    // A server that lets everybody in and sends nothing is not to be asked more and more often.
    m_pause = kFirstPause;
    if (!m_start)
        m_start = frame.captured
            - std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                std::chrono::duration<double>(frame.seconds));
    frame.number += m_firstNumber;
    m_nextNumber = frame.number + 1;
    if (m_reconnects > 0)
        frame.seconds = std::chrono::duration<double>(frame.captured - *m_start).count();
    m_traits.size = frame.image.size();
    return frame;
}

Result<std::unique_ptr<FrameSource>> openLastingSource(const SourceAddress& address,
    std::stop_token stop, const OpenLimits& limits, ReconnectingSource::Listener listener)
{
    auto source = openSource(address, std::move(stop), limits);
    if (!source || !(*source)->traits().isLive)
        return source;
    auto open = [address, limits](std::stop_token later) {
        return openSource(address, std::move(later), limits);
    };
    return std::unique_ptr<FrameSource>(std::make_unique<ReconnectingSource>(
        *std::move(source), std::move(open), std::move(listener)));
}

} // namespace netlens

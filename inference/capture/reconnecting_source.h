#pragma once

#include "capture/frame_source.h"

#include <functional>

namespace netlens {

/// A live source that is opened again when it is lost, for as long as it takes: half a second after
/// the loss, then after twice the time, eight seconds at most. Numbers and seconds of its frames
/// go on.
class ReconnectingSource final : public FrameSource {
public:
    using Open = std::function<Result<std::unique_ptr<FrameSource>>(std::stop_token stop)>;

    struct Event {
        enum class Kind {
            Lost, ///< error says how
            StillLost, ///< an attempt failed; error says why
            Reconnected,
        };
        Kind kind = Kind::Lost;
        std::optional<Error> error {};
        std::chrono::milliseconds retryIn { 0 }; ///< Lost, StillLost
        int reconnects = 0; ///< so far
    };
    /// Called inside next().
    using Listener = std::function<void(const Event& event)>;

    /// @param source open already. @param open makes another one like it. @pre source is live.
    ReconnectingSource(std::unique_ptr<FrameSource> source, Open open, Listener listener = {});

    const SourceTraits& traits() const override { return m_traits; }
    int reconnects() const { return m_reconnects; }

    /// Returns during a loss only when a stop was requested. Errors: the source's but SourceLost.
    Result<std::optional<Frame>> next(std::stop_token stop) override;
    Result<void> seek(double seconds, std::stop_token stop) override;

private:
    void tell(Event::Kind kind, const std::optional<Error>& error = {}) const;
    /// False when a stop was requested.
    bool reconnect(const std::stop_token& stop);
    bool wait(std::stop_token stop) const;
    Frame continued(Frame frame);

    std::unique_ptr<FrameSource> m_source; ///< null while it is lost
    Open m_open;
    Listener m_listener;
    SourceTraits m_traits;
    std::chrono::milliseconds m_pause;
    int m_reconnects = 0;
    std::int64_t m_firstNumber = 0; ///< of the connection that stands
    std::int64_t m_nextNumber = 0;
    std::optional<std::chrono::steady_clock::time_point> m_start;
};

/// openSource(), and for cameras and streams a source that reconnects.
Result<std::unique_ptr<FrameSource>> openLastingSource(const SourceAddress& address,
    std::stop_token stop, const OpenLimits& limits = {},
    ReconnectingSource::Listener listener = {});

} // namespace netlens

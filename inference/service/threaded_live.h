#pragma once

#include "base/mailbox.h"
#include "capture/reconnecting_source.h"
#include "capture/screen_feed.h"
#include "service/capture_run.h"
#include "service/frame_sink.h"
#include "service/live_controls.h"
#include "service/live_service.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace netlens {

/// What the capture thread is to play.
struct PlayOrder {
    SourceAddress address;
    std::uint64_t run = 0;
    std::stop_source stop;
};

/// The LiveService that owns the capture thread. That opens sources, reads and turns their frames,
/// offers each to the network and leaves the newest for the window.
/// The thread begins with the first start() and ends with the destructor, which waits for a second
/// at most (FrameSource::next).
class ThreadedLive final : public LiveService, private CaptureListener {
    Q_OBJECT
public:
    using Open = std::function<Result<std::unique_ptr<FrameSource>>(
        const SourceAddress& address, std::stop_token stop, ReconnectingSource::Listener listener)>;

    /// @pre sink outlives this. @param open openLastingSource, or a test's
    explicit ThreadedLive(FrameSink& sink, Open open = {}, QObject* parent = nullptr);
    ~ThreadedLive() override;

    void start(SourceAddress address) override;
    void stop() override;
    void hold() override;
    void release() override;
    void pause() override;
    void resume() override;
    void step(int frames) override;
    void seek(double seconds) override;
    void setSpeed(double factor) override;
    void setLoop(bool on) override;
    void setOrientation(Orientation orientation) override;
    void setSizeOnScreen(Size size) override;
    void setSmoothing(double seconds) override;
    void setThreshold(double probability) override;
    void putScreen(Result<Image> picture) override;

    LiveState state() const override;
    std::optional<Preview> takePreview() override;
    std::vector<Failure> takeFailures() override;

signals:
    /// From the capture thread, for announce() alone.
    void outboxFilled();

private:
    void work(std::stop_token stop);
    void play(const PlayOrder& order);
    Result<std::unique_ptr<FrameSource>> open(const PlayOrder& order);
    void end();
    void enter(LiveState::Phase phase) override;
    void present(Frame frame, std::uint64_t stretch) override;
    void fail(Error error) override;
    void noteReconnecting(const ReconnectingSource::Event& event);
    template <typename F> void post(F&& change);
    void askForAnnouncement();
    void changeState(LiveState state);
    void announce();

    FrameSink& m_sink;
    Open m_open;
    LiveControls m_controls;
    SmoothingOptions m_smoothing; ///< GUI thread only
    Mailbox<PlayOrder> m_orders;
    ScreenFeed m_screen;
    std::stop_source m_running; ///< GUI thread only: ends what was started last

    std::uint64_t m_playing = 0; ///< capture thread only: the run being played
    std::uint64_t m_stretches = 0; ///< capture thread only: of all runs before
    std::uint64_t m_lastStretch = 0; ///< capture thread only
    std::int64_t m_captured = 0; ///< capture thread only: of this run
    std::int64_t m_dropped = 0; ///< capture thread only

    mutable std::mutex m_outboxMutex;
    std::condition_variable m_released; ///< m_isHeld is no more
    // Guarded by m_outboxMutex:
    LiveState m_state;
    bool m_stateChanged = false;
    bool m_isHeld = false;
    std::optional<Preview> m_preview;
    std::vector<Failure> m_failures;
    bool m_announcing = false; ///< a call of announce() is on its way

    std::jthread m_thread; ///< last: it uses everything above
};

} // namespace netlens

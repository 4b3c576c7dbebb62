#pragma once

#include "capture/frame_source.h"
#include "service/live_controls.h"
#include "service/playback_clock.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

namespace netlens {

/// Whom a CaptureRun tells what comes. Called on the capture thread.
class CaptureListener {
public:
    virtual ~CaptureListener() = default;
    CaptureListener() = default;
    CaptureListener(const CaptureListener&) = delete;
    CaptureListener& operator=(const CaptureListener&) = delete;

    /// May repeat what it was.
    virtual void enter(LiveState::Phase phase) = 0;
    /// A frame that is to be seen now, turned as wished, and with its copy for the screen.
    /// @param stretch another one after each jump
    virtual void present(Frame frame, std::uint64_t stretch) = 0;
    virtual void fail(Error error) = 0;
};

/// Plays one source that is open: at its own pace when it is live, by its clock when it is a
/// medium, as the controls say.
/// Thread rule: made and run on the capture thread; the controls are anybody's.
class CaptureRun {
public:
    CaptureRun(FrameSource& source, LiveControls& controls, CaptureListener& listener);

    /// Returns after a stop, or when nothing more can come.
    void play(const std::stop_token& stop);

private:
    using Phase = LiveState::Phase;

    void playLive(const std::stop_token& stop);
    void playMedium(const std::stop_token& stop);
    /// False when nothing more can come.
    bool readAhead(const std::stop_token& stop);
    bool goOnAtEnd(const std::stop_token& stop);
    /// Both: false when nothing more can come.
    bool jump(const LiveControls::Jump& wanted, const std::stop_token& stop);
    bool seek(double seconds, const std::stop_token& stop);
    double frameSeconds() const;
    void present(Frame frame);
    /// What may pass: tells it once until a frame comes. False for the end.
    bool endure(const Error& error);

    FrameSource& m_source;
    LiveControls& m_controls;
    CaptureListener& m_listener;
    PlaybackClock m_clock;
    std::optional<Frame> m_ahead; ///< of a medium: decoded, not yet due
    std::chrono::steady_clock::time_point m_due;
    std::uint64_t m_stretch = 0;
    double m_seconds = 0; ///< of the last frame shown
    int m_toSkip = 0; ///< frames on the way of a step
    bool m_showsOne = true; ///< the next frame is shown though it is paused
    bool m_sawFrame = false; ///< since the beginning was last gone to
    int m_troubles = 0; ///< since the last frame
};

} // namespace netlens

#pragma once

#include "base/result.h"
#include "capture/source_address.h"
#include "image/image.h"
#include "service/recognition_service.h"

#include <QObject>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace netlens {

/// How frames are turned before anyone sees them, the network included.
struct Orientation {
    int quarterTurns = 0; ///< clockwise, 0 … 3
    bool isMirrored = false; ///< left and right as on the screen, after the turn

    friend bool operator==(const Orientation&, const Orientation&) = default;
};

/// What the live source is doing.
struct LiveState {
    enum class Phase {
        Idle, ///< there is none
        Opening,
        Running,
        Waiting, ///< nothing comes, or it is lost; it goes on by itself when it can
        Ended, ///< at the end of the medium, which can be played again
        Failed, ///< over; failed() said why
    };
    Phase phase = Phase::Idle;
    std::uint64_t run = 0; ///< of the last start()
    SourceAddress address {};
    std::string name {};
    bool isLive = true; ///< no seeking, no speed
    std::optional<double> duration {};
    double rate = 0; ///< frames a second; 0 when unknown
    bool isPaused = false;

    bool isOn() const { return phase != Phase::Idle && phase != Phase::Failed; }
};

/// A picture as it came, before the network has looked at it.
struct Preview {
    std::uint64_t run = 0;
    std::int64_t number = 0;
    double seconds = 0; ///< in the medium
    std::chrono::steady_clock::time_point captured {};
    Image image {};
    Image onScreen {}; ///< as Frame::onScreen
};

/// Moving pictures for the window. They are recognised by the RecognitionService: a frame's answer
/// is a Recognition with a FrameStamp, and reset by nothing but the next one.
/// All methods are called on the GUI thread and return at once; signals say that the matching
/// method has something. Nothing starts by itself.
class LiveService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// In place of what runs.
    virtual void start(SourceAddress address) = 0;
    /// No frame is offered to the network once this has returned.
    virtual void stop() = 0;
    /// Something else may be shown in its place. Until release(), stop() or another start() no more
    /// frames are previewed or offered to the network; one that it has is answered. Meanwhile
    /// a medium stands still and frames of a live source pass unseen; state() stays as it is.
    virtual void hold() = 0;
    virtual void release() = 0;
    /// A medium stands still; of a live source frames pass unseen.
    virtual void pause() = 0;
    /// At the end of a medium: from its beginning.
    virtual void resume() = 0;
    /// While paused: that many frames on, or back. Media only.
    virtual void step(int frames) = 0;
    virtual void seek(double seconds) = 0; ///< media only
    virtual void setSpeed(double factor) = 0; ///< media only. @pre factor > 0
    virtual void setLoop(bool on) = 0;
    virtual void setOrientation(Orientation orientation) = 0;
    /// How many pixels of the screen frames are painted on: those that follow bring a copy of that
    /// size if it is smaller. Empty: they need not.
    virtual void setSizeOnScreen(Size size) = 0;
    virtual void setSmoothing(double seconds) = 0; ///< time constant; 0: each frame for itself
    virtual void setThreshold(double probability) = 0; ///< below it the answer is "not sure"
    /// Of a source of kind Screen: what it shows now, or why nothing can be seen any more. Only the
    /// GUI thread can look. None is expected while it is paused.
    virtual void putScreen(Result<Image> picture) = 0;

    virtual LiveState state() const = 0;
    virtual std::optional<Preview> takePreview() = 0;
    /// Failure::Of::Live. While the state is Waiting they tell what it waits for.
    virtual std::vector<Failure> takeFailures() = 0;

signals:
    void stateChanged();
    void previewed();
    void failed();
};

} // namespace netlens

#pragma once

#include "recognition.h"
#include "service/live_service.h"
#include "ui/camera_list.h"
#include "ui/live_meter.h"
#include "ui/live_timeline.h"
#include "ui/screen_watch.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace netlens {

class LiveActions;
class LiveBar;
class PicturePane;
struct Caption;

/// Moving pictures as the window has them: what the actions and the bar say goes to the service,
/// what it says comes into the picture pane. Remembers the camera and the looks between runs.
class LiveSession : public QObject {
    Q_OBJECT
public:
    /// @pre all outlive this. @param window pauses what runs while nobody can see it
    LiveSession(LiveService& live, const CameraList& cameras, LiveActions& actions,
        PicturePane& pane, QWidget* window);

    void watch(SourceAddress address);
    void watchVideo(const QString& path);
    void end();
    /// A picture is to be shown in its place, if it turns out to be one: what runs is held.
    void makeWay();
    /// That picture has been submitted.
    void await(std::uint64_t picture);
    /// Ends what made way for it.
    void pictureShown(std::uint64_t picture);
    /// What made way for it goes on.
    void pictureFailed(std::uint64_t picture);

    /// Whether the answer is of the source that runs, not of one before.
    bool isCurrent(const FrameStamp& frame) const { return frame.run == m_live.state().run; }
    /// A frame's answer is on its way to the screen.
    void frameAnswered(const Recognition& recognition, const Caption& caption);
    /// Whether it goes on where nobody can see it, whatever the action says.
    void keepGoing(bool on);
    /// What was seen before was another model's answer.
    void modelChanged() { m_timeline.forget(); }

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    /// A source was asked for.
    void begun();
    void failed(const netlens::Failure& failure);
    /// It runs, or runs again.
    void wentOn();
    void refused(const QString& sentence);
    /// A picture is on the screen before it has an answer.
    void previewShown(const netlens::Image& pixels);
    /// For the status line, twice a second; empty when nothing runs.
    void measured(const QString& text);

private:
    void connectActions();
    void connectBar();
    void restore();
    void useCamera();
    void useThis(const Camera& camera);
    void openVideo();
    void openStream();
    void openSequence();
    void chooseOther();
    void step(int frames);
    void turn();
    void turnAsBefore(const SourceAddress& address);
    void takeState();
    void takePreview();
    void followWindow();
    void showFrozen(const LiveState& state);
    void measure();

    LiveService& m_live;
    const CameraList& m_cameras;
    LiveActions& m_actions;
    PicturePane& m_pane;
    LiveBar& m_bar;
    QWidget* m_window;
    LiveMeter m_meter;
    LiveTimeline m_timeline;
    ScreenWatch m_screen;
    QTimer m_measuring;
    QElapsedTimer m_sinceAnswer;
    qint64 m_answerGapMs = 0; ///< between the last two answers
    QElapsedTimer m_sinceSeek;
    Orientation m_orientation; ///< of what is watched
    LiveState::Phase m_phase = LiveState::Phase::Idle;
    FrameStamp m_shown; ///< of the last answer, without its labels
    std::optional<std::uint64_t> m_awaited; ///< the picture that is made way for
    bool m_isUnseen = false; ///< paused because nobody can see it
    bool m_isKeptGoing = false;
};

} // namespace netlens

#include "ui/live_session.h"

#include "ui/heatmap_actions.h"
#include "ui/image_view.h"
#include "ui/live_actions.h"
#include "ui/live_bar.h"
#include "ui/live_caption.h"
#include "ui/picture_pane.h"

#include <QEvent>
#include <QLocale>
#include <QSettings>

#include <algorithm>
#include <chrono>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr std::chrono::milliseconds kMeasuring { 500 };
    constexpr qint64 kLongWithoutAnswer = 500; ///< ms: then pictures come without a map
    constexpr qint64 kSeekSettles = 250; ///< ms in which frames from before a jump still come

} // namespace

LiveSession::LiveSession(LiveService& live, const CameraList& cameras, LiveActions& actions,
    PicturePane& pane, QWidget* window)
    : QObject(window)
    , m_live(live)
    , m_cameras(cameras)
    , m_actions(actions)
    , m_pane(pane)
    , m_bar(pane.liveBar())
    , m_window(window)
    , m_timeline(live, pane.timeline())
    , m_screen(live)
{
    m_measuring.setInterval(kMeasuring);
    connect(&m_measuring, &QTimer::timeout, this, &LiveSession::measure);
    connect(&live, &LiveService::stateChanged, this, &LiveSession::takeState);
    connect(&live, &LiveService::previewed, this, &LiveSession::takePreview);
    connect(&live, &LiveService::failed, this, [this] {
        for (const Failure& failure : m_live.takeFailures())
            emit failed(failure);
    });
    connect(&pane.view(), &ImageView::sizeOnScreenChanged, this,
        [this](Size size) { m_live.setSizeOnScreen(size); });
    connect(&pane.view(), &ImageView::framePainted, this, [this](auto captured) {
        m_meter.painted(captured, std::chrono::steady_clock::now(), m_shown.capturedFrames,
            m_shown.droppedFrames);
    });
    connectActions();
    connectBar();
    restore();
    window->installEventFilter(this);
}

void LiveSession::watch(SourceAddress address)
{
    m_awaited.reset();
    m_isUnseen = false;
    m_bar.resetSpeed();
    m_meter.reset();
    m_shown = {};
    m_sinceAnswer.invalidate();
    m_sinceSeek.invalidate();
    m_pane.view().setCaption({});
    emit begun();
    turnAsBefore(address);
    m_live.start(std::move(address));
    followWindow();
}

void LiveSession::watchVideo(const QString& path)
{
    watch({ SourceAddress::Kind::VideoFile, path.toStdString() });
}

void LiveSession::end()
{
    if (m_live.state().phase != LiveState::Phase::Idle)
        m_live.stop();
    m_awaited.reset();
    m_isUnseen = false;
    m_pane.view().setCaption({});
}

void LiveSession::makeWay()
{
    if (m_live.state().isOn())
        m_live.hold();
}

void LiveSession::await(std::uint64_t picture)
{
    m_awaited = picture;
}

void LiveSession::pictureShown(std::uint64_t picture)
{
    if (m_awaited && picture >= *m_awaited)
        end();
}

void LiveSession::pictureFailed(std::uint64_t picture)
{
    if (m_awaited != picture)
        return;
    m_awaited.reset();
    m_live.release();
}

void LiveSession::frameAnswered(const Recognition& recognition, const Caption& caption)
{
    const FrameStamp& frame = *recognition.frame;
    m_shown.seconds = frame.seconds;
    m_shown.capturedFrames = frame.capturedFrames;
    m_shown.droppedFrames = frame.droppedFrames;
    m_answerGapMs = m_sinceAnswer.isValid() ? m_sinceAnswer.elapsed() : 0;
    m_sinceAnswer.start();
    if (!m_sinceSeek.isValid() || m_sinceSeek.elapsed() > kSeekSettles)
        m_bar.setPosition(frame.seconds);
    m_timeline.add(recognition);
    // The network may still have been at a frame when the source was stopped.
    const bool isOn = m_live.state().isOn();
    const bool isShown = isOn && m_actions.caption->isChecked();
    const Caption shown = isShown ? caption : Caption();
    m_pane.view().setCaption(shown.text, shown.detail);
}

void LiveSession::takeState()
{
    const LiveState state = m_live.state();
    const bool isCamera = state.address.kind == SourceAddress::Kind::Camera && state.isOn();
    m_actions.setRunning(state.isOn(), state.isOn() && !state.isLive,
        isCamera ? QString::fromStdString(state.address.location) : QString());
    m_bar.setState(state);
    showFrozen(state);
    const auto before = std::exchange(m_phase, state.phase);
    if (state.phase == LiveState::Phase::Running && before != LiveState::Phase::Running)
        emit wentOn();
    if (state.isOn() && !m_measuring.isActive())
        m_measuring.start();
    if (!state.isOn()) {
        m_measuring.stop();
        emit measured({});
    }
}

void LiveSession::showFrozen(const LiveState& state)
{
    const bool isAtEnd = state.phase == LiveState::Phase::Ended;
    const bool isHeld = state.isPaused && !m_isUnseen;
    m_actions.setFrozen(state.isOn() && (isHeld || isAtEnd));
}

void LiveSession::takePreview()
{
    const auto preview = m_live.takePreview();
    if (!preview || preview->run != m_live.state().run)
        return;
    // What lies over a picture belongs to it. So with a map, pictures come with their answers,
    // unless there are none; without one they come as they are captured.
    const qint64 patience = std::max(kLongWithoutAnswer, 3 * m_answerGapMs);
    const bool isAnswered = m_sinceAnswer.isValid() && m_sinceAnswer.elapsed() < patience;
    if (isAnswered && m_pane.showsHeatmap())
        return;
    m_pane.setPreview(*preview);
    emit previewShown(preview->image);
    if (!m_sinceSeek.isValid() || m_sinceSeek.elapsed() > kSeekSettles)
        m_bar.setPosition(preview->seconds);
}

void LiveSession::measure()
{
    const auto reading = m_meter.read();
    if (!reading)
        return;
    const QLocale locale;
    const auto rate = [&locale](double value) { return locale.toString(value, 'f', 1); };
    const auto ms = [&locale](double value) { return locale.toString(value, 'f', 0); };
    emit measured(
        tr("%1 of %2 fps · %3 left out · %4 / %5 ms",
            "shown, captured, dropped, median and 95th percentile of the delay")
            .arg(rate(reading->shownRate), rate(reading->capturedRate),
                locale.toString(reading->dropped), ms(reading->medianMs), ms(reading->slowMs)));
}

bool LiveSession::eventFilter(QObject* watched, QEvent* event)
{
    const auto type = event->type();
    if (type == QEvent::WindowStateChange || type == QEvent::Hide || type == QEvent::Show)
        QTimer::singleShot(0, this, &LiveSession::followWindow);
    return QObject::eventFilter(watched, event);
}

void LiveSession::keepGoing(bool on)
{
    m_isKeptGoing = on;
    followWindow();
}

void LiveSession::followWindow()
{
    const bool isSeen = (m_window->isVisible() && !m_window->isMinimized()) || m_isKeptGoing;
    const LiveState state = m_live.state();
    const bool canPause = state.isOn() && !state.isPaused && state.phase != LiveState::Phase::Ended;
    if (!isSeen && canPause && !m_actions.goOnHidden->isChecked()) {
        m_isUnseen = true;
        m_live.pause();
    } else if (isSeen && std::exchange(m_isUnseen, false) && state.isOn() && state.isPaused) {
        m_live.resume();
    }
}

} // namespace netlens

#include "service/capture_run.h"

#include "image/orientation.h"
#include "image/screen_size.h"

#include <algorithm>
#include <utility>

namespace netlens {

namespace {

    constexpr int kMostTroubles = 100; ///< damaged parts in a row
    constexpr double kUsualRate = 25;

    std::chrono::steady_clock::time_point now()
    {
        return std::chrono::steady_clock::now();
    }

    /// A copy that is larger would be a burden to whoever keeps frames: the window makes it itself.
    bool shrinks(Size from, Size to)
    {
        return to.width > 0 && to.height > 0 && to.width < from.width && to.height < from.height;
    }

} // namespace

CaptureRun::CaptureRun(FrameSource& source, LiveControls& controls, CaptureListener& listener)
    : m_source(source)
    , m_controls(controls)
    , m_listener(listener)
{
}

void CaptureRun::play(const std::stop_token& stop)
{
    if (m_source.traits().isLive)
        playLive(stop);
    else
        playMedium(stop);
}

void CaptureRun::playLive(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        auto frame = m_source.next(stop);
        if (stop.stop_requested())
            return;
        if (!frame) {
            if (!endure(frame.error()))
                return;
        } else if (!*frame) {
            m_listener.fail(makeError(ErrorCode::SourceLost, m_source.traits().name));
            return m_listener.enter(Phase::Failed);
        } else {
            // Taken while paused as well, so that what comes after it is of that moment.
            m_listener.enter(Phase::Running);
            if (!m_controls.settings().isPaused)
                present(**std::move(frame));
        }
    }
}

void CaptureRun::playMedium(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        if (const auto wanted = m_controls.takeJump(); wanted && !jump(wanted, stop))
            return;
        if (m_controls.settings().isPaused && !m_showsOne) {
            m_controls.waitWhilePaused(stop);
            m_clock.restart();
            if (m_ahead)
                m_due = m_clock.due(m_ahead->seconds, m_controls.settings().speed, now());
            continue;
        }
        if (!m_ahead && !readAhead(stop))
            return;
        if (!m_ahead)
            continue;
        if (!m_showsOne && !m_controls.waitUntil(m_due, stop))
            continue;
        Frame frame = *std::exchange(m_ahead, std::nullopt);
        frame.captured = now();
        if (m_toSkip > 0) {
            --m_toSkip;
            continue;
        }
        m_showsOne = false;
        present(std::move(frame));
    }
}

bool CaptureRun::readAhead(const std::stop_token& stop)
{
    auto frame = m_source.next(stop);
    if (stop.stop_requested())
        return false;
    if (!frame)
        return endure(frame.error());
    if (!*frame)
        return goOnAtEnd(stop);
    m_sawFrame = true;
    m_listener.enter(Phase::Running);
    m_ahead = std::move(*frame);
    m_due = m_clock.due(m_ahead->seconds, m_controls.settings().speed, now());
    return true;
}

bool CaptureRun::goOnAtEnd(const std::stop_token& stop)
{
    m_showsOne = false;
    m_toSkip = 0;
    const LiveControls::Settings settings = m_controls.settings();
    if (!settings.isLooping || !m_sawFrame) {
        m_listener.enter(Phase::Ended);
        m_controls.waitForMore(stop, m_sawFrame); // a loop around nothing would turn for ever
    } else {
        // The last frame has its time as well.
        const std::chrono::duration<double> shown(frameSeconds() / settings.speed);
        m_controls.waitUntil(
            m_due + std::chrono::duration_cast<std::chrono::steady_clock::duration>(shown), stop);
        if (m_controls.settings().isPaused)
            return true;
    }
    if (stop.stop_requested())
        return false;
    if (const auto wanted = m_controls.takeJump())
        return jump(wanted, stop);
    m_sawFrame = false;
    return seek(0, stop);
}

bool CaptureRun::jump(const LiveControls::Jump& wanted, const std::stop_token& stop)
{
    if (wanted.seconds && !seek(*wanted.seconds, stop))
        return false;
    if (wanted.frames > 0)
        m_toSkip = wanted.frames - (wanted.seconds ? 0 : 1);
    m_showsOne = true;
    if (wanted.frames >= 0)
        return true;
    // The middle of the time that frame is shown, where rounding does not matter.
    const double from = wanted.seconds.value_or(m_seconds);
    return seek(std::max(0.0, from - (-wanted.frames - 0.5) * frameSeconds()), stop);
}

double CaptureRun::frameSeconds() const
{
    const double rate = m_source.traits().rate;
    return 1 / (rate > 0 ? rate : kUsualRate);
}

bool CaptureRun::seek(double seconds, const std::stop_token& stop)
{
    m_ahead.reset();
    m_toSkip = 0;
    m_showsOne = true;
    m_clock.restart();
    ++m_stretch;
    const auto there = m_source.seek(seconds, stop);
    return there || endure(there.error());
}

void CaptureRun::present(Frame frame)
{
    m_troubles = 0;
    m_seconds = frame.seconds;
    const LiveControls::Settings wanted = m_controls.settings();
    frame.image
        = turned(frame.image, wanted.orientation.quarterTurns, wanted.orientation.isMirrored);
    if (shrinks(frame.image.size(), wanted.sizeOnScreen))
        frame.onScreen = scaleForScreen(frame.image, wanted.sizeOnScreen);
    m_listener.present(std::move(frame), m_stretch);
}

bool CaptureRun::endure(const Error& error)
{
    const bool isStalled = error.code == ErrorCode::SourceStalled;
    const bool passes = isStalled || error.code == ErrorCode::VideoDamaged;
    if (m_troubles++ == 0 || !passes)
        m_listener.fail(error);
    if (!passes || (!isStalled && m_troubles > kMostTroubles)) {
        m_listener.enter(Phase::Failed);
        return false;
    }
    if (isStalled)
        m_listener.enter(Phase::Waiting);
    return true;
}

} // namespace netlens

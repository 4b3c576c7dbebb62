#include "support/fake_live.h"

using namespace netlens;

void FakeLive::start(SourceAddress address)
{
    starts.push_back(address);
    isHeld = false;
    const std::uint64_t run = m_state.run + 1;
    m_state = {};
    m_state.phase = LiveState::Phase::Opening;
    m_state.run = run;
    m_state.isLive = address.kind != SourceAddress::Kind::VideoFile
        && address.kind != SourceAddress::Kind::Pictures;
    m_state.name = address.shownName();
    m_state.address = std::move(address);
    emit stateChanged();
}

void FakeLive::stop()
{
    ++stops;
    isHeld = false;
    const std::uint64_t run = m_state.run;
    m_state = {};
    m_state.run = run;
    emit stateChanged();
}

void FakeLive::pause()
{
    m_state.isPaused = true;
    emit stateChanged();
}

void FakeLive::resume()
{
    m_state.isPaused = false;
    emit stateChanged();
}

std::optional<Preview> FakeLive::takePreview()
{
    return std::exchange(m_preview, std::nullopt);
}

std::vector<Failure> FakeLive::takeFailures()
{
    return std::exchange(m_failures, {});
}

void FakeLive::run(std::optional<double> duration, LiveState::Phase phase)
{
    m_state.duration = duration;
    m_state.isLive = !duration;
    enter(phase);
}

void FakeLive::enter(LiveState::Phase phase)
{
    m_state.phase = phase;
    emit stateChanged();
}

void FakeLive::fail(ErrorCode code)
{
    Failure failure;
    failure.of = Failure::Of::Live;
    failure.error = makeError(code, m_state.name);
    m_failures.push_back(std::move(failure));
    emit failed();
}

void FakeLive::preview(Image image, double seconds)
{
    m_preview
        = Preview { m_state.run, 0, seconds, std::chrono::steady_clock::now(), std::move(image) };
    emit previewed();
}

void FakeCameras::plug(QList<Camera> cameras)
{
    m_cameras = std::move(cameras);
    emit changed();
}

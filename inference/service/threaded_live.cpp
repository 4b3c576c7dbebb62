#include "service/threaded_live.h"

#include "base/thread_name.h"

#include <exception>
#include <new>
#include <utility>

namespace netlens {

namespace {

    constexpr int kOrderedClasses = 20; ///< as many as a window lists

    Result<std::unique_ptr<FrameSource>> openForReal(
        const SourceAddress& address, std::stop_token stop, ReconnectingSource::Listener listener)
    {
        return openLastingSource(address, std::move(stop), {}, std::move(listener));
    }

} // namespace

ThreadedLive::ThreadedLive(FrameSink& sink, Open open, QObject* parent)
    : LiveService(parent)
    , m_sink(sink)
    , m_open(open ? std::move(open) : Open(openForReal))
{
    m_smoothing.rows = kOrderedClasses;
    connect(this, &ThreadedLive::outboxFilled, this, &ThreadedLive::announce, Qt::QueuedConnection);
}

ThreadedLive::~ThreadedLive()
{
    end();
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void ThreadedLive::start(SourceAddress address)
{
    end();
    m_controls.restart();
    m_running = std::stop_source();
    LiveState opening;
    opening.phase = LiveState::Phase::Opening;
    opening.run = state().run + 1;
    opening.name = address.shownName();
    opening.isLive = address.kind != SourceAddress::Kind::VideoFile
        && address.kind != SourceAddress::Kind::Pictures;
    opening.address = address;
    PlayOrder order { std::move(address), opening.run, m_running };
    changeState(std::move(opening));
    m_orders.amend([&](PlayOrder& waiting) { waiting = std::move(order); });
    if (!m_thread.joinable())
        m_thread = std::jthread([this](std::stop_token stop) { work(std::move(stop)); });
}

void ThreadedLive::stop()
{
    end();
    LiveState idle;
    idle.run = state().run;
    changeState(std::move(idle));
}

void ThreadedLive::end()
{
    m_running.request_stop();
    {
        // From here on present() finds another run, or none.
        const std::lock_guard lock(m_outboxMutex);
        m_state.phase = LiveState::Phase::Idle;
        m_isHeld = false;
        m_preview.reset();
        m_failures.clear();
    }
    m_released.notify_all();
    m_sink.withdrawFrames();
    m_screen.restart();
}

void ThreadedLive::hold()
{
    const std::lock_guard lock(m_outboxMutex);
    m_isHeld = true;
}

void ThreadedLive::release()
{
    {
        const std::lock_guard lock(m_outboxMutex);
        m_isHeld = false;
    }
    m_released.notify_all();
}

void ThreadedLive::pause()
{
    m_controls.change([](auto& settings) { settings.isPaused = true; });
    m_screen.setHeld(true);
    post([this] { m_stateChanged |= !std::exchange(m_state.isPaused, true); });
}

void ThreadedLive::resume()
{
    m_controls.play();
    m_screen.setHeld(false);
    post([this] { m_stateChanged |= std::exchange(m_state.isPaused, false); });
}

void ThreadedLive::step(int frames)
{
    m_controls.step(frames);
}

void ThreadedLive::seek(double seconds)
{
    m_controls.seek(seconds);
}

void ThreadedLive::setSpeed(double factor)
{
    m_controls.change([=](auto& settings) { settings.speed = factor; });
}

void ThreadedLive::setLoop(bool on)
{
    m_controls.change([=](auto& settings) { settings.isLooping = on; });
}

void ThreadedLive::setOrientation(Orientation orientation)
{
    m_controls.change([=](auto& settings) { settings.orientation = orientation; });
}

void ThreadedLive::setSizeOnScreen(Size size)
{
    m_controls.change([=](auto& settings) { settings.sizeOnScreen = size; });
}

void ThreadedLive::setSmoothing(double seconds)
{
    m_smoothing.seconds = seconds;
    m_sink.setSmoothing(m_smoothing);
}

void ThreadedLive::setThreshold(double probability)
{
    m_smoothing.threshold = probability;
    m_sink.setSmoothing(m_smoothing);
}

void ThreadedLive::putScreen(Result<Image> picture)
{
    if (picture)
        m_screen.put(*std::move(picture));
    else
        m_screen.fail(picture.error());
}

LiveState ThreadedLive::state() const
{
    const std::lock_guard lock(m_outboxMutex);
    return m_state;
}

std::optional<Preview> ThreadedLive::takePreview()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_preview, std::nullopt);
}

std::vector<Failure> ThreadedLive::takeFailures()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_failures, {});
}

void ThreadedLive::work(std::stop_token stop)
{
    nameThread("capture");
    while (auto order = m_orders.take(stop)) {
        if (order->stop.stop_requested())
            continue;
        m_playing = order->run;
        m_captured = 0;
        m_dropped = 0;
        m_stretches = m_lastStretch + 1;
        try {
            play(*order);
        } catch (const std::bad_alloc& error) {
            fail(makeError(ErrorCode::OutOfMemory, order->address.shownName(), error.what()));
            enter(LiveState::Phase::Failed);
        } catch (const std::exception& error) {
            fail(makeError(ErrorCode::Internal, order->address.shownName(), error.what()));
            enter(LiveState::Phase::Failed);
        }
    }
}

void ThreadedLive::play(const PlayOrder& order)
{
    const std::stop_token stop = order.stop.get_token();
    auto source = open(order);
    if (stop.stop_requested())
        return;
    if (!source) {
        fail(source.error());
        return enter(LiveState::Phase::Failed);
    }
    const SourceTraits traits = (*source)->traits();
    post([&] {
        if (m_state.run != m_playing || !m_state.isOn())
            return;
        m_state.phase = LiveState::Phase::Running;
        m_state.name = order.address.name.empty() ? traits.name : order.address.name;
        m_state.isLive = traits.isLive;
        m_state.duration = traits.duration;
        m_state.rate = traits.rate;
        m_stateChanged = true;
    });
    CaptureRun(**source, m_controls, *this).play(stop);
}

Result<std::unique_ptr<FrameSource>> ThreadedLive::open(const PlayOrder& order)
{
    if (order.address.kind == SourceAddress::Kind::Screen)
        return openScreen(m_screen, order.address);
    return m_open(order.address, order.stop.get_token(),
        [this](const auto& event) { noteReconnecting(event); });
}

void ThreadedLive::enter(LiveState::Phase phase)
{
    const std::lock_guard lock(m_outboxMutex);
    if (m_state.run != m_playing || !m_state.isOn() || m_state.phase == phase)
        return;
    m_state.phase = phase;
    m_stateChanged = true;
    askForAnnouncement();
}

void ThreadedLive::present(Frame frame, std::uint64_t stretch)
{
    m_lastStretch = m_stretches + stretch;
    std::unique_lock lock(m_outboxMutex);
    if (m_isHeld && m_state.isLive)
        return;
    m_released.wait(lock, [this] { return !m_isHeld; });
    if (m_state.run != m_playing || !m_state.isOn())
        return;
    ++m_captured;
    m_preview = Preview { m_playing, frame.number, frame.seconds, frame.captured, frame.image,
        frame.onScreen };
    // Under the lock, so that nothing is offered once stop() or hold() is through.
    m_dropped += m_sink.offer(
        { std::move(frame), m_state.name, m_playing, m_lastStretch, m_captured, m_dropped });
    askForAnnouncement();
}

void ThreadedLive::fail(Error error)
{
    post([&] {
        if (m_state.run != m_playing || !m_state.isOn())
            return;
        m_failures.push_back(
            { .of = Failure::Of::Live, .error = std::move(error), .request = {}, .file = {} });
    });
}

void ThreadedLive::noteReconnecting(const ReconnectingSource::Event& event)
{
    if (event.kind != ReconnectingSource::Event::Kind::Lost)
        return;
    fail(*event.error);
    enter(LiveState::Phase::Waiting);
}

template <typename F> void ThreadedLive::post(F&& change)
{
    const std::lock_guard lock(m_outboxMutex);
    change();
    askForAnnouncement();
}

/// @pre m_outboxMutex is held
void ThreadedLive::askForAnnouncement()
{
    if (!std::exchange(m_announcing, true))
        emit outboxFilled();
}

void ThreadedLive::changeState(LiveState state)
{
    post([&] {
        m_state = std::move(state);
        m_stateChanged = true;
    });
}

void ThreadedLive::announce()
{
    bool hasState = false;
    bool hasPreview = false;
    bool hasFailures = false;
    {
        const std::lock_guard lock(m_outboxMutex);
        m_announcing = false;
        hasState = std::exchange(m_stateChanged, false);
        hasPreview = m_preview.has_value();
        hasFailures = !m_failures.empty();
    }
    if (hasState)
        emit stateChanged();
    if (hasFailures)
        emit failed();
    if (hasPreview)
        emit previewed();
}

} // namespace netlens

#include "service/live_controls.h"

#include <utility>

namespace netlens {

void LiveControls::seek(double seconds)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jump = { seconds, 0 };
    }
    m_changed.notify_all();
}

void LiveControls::step(int frames)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jump.frames += frames;
    }
    m_changed.notify_all();
}

void LiveControls::play()
{
    {
        const std::lock_guard lock(m_mutex);
        m_settings.isPaused = false;
        m_playsAgain = true;
    }
    m_changed.notify_all();
}

void LiveControls::restart()
{
    const std::lock_guard lock(m_mutex);
    m_settings.isPaused = false;
    m_jump = {};
}

LiveControls::Settings LiveControls::settings() const
{
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

LiveControls::Jump LiveControls::takeJump()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_jump, {});
}

bool LiveControls::waitUntil(std::chrono::steady_clock::time_point time, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    const bool isDisturbed
        = m_changed.wait_until(lock, stop, time, [this] { return m_settings.isPaused || m_jump; });
    return !isDisturbed && !stop.stop_requested();
}

void LiveControls::waitWhilePaused(std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, std::move(stop), [this] { return !m_settings.isPaused || m_jump; });
}

void LiveControls::waitForMore(std::stop_token stop, bool loopCounts)
{
    std::unique_lock lock(m_mutex);
    m_playsAgain = false;
    m_changed.wait(lock, std::move(stop),
        [&] { return m_playsAgain || (loopCounts && m_settings.isLooping) || m_jump; });
}

} // namespace netlens

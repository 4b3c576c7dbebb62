#pragma once

#include "service/live_service.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace netlens {

/// What the window wants of the source that runs, for the capture thread to look at between two
/// frames. Any thread.
class LiveControls {
public:
    /// What stays as it is until changed.
    struct Settings {
        bool isPaused = false;
        bool isLooping = false;
        double speed = 1;
        Orientation orientation;
        Size sizeOnScreen; ///< as LiveService::setSizeOnScreen
    };
    /// What is done once.
    struct Jump {
        std::optional<double> seconds; ///< to there
        int frames = 0; ///< then so many on, or back

        explicit operator bool() const { return seconds || frames != 0; }
    };

    template <typename F> void change(F&& how)
    {
        {
            const std::lock_guard lock(m_mutex);
            how(m_settings);
        }
        m_changed.notify_all();
    }
    void seek(double seconds);
    void step(int frames);
    /// Not paused any more; at the end of a medium: once more.
    void play();
    /// Another source: it begins playing at its beginning.
    void restart();

    Settings settings() const;
    Jump takeJump();

    /// Until the time has come; earlier when it is paused, a jump waits or a stop was requested.
    /// @return whether the time has come
    bool waitUntil(std::chrono::steady_clock::time_point time, std::stop_token stop);
    /// Until a jump waits or it is not paused any more, or a stop.
    void waitWhilePaused(std::stop_token stop);
    /// At the end of a medium: until a jump waits, or it is to be played again; or a stop.
    void waitForMore(std::stop_token stop, bool loopCounts);

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    Settings m_settings;
    Jump m_jump;
    bool m_playsAgain = false;
};

} // namespace netlens

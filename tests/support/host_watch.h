#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

/// When the computer below this virtual machine kept a processor to itself. On every processor a
/// thread that nothing here may hold up wakes each two milliseconds: where it wakes late, the
/// processor was not there. Needs the right to real-time priority; without it nothing is told.
class HostWatch {
public:
    using Clock = std::chrono::steady_clock;

    HostWatch();
    ~HostWatch();
    HostWatch(const HostWatch&) = delete;
    HostWatch& operator=(const HostWatch&) = delete;

    bool isAllowed() const { return m_allowed; }
    /// How much of the time between two moments, in ms, one processor or more was not there. Of
    /// the last ten seconds.
    double keptMs(Clock::time_point from, Clock::time_point to) const;

private:
    struct Absence {
        Clock::time_point from;
        Clock::time_point to;
    };
    void beat(unsigned processor);

    bool m_allowed = false;
    std::atomic<bool> m_ends { false };
    mutable std::mutex m_mutex;
    std::deque<Absence> m_absences; ///< of the last seconds, in the order of their ends
    std::vector<std::thread> m_threads;
};

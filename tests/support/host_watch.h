#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

/// A time in which a processor did nothing for this virtual machine.
struct Absence {
    using Clock = std::chrono::steady_clock;

    int processor = 0;
    Clock::time_point from;
    Clock::time_point to;
};

/// How much of the time between two moments, in ms, one processor was away.
/// @pre a processor's absences do not overlap.
double awayMs(std::span<const Absence> absences, int processor, Absence::Clock::time_point from,
    Absence::Clock::time_point to);

/// When the computer below this virtual machine kept a processor to itself: on each a thread of the
/// highest real-time priority wakes every two milliseconds, and where it wakes late the processor
/// was away. (Interrupts and what the kernel does not let itself be interrupted in hold it up, too;
/// the sum can be compared with the steal time that the kernel counts.) Needs the right to such a
/// priority; without it no processor is ever said to be away.
/// Thread rule: any thread may ask.
class HostWatch {
public:
    using Clock = Absence::Clock;

    HostWatch();
    ~HostWatch();
    HostWatch(const HostWatch&) = delete;
    HostWatch& operator=(const HostWatch&) = delete;

    bool isAllowed() const { return m_isAllowed; }
    /// As ::awayMs(), of the last ten seconds.
    double awayMs(int processor, Clock::time_point from, Clock::time_point to) const;
    /// Of all processors, added up since it was made.
    double awaySeconds() const;

private:
    void beat(const std::stop_token& stop, int processor);

    bool m_isAllowed = true;
    mutable std::mutex m_mutex;
    std::deque<Absence> m_absences; ///< of the last seconds
    Clock::duration m_away {};
    std::vector<std::jthread> m_threads; ///< last: they use the others
};

/// The longest of the times something took on one thread: as a clock saw it, and without the time
/// for which the processor the thread is found on was away.
class Longest {
public:
    using Clock = Absence::Clock;

    explicit Longest(const HostWatch& host)
        : m_host(host)
    {
    }

    /// To be called on that thread when `to` has just passed.
    void add(Clock::time_point from, Clock::time_point to);
    void forget() { m_seenMs = m_ownMs = 0; }

    double seenMs() const { return m_seenMs; }
    double ownMs() const { return m_ownMs; }

private:
    const HostWatch& m_host;
    double m_seenMs = 0;
    double m_ownMs = 0;
};

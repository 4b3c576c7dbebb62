#include "support/host_watch.h"

#include <algorithm>

#include <pthread.h>
#include <sched.h>

namespace {

using Clock = Absence::Clock;

constexpr std::chrono::milliseconds kPeriod(2);
// Later than such a thread wakes when nothing is wrong.
constexpr std::chrono::milliseconds kLate(1);
constexpr std::chrono::seconds kKept(10);

double milliseconds(Clock::duration time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

std::vector<int> ownProcessors()
{
    cpu_set_t mine;
    CPU_ZERO(&mine);
    sched_getaffinity(0, sizeof(mine), &mine);
    std::vector<int> processors;
    for (int processor = 0; processor < CPU_SETSIZE; ++processor)
        if (CPU_ISSET(static_cast<std::size_t>(processor), &mine))
            processors.push_back(processor);
    return processors;
}

bool makeRealTime(pthread_t thread, int processor)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(processor), &one);
    sched_param priority {};
    priority.sched_priority = sched_get_priority_max(SCHED_FIFO);
    return pthread_setaffinity_np(thread, sizeof(one), &one) == 0
        && pthread_setschedparam(thread, SCHED_FIFO, &priority) == 0;
}

} // namespace

double awayMs(
    std::span<const Absence> absences, int processor, Clock::time_point from, Clock::time_point to)
{
    Clock::duration away {};
    for (const Absence& absence : absences)
        if (absence.processor == processor)
            away += std::max(
                Clock::duration(), std::min(absence.to, to) - std::max(absence.from, from));
    return milliseconds(away);
}

HostWatch::HostWatch()
{
    for (const int processor : ownProcessors()) {
        m_threads.emplace_back(
            [this, processor](const std::stop_token& stop) { beat(stop, processor); });
        m_isAllowed = m_isAllowed && makeRealTime(m_threads.back().native_handle(), processor);
    }
    if (m_isAllowed)
        return;
    m_threads.clear();
    m_absences.clear();
    m_away = {};
}

HostWatch::~HostWatch() = default;

double HostWatch::awayMs(int processor, Clock::time_point from, Clock::time_point to) const
{
    const std::lock_guard lock(m_mutex);
    const std::vector<Absence> known(m_absences.begin(), m_absences.end());
    return ::awayMs(known, processor, from, to);
}

double HostWatch::awaySeconds() const
{
    const std::lock_guard lock(m_mutex);
    return std::chrono::duration<double>(m_away).count();
}

void HostWatch::beat(const std::stop_token& stop, int processor)
{
    pthread_setname_np(pthread_self(), "host watch");
    while (!stop.stop_requested()) {
        const Clock::time_point due = Clock::now() + kPeriod;
        std::this_thread::sleep_until(due);
        const Clock::time_point woke = Clock::now();
        if (woke - due < kLate)
            continue;
        const std::lock_guard lock(m_mutex);
        m_away += woke - due;
        m_absences.push_back({ processor, due, woke });
        while (m_absences.front().to < woke - kKept)
            m_absences.pop_front();
    }
}

void Longest::add(Clock::time_point from, Clock::time_point to)
{
    const double ms = milliseconds(to - from);
    m_seenMs = std::max(m_seenMs, ms);
    if (ms > m_ownMs)
        m_ownMs = std::max(m_ownMs, ms - m_host.awayMs(sched_getcpu(), from, to));
}

#include "support/host_watch.h"

#include <algorithm>

#include <pthread.h>
#include <sched.h>

namespace {

constexpr std::chrono::milliseconds kPeriod(2);
constexpr std::chrono::milliseconds kLate(1); ///< later than any thread of this priority wakes
constexpr std::chrono::seconds kKept(10);

bool becomeRealTime(unsigned processor)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    sched_param priority {};
    priority.sched_priority = sched_get_priority_max(SCHED_FIFO);
    return pthread_setaffinity_np(pthread_self(), sizeof(one), &one) == 0
        && pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority) == 0;
}

} // namespace

HostWatch::HostWatch()
{
    std::thread([this] { m_allowed = becomeRealTime(0); }).join();
    if (!m_allowed)
        return;
    for (unsigned processor = 0; processor < std::thread::hardware_concurrency(); ++processor)
        m_threads.emplace_back([this, processor] { beat(processor); });
}

HostWatch::~HostWatch()
{
    m_ends = true;
    for (std::thread& thread : m_threads)
        thread.join();
}

double HostWatch::keptMs(Clock::time_point from, Clock::time_point to) const
{
    std::vector<Absence> within;
    {
        const std::lock_guard lock(m_mutex);
        for (auto absence = m_absences.rbegin(); absence != m_absences.rend() && absence->to > from;
             ++absence)
            within.push_back({ std::max(absence->from, from), std::min(absence->to, to) });
    }
    std::ranges::sort(within, {}, &Absence::from);
    Clock::duration kept {};
    Clock::time_point counted = from;
    for (const Absence& absence : within) {
        if (absence.to <= counted)
            continue;
        kept += absence.to - std::max(absence.from, counted);
        counted = absence.to;
    }
    return std::chrono::duration<double, std::milli>(kept).count();
}

void HostWatch::beat(unsigned processor)
{
    pthread_setname_np(pthread_self(), "host watch");
    if (!becomeRealTime(processor))
        return;
    while (!m_ends) {
        const Clock::time_point due = Clock::now() + kPeriod;
        std::this_thread::sleep_until(due);
        const Clock::time_point woke = Clock::now();
        if (woke - due < kLate)
            continue;
        const std::lock_guard lock(m_mutex);
        m_absences.push_back({ due, woke });
        while (m_absences.front().to < woke - kKept)
            m_absences.pop_front();
    }
}

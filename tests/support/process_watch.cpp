#include "support/process_watch.h"

#include <algorithm>
#include <fstream>
#include <string>

#include <unistd.h>

namespace {

/// How long this thread could have run but other processes had the processors.
double waitedForCpuMs()
{
    double ran = 0;
    double waited = 0;
    std::ifstream("/proc/thread-self/schedstat") >> ran >> waited;
    return waited / 1e6;
}

} // namespace

EventLoopWatch::EventLoopWatch()
    : m_waitedBefore(waitedForCpuMs())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, [this] { turn(); });
    m_since.start();
    m_timer.start(5);
}

void EventLoopWatch::turn()
{
    const double waited = waitedForCpuMs();
    const double gap = static_cast<double>(m_since.nsecsElapsed()) / 1e6;
    m_largestGapMs = std::max(m_largestGapMs, gap - (waited - m_waitedBefore));
    m_waitedBefore = waited;
    m_since.start();
}

double residentMegabytes()
{
    long total = 0;
    long resident = 0;
    std::ifstream("/proc/self/statm") >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double stolenSeconds()
{
    // cpu user nice system idle iowait irq softirq steal, in ticks
    std::ifstream file("/proc/stat");
    std::string name;
    file >> name;
    constexpr int kStolen = 8;
    double ticks = 0;
    for (int i = 0; i < kStolen; ++i)
        file >> ticks;
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

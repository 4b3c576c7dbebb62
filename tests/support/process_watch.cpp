#include "support/process_watch.h"

#include <QByteArrayList>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <fstream>
#include <string>

#include <ctime>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

ThreadTimes threadTimes()
{
    timespec ran {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ran);
    ThreadTimes times;
    times.ranMs = static_cast<double>(ran.tv_sec) * 1e3 + static_cast<double>(ran.tv_nsec) / 1e6;
    // Kept open, because that takes longest; it goes on being about this thread.
    thread_local QFile file(u"/proc/thread-self/schedstat"_s);
    if (!file.isOpen() && !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return times;
    file.seek(0);
    constexpr qint64 kMost = 80;
    // Nanoseconds on a processor, which lag behind the clock, and waiting for one; and how often.
    times.waitedMs = file.read(kMost).split(' ').value(1).toDouble() / 1e6;
    return times;
}

EventLoopWatch::EventLoopWatch()
    : m_waitedBefore(threadTimes().waitedMs)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, [this] { turn(); });
    m_since.start();
    m_timer.start(5);
}

void EventLoopWatch::turn()
{
    const double waited = threadTimes().waitedMs;
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

std::map<QString, double> processorSeconds()
{
    const double tick = 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK));
    std::map<QString, double> seconds;
    for (const QString& thread :
        QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(u"/proc/self/task/"_s + thread + u"/stat"_s);
        if (!file.open(QIODevice::ReadOnly))
            continue; // it ended
        const QString line = QString::fromUtf8(file.readAll());
        const auto end = line.lastIndexOf(u')');
        const QString name = line.sliced(line.indexOf(u'(') + 1, end - line.indexOf(u'(') - 1);
        const QStringList fields = line.sliced(end + 2).split(u' ');
        seconds[name] += tick * (fields.value(11).toDouble() + fields.value(12).toDouble());
    }
    return seconds;
}

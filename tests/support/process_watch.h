#pragma once

#include <QElapsedTimer>
#include <QString>
#include <QTimer>

#include <map>

/// How much longer things may take under a sanitizer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kSlowdown = 10;
#else
inline constexpr int kSlowdown = 1;
#endif

/// What a thread has done with its time.
struct ThreadTimes {
    double ranMs = 0;
    double waitedMs = 0; ///< it could have run, but others had the processors
};

/// The calling thread's, since it was started.
ThreadTimes threadTimes();

/// The longest time between two turns of this thread's event loop while it exists, without what
/// the rest of the machine took: a thread that is held up by the program itself does not wait for
/// a processor.
class EventLoopWatch {
public:
    EventLoopWatch();
    double largestGapMs() const { return m_largestGapMs; }

private:
    void turn();

    QTimer m_timer;
    QElapsedTimer m_since;
    double m_waitedBefore;
    double m_largestGapMs = 0;
};

/// Memory of this process that is in RAM.
double residentMegabytes();

/// How long this virtual machine's processors, added up, have waited for the computer's since they
/// were started.
double stolenSeconds();

/// Seconds on a processor by what the threads are called.
std::map<QString, double> processorSeconds();

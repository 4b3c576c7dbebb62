#pragma once

#include <stop_token>
#include <thread>

namespace netlens::cli {

/// Ctrl+C, the order to end and a terminal that goes away become a request to stop, so that files
/// are finished; a second Ctrl+C ends the program at once.
/// Make it before any other thread: threads inherit that these signals are not theirs.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    std::stop_source& source() { return m_stop; }
    std::stop_token token() const { return m_stop.get_token(); }

private:
    void listen();

    std::stop_source m_stop;
    int m_signals = -1; ///< signalfd
    int m_wake = -1; ///< eventfd
    std::thread m_thread;
};

} // namespace netlens::cli

#include "app/cli/stop_signals.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace netlens::cli {

namespace {

    bool isIgnored(int signal)
    {
        struct sigaction action { };
        return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
    }

    sigset_t stopSignals()
    {
        sigset_t set {};
        ::sigemptyset(&set);
        for (const int signal : { SIGINT, SIGTERM, SIGHUP })
            if (!isIgnored(signal)) // nohup, or a script's background job
                ::sigaddset(&set, signal);
        return set;
    }

} // namespace

StopSignals::StopSignals()
{
    const sigset_t set = stopSignals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = ::signalfd(-1, &set, SFD_CLOEXEC);
    m_wake = ::eventfd(0, EFD_CLOEXEC);
    m_thread = std::thread([this] { listen(); });
}

StopSignals::~StopSignals()
{
    const std::uint64_t one = 1;
    (void)!::write(m_wake, &one, sizeof one);
    m_thread.join();
    ::close(m_signals);
    ::close(m_wake);
}

void StopSignals::listen()
{
    for (;;) {
        std::array<pollfd, 2> waiting { pollfd { m_signals, POLLIN, 0 },
            pollfd { m_wake, POLLIN, 0 } };
        if (::poll(waiting.data(), waiting.size(), -1) < 0)
            continue; // interrupted
        if (waiting[1].revents != 0)
            return;
        signalfd_siginfo signal {};
        if (::read(m_signals, &signal, sizeof signal) != sizeof signal)
            return;
        constexpr int kKilledBySignal = 128;
        if (m_stop.stop_requested() && signal.ssi_signo == SIGINT)
            ::_exit(kKilledBySignal + SIGINT);
        m_stop.request_stop();
    }
}

} // namespace netlens::cli

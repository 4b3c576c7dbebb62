#include "capture/video/left_threads.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <unistd.h>
#include <vector>

namespace netlens {

namespace {

    struct LeftThreads {
        std::mutex mutex;
        std::vector<std::function<bool()>> areDone;
    };

    /// Never destroyed: it is asked while the program ends.
    LeftThreads& leftThreads()
    {
        static auto* const kThreads = new LeftThreads;
        return *kThreads;
    }

    void endAtOnceIfAnyRuns(int status, void* /*unused*/)
    {
        LeftThreads& left = leftThreads();
        const std::lock_guard lock(left.mutex);
        std::erase_if(left.areDone, [](const auto& isDone) { return isDone(); });
        if (left.areDone.empty())
            return;
        std::fflush(nullptr);
        ::_exit(status);
    }

} // namespace

void leaveThread(std::thread thread, std::function<bool()> isDone)
{
    thread.detach();
    LeftThreads& left = leftThreads();
    const std::lock_guard lock(left.mutex);
    static const int kRegistered = ::on_exit(endAtOnceIfAnyRuns, nullptr);
    (void)kRegistered;
    std::erase_if(left.areDone, [](const auto& known) { return known(); });
    left.areDone.push_back(std::move(isDone));
}

} // namespace netlens

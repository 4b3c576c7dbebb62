#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace netlens {

/// Threads that share the steps of a network. A step is cut into tasks, and whoever is free takes
/// the next: a helper that the system does not run at the moment holds nobody up. Helpers wait
/// spinning for as long as it takes between two steps, then sleep, so an idle network costs
/// nothing. Thread rule: made, used and destroyed on one thread, which does its share of every
/// step.
class Team {
public:
    /// @param threads with the calling one; at least 1
    explicit Team(std::size_t threads);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    std::size_t threads() const { return m_helpers.size() + 1; }

    /// Calls task(index) once for every index below `count` and returns when all have returned.
    /// Allocates nothing. @pre task does not throw, count < 65536.
    template <typename Task> void run(std::size_t count, const Task& task)
    {
        share(count, &task, [](const void* context, std::size_t index) {
            (*static_cast<const Task*>(context))(index);
        });
    }

private:
    using Function = void (*)(const void* context, std::size_t index);

    void share(std::size_t count, const void* context, Function function);
    bool takeTask();
    void help(const std::stop_token& stop);

    // Round, number of tasks and next task in one word: to take a task of a round proves that it is
    // not over, so that function and context are still its own.
    std::atomic<std::uint64_t> m_state { 0 };
    std::atomic<const void*> m_context { nullptr };
    std::atomic<Function> m_function { nullptr };
    std::atomic<std::size_t> m_done { 0 };
    std::atomic<std::uint32_t> m_round { 0 }; ///< what sleepers wait on
    std::vector<std::jthread> m_helpers;
};

} // namespace netlens

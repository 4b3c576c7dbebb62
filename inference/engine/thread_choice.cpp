#include "engine/thread_choice.h"

#include <algorithm>
#include <cassert>

namespace netlens {

namespace {

    // A network of this size has too little work in a step for more.
    constexpr int kMostThreads = 8;
    constexpr double kWorthwhile = 0.85; ///< of the quiet time of fewer threads
    // Where a busy program leaves one processor of two, both sizes take the same time, and the
    // slowest tenth of some thirty runs differs by this much from one measurement to the next.
    constexpr double kAsFast = 1.1;
    constexpr double kMostBeside = 2; ///< times the quiet run of one thread

} // namespace

std::vector<int> threadCandidates(int processors)
{
    const int most = std::clamp(processors, 1, kMostThreads);
    std::vector<int> candidates;
    for (int threads = 1; threads < most; threads *= 2)
        candidates.push_back(threads);
    candidates.push_back(most);
    return candidates;
}

int bestThreads(std::span<const ThreadTrial> trials)
{
    assert(!trials.empty() && trials.front().threads == 1);
    const double bearable = kMostBeside * trials.front().quietMs;
    const ThreadTrial* best = &trials.front();
    for (const ThreadTrial& more : trials.subspan(1)) {
        const bool isWorthwhile = more.quietMs <= kWorthwhile * best->quietMs;
        const bool standsLoad
            = more.besideMs <= kAsFast * best->besideMs && more.besideMs <= bearable;
        if (isWorthwhile && standsLoad)
            best = &more;
    }
    return best->threads;
}

} // namespace netlens

#pragma once

#include "engine/network.h"

#include <cstdint>
#include <string>
#include <vector>

namespace netlens {

/// How long one step of a network takes.
struct StepTiming {
    Network::StepInfo step;
    double medianMs = 0;

    /// Billions of operations a second; a multiply-add counts as two.
    double gflops() const;
};

struct StepTimings {
    std::vector<StepTiming> steps; ///< in the order they run
    double peakGflops = 0; ///< of this machine, on as many threads
    int threads = 1;

    double totalMs() const; ///< the sum of the steps
};

/// Runs the network on whatever its input holds, `runs` times, and measures the machine's peak.
/// @pre runs > 0
StepTimings measureSteps(Network& network, int runs);

} // namespace netlens

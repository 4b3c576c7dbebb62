#pragma once

#include "engine/network.h"
#include "engine/thread_choice.h"

#include <functional>
#include <optional>

namespace netlens {

/// Measures a network with every candidate number of threads, in turns, on the computer as it is
/// and beside a thread that never rests, and chooses. Takes about 0.7 s, for a network of less than
/// 20 ms a run.
/// @param isInterrupted is asked before each run; at true the calibration ends without an answer.
/// No answer either for a network that takes too long to be measured in passing, or that does not
/// fit into memory once more for each candidate. @pre as Network::build
std::optional<ThreadChoice> calibrateThreads(const Architecture& architecture,
    const SharedWeights& weights, const NetworkOptions& options,
    const std::function<bool()>& isInterrupted);

} // namespace netlens

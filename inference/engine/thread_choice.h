#pragma once

#include "model/precision.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace netlens {

/// How a network fares with a number of threads.
struct ThreadTrial {
    int threads = 1;
    double quietMs = 0; ///< median of a run on the computer as it is
    double besideMs = 0; ///< what nine of ten runs keep to beside a program that never rests

    friend bool operator==(const ThreadTrial&, const ThreadTrial&) = default;
};

/// A number of threads, and the measurements it was chosen by.
struct ThreadChoice {
    int threads = 1;
    std::vector<ThreadTrial> trials {}; ///< by rising number of threads
    bool isSteady = true; ///< no other program was busy in the quiet runs: worth remembering

    friend bool operator==(const ThreadChoice&, const ThreadChoice&) = default;
};

/// What is known of a computer in one state (on battery, say), for each precision measured there.
struct ThreadChoices {
    std::string computer; ///< which, and in what state
    std::map<Precision, ThreadChoice> of {};

    friend bool operator==(const ThreadChoices&, const ThreadChoices&) = default;
};

/// The team sizes worth measuring on so many processors: 1, 2, 4, 8, and all of them up to eight.
std::vector<int> threadCandidates(int processors);

/// The size to use. More threads are taken when they shorten a quiet run by 15 % or more and are no
/// slower than fewer beside a busy program, where no run may take twice the quiet time of one
/// thread. @pre trials begin with one thread, by rising number.
int bestThreads(std::span<const ThreadTrial> trials);

} // namespace netlens

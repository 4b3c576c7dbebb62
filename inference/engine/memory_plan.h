#pragma once

#include "engine/plan.h"

#include <cstddef>
#include <vector>

namespace netlens {

/// Offsets of the values in one block of memory; values whose lives do not meet share it.
struct MemoryPlan {
    static constexpr std::size_t kAlignment = 64;

    std::vector<std::size_t> offset; ///< bytes, per value; only values that exist are meaningful
    std::size_t total = 0; ///< bytes
};

/// @param bytes size of each value; 0 for values no step makes.
MemoryPlan planMemory(const Plan& plan, const std::vector<std::size_t>& bytes);

} // namespace netlens

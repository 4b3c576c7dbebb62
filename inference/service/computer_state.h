#pragma once

#include <filesystem>
#include <string>

namespace netlens {

/// The computer as far as a number of threads depends on it, in one line that is the same as long
/// as nothing of that has changed: "Intel(R) Xeon(R) Processor · 2 · AMX · mains powersave". Reads
/// a few small files.
/// @param root where proc and sys lie
std::string computerState(const std::filesystem::path& root = "/");

/// The part of it that changes while a program runs: "mains" or "battery" where there is a power
/// supply, then the processors' frequency governor and their preference, where they have any.
std::string powerState(const std::filesystem::path& root = "/");

} // namespace netlens

#pragma once

#include <filesystem>

namespace netlens {

/// The value of an environment variable; null where it is not set or empty.
const char* environment(const char* name);

/// $HOME, or the folder that the system's list of users has.
std::filesystem::path homeFolder();

} // namespace netlens

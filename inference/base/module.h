#pragma once

#include "base/result.h"

namespace netlens {

/// What every module exports (module_version.cpp): a function without arguments that returns the
/// version as a string.
inline constexpr const char* kModuleVersion = "netlensModuleVersion";

/// Loads a part of Netlens that lies in a file of its own, so that the libraries it brings do not
/// weigh on every start; it stays loaded. Programs find it in `lib/netlens` beside them, or by the
/// run path of the build. Any thread.
/// One of another version is refused: the system may have been upgraded under a running program.
/// @param file "netlens_video.so" @param entry a function that the file exports
/// @return its address. @param missing the error's code when it cannot be loaded.
Result<void*> loadModule(const char* file, const char* entry, ErrorCode missing);

} // namespace netlens

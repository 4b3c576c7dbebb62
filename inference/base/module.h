#pragma once

#include "base/result.h"

namespace netlens {

/// Loads a part of Netlens that lies in a file of its own, so that the libraries it brings do not
/// weigh on every start; it stays loaded. Programs find it in `lib/netlens` beside them, or by the
/// run path of the build. Any thread.
/// @param file "netlens_video.so" @param entry a function that the file exports
/// @return its address. @param missing the error's code when it cannot be loaded.
Result<void*> loadModule(const char* file, const char* entry, ErrorCode missing);

} // namespace netlens

#pragma once

#include <string>

namespace netlens {

/// What FFmpeg would print on standard error is kept instead, for the thread it happens on: the
/// only place where the reason of a failure is to be had.
/// Call once before FFmpeg is used. Silences OpenCV as well.
void keepFfmpegMessages();

/// The last errors on this thread, oldest first, on one line; forgets them.
std::string takeFfmpegMessages();

} // namespace netlens

#pragma once

#include "service/recognition_service.h"

#include <QString>

#include <optional>

namespace netlens {

/// "1 thread", "2 threads"
QString threadsText(int threads);

/// One sentence on what the wish means on this computer.
/// @param wish a number of threads, or kAutomaticThreads
/// @param measured nothing before it was
QString threadsReason(int wish, const std::optional<ThreadChoice>& measured);

/// How the number of threads that answers came about, with all measurements.
QString threadsOrigin(int wish, const std::optional<ThreadChoice>& measured);

} // namespace netlens

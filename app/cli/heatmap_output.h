#pragma once

#include "app/cli/exit_code.h"
#include "app/cli/explanation.h"

namespace netlens::cli {

/// Writes the files asked for, each complete or not at all, and prints the map's numbers.
ExitCode showExplanation(const Explanation& explanation, const HeatmapOptions& options);

} // namespace netlens::cli

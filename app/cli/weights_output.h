#pragma once

#include "app/cli/command_line.h"
#include "loaded_model.h"

#include <optional>
#include <string>

namespace netlens::cli {

/// The option that names the weights file to write.
void addWeightsOutput(CommandLine& line);
/// Refuses a name that stands for no layout.
std::optional<Refusal> readWeightsOutput(const CommandLine& line, std::string& output);

/// Writes the model's weights and says what was written.
ExitCode writeOutput(const CommandLine& line, const std::string& output, const LoadedModel& model);

} // namespace netlens::cli

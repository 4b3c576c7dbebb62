#pragma once

#include "app/cli/command_line.h"
#include "loaded_model.h"

#include <optional>

namespace netlens::cli {

/// Says which weights are to be written, from what is a command's own on its line.
using ReadWeightsWanted
    = std::optional<Refusal> (*)(const CommandLine& line, ModelRequest& request);

/// A command that writes a weights file: makes the model asked for and writes its weights to
/// --output, in the layout of the suffix. @param read is called with the model options read.
ExitCode runWeightsWriter(CommandLine& line, const Arguments& arguments, ReadWeightsWanted read);

} // namespace netlens::cli

#pragma once

#include "app/cli/command_line.h"
#include "loaded_model.h"

#include <optional>
#include <string_view>

namespace netlens::cli {

/// The options every command has: which model, and --json.
void addModelOptions(CommandLine& line);

/// Fills `request` from them; options not given keep Keras's defaults (and input 224).
/// What cannot be parsed is ExitCode::BadCommandLine; what is understood but cannot be had
/// (a precision, a kind of weights, an activation Keras does not know) is ExitCode::NoModel.
std::optional<Refusal> readModelOptions(const CommandLine& line, ModelRequest& request);

/// "224", "160x224", "96x96x1" or "none" (None, None, 3); nothing for anything else.
std::optional<InputShape> parseInputShape(std::string_view text);

} // namespace netlens::cli

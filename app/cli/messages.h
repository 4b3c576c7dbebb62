#pragma once

#include "app/cli/exit_code.h"
#include "base/error.h"

#include <span>
#include <string>
#include <string_view>

namespace netlens::cli {

/// Why a command cannot start or go on: one line for people and the code for the shell.
struct Refusal {
    ExitCode code = ExitCode::BadCommandLine;
    std::string text;
};

/// Prints one line "netlens-cli: text" on standard error.
void complain(std::string_view text);
ExitCode refuse(const Refusal& refusal);

/// "what is wrong; what to do (detail)", on one line.
std::string sentence(const Error& error);
/// The same after "FILE: ".
std::string sentence(std::string_view file, const Error& error);

/// Says that no model could be made; names the error's subject.
ExitCode refuseModel(const Error& error);

/// Prints Keras's warnings, each on its own line.
void warn(std::span<const std::string> warnings);

} // namespace netlens::cli

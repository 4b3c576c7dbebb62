#pragma once

#include "app/cli/command_line.h"
#include "image/preprocess.h"

#include <optional>

namespace netlens::cli {

/// --fit, --resize and --ignore-exif.
void addPictureOptions(CommandLine& line);
std::optional<Refusal> readPictureOptions(const CommandLine& line, Preprocessing& how);

} // namespace netlens::cli

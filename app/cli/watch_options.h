#pragma once

#include "app/cli/command_line.h"
#include "capture/label_smoother.h"
#include "capture/source_address.h"
#include "image/preprocess.h"
#include "loaded_model.h"

#include <cstdint>
#include <optional>
#include <string>

namespace netlens::cli {

struct WatchOptions {
    ModelRequest model;
    Preprocessing how;
    SourceAddress source;
    int top = 5;
    std::int64_t every = 1;
    double rate = 0; ///< --fps; 0: no limit
    SmoothingOptions smoothing;
    bool hasThreshold = false;
    std::string record; ///< empty: no video
    std::int64_t frames = 0; ///< 0: all
};

void addWatchOptions(CommandLine& line);
std::optional<Refusal> readWatchOptions(const CommandLine& line, WatchOptions& options);

} // namespace netlens::cli

#include "app/cli/command.h"

#include <array>

namespace netlens::cli {

ExitCode runWeights(const Arguments& arguments)
{
    static constexpr std::array kCommands {
        Command { "info", "what a weights file is, and whether it fits", runWeightsInfo },
        Command { "init", "write a randomly initialised weights file", runWeightsInit },
        Command { "convert", "write a file's weights in another layout", runWeightsConvert },
    };
    return dispatch(kCommands, "netlens-cli weights", arguments);
}

} // namespace netlens::cli

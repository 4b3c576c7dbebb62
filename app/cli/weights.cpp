#include "app/cli/command.h"

#include <array>

namespace netlens::cli {

ExitCode runWeights(const Arguments& arguments)
{
    static constexpr std::array kCommands {
        Command { "list", "the official ImageNet weights and which are here", runWeightsList },
        Command { "fetch", "download official ImageNet weights", runWeightsFetch },
        Command { "info", "what a weights file is, and whether it fits", runWeightsInfo },
        Command { "verify", "check a weights file against the model options", runWeightsVerify },
        Command { "init", "write a randomly initialised weights file", runWeightsInit },
        Command { "convert", "write a file's weights in another layout", runWeightsConvert },
    };
    return dispatch(kCommands, "netlens-cli weights", arguments);
}

} // namespace netlens::cli

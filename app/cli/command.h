#pragma once

#include "app/cli/exit_code.h"

#include <span>
#include <string>
#include <vector>

namespace netlens::cli {

/// Words of the command line as the shell passed them: bytes, not necessarily UTF-8.
using Arguments = std::vector<std::string>;

/// One thing the program does. `run` gets the words after the command's own name.
struct Command {
    const char* name;
    const char* summary;
    ExitCode (*run)(const Arguments& arguments);
};

ExitCode runClassify(const Arguments& arguments);
ExitCode runPredict(const Arguments& arguments);
ExitCode runSummary(const Arguments& arguments);
ExitCode runHeatmap(const Arguments& arguments);
ExitCode runWeights(const Arguments& arguments);
ExitCode runWeightsList(const Arguments& arguments);
ExitCode runWeightsFetch(const Arguments& arguments);
ExitCode runWeightsInfo(const Arguments& arguments);
ExitCode runWeightsVerify(const Arguments& arguments);
ExitCode runWeightsInit(const Arguments& arguments);
ExitCode runWeightsConvert(const Arguments& arguments);
ExitCode runWatch(const Arguments& arguments);
ExitCode runBench(const Arguments& arguments);

/// Runs the command the first word names; answers --help for the whole set.
/// @param prefix what is typed before the command ("netlens-cli", "netlens-cli weights").
ExitCode dispatch(
    std::span<const Command> commands, const std::string& prefix, const Arguments& arguments);

} // namespace netlens::cli

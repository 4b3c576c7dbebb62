#include "app/cli/command.h"
#include "app/cli/messages.h"
#include "app/cli/results.h"
#include "app/process_setup.h"
#include "app/self_test_command.h"

#include <QCoreApplication>

#include <array>
#include <exception>
#include <new>
#include <string_view>

namespace {

using namespace netlens;
using namespace netlens::cli;

constexpr std::array kCommands {
    Command { "classify", "name what is in pictures", runClassify },
    Command { "watch", "name what a camera, a video or a stream shows", runWatch },
    Command { "predict", "run the network on a tensor, read any layer", runPredict },
    Command { "heatmap", "show where in a picture the evidence for a class is", runHeatmap },
    Command { "summary", "list the network's layers", runSummary },
    Command { "weights", "get, look at, make and convert weights files", runWeights },
    Command { "bench", "measure the network's speed", runBench },
};

/// Looked up before anything is parsed: the OpenMP policy must be settled first.
bool wantsThreads(const Arguments& arguments)
{
    const std::string command = arguments.empty() ? std::string() : arguments.front();
    bool isAutomatic = command == "watch";
    constexpr std::string_view kOption = "--threads";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view value = arguments[i];
        if (!value.starts_with(kOption))
            continue;
        value.remove_prefix(kOption.size());
        if (value.empty() && i + 1 < arguments.size())
            value = arguments[i + 1];
        else if (value.starts_with('='))
            value.remove_prefix(1);
        isAutomatic = value == "auto";
        if (value != "1" && !isAutomatic)
            return true;
    }
    return isAutomatic && (command == "watch" || command == "bench");
}

ExitCode reportSelfTest()
{
    const SelfTestReport report = runSelfTest();
    if (!report.problem.empty())
        return refuse({ ExitCode::NoModel, report.problem });
    Results results;
    results.write(report.text);
    return results.exitCode(report.isPassed ? ExitCode::Done : ExitCode::SomeFailed);
}

ExitCode runProgram(const Arguments& arguments)
{
    if (arguments.size() == 1 && arguments.front() == "--version") {
        Results results;
        results.write("netlens-cli " NETLENS_VERSION "\n");
        return results.exitCode(ExitCode::Done);
    }
    if (!arguments.empty() && arguments.front() == "--self-test")
        return arguments.size() == 1
            ? reportSelfTest()
            : refuse({ ExitCode::BadCommandLine, "--self-test takes no other arguments" });
    return dispatch(kCommands, "netlens-cli", arguments);
}

} // namespace

int main(int argc, char** argv)
{
    prepareProcess();
    const Arguments arguments(argv + 1, argv + argc);
    if (wantsThreads(arguments))
        ensurePassiveWaiting(argv);
    const QCoreApplication application(argc, argv);
    keepDecimalPoint();

    try {
        return static_cast<int>(runProgram(arguments));
    } catch (const std::bad_alloc&) {
        return static_cast<int>(refuse({ ExitCode::NoModel,
            "there is not enough memory for this; try a smaller network or picture" }));
    } catch (const std::exception& error) {
        return static_cast<int>(refuseModel(makeError(ErrorCode::Internal, {}, error.what())));
    }
}

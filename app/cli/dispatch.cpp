#include "app/cli/command.h"
#include "app/cli/messages.h"
#include "app/cli/results.h"
#include "app/cli/suggestions.h"

#include <algorithm>

namespace netlens::cli {

namespace {

    std::string overview(std::span<const Command> commands, const std::string& prefix)
    {
        std::string text = "Usage: " + prefix + " COMMAND [OPTIONS]\n\n"
            + "MobileNetV2 from the command line: results on standard output, messages on standard "
              "error.\n\nCommands:\n";
        for (const Command& command : commands) {
            std::string name = command.name;
            name.resize(std::max<std::size_t>(name.size(), 12), ' ');
            text += "  " + name + command.summary + "\n";
        }
        text += "\n\"" + prefix + " COMMAND --help\" explains a command and shows an example.\n"
            + "\"" + prefix + " --version\" tells the version, \"" + prefix
            + " --self-test\" whether answers are right here.\n"
            + "\nExit codes: 0 all done; 1 some inputs failed, the rest is done; 2 the command "
              "line\n"
              "cannot be read; 3 the model cannot be made.\n";
        return text;
    }

} // namespace

ExitCode dispatch(
    std::span<const Command> commands, const std::string& prefix, const Arguments& arguments)
{
    if (arguments.empty())
        return refuse(
            { ExitCode::BadCommandLine, "no command given; see \"" + prefix + " --help\"" });

    const std::string& name = arguments.front();
    if (name == "--help" || name == "-h") {
        Results results;
        results.write(overview(commands, prefix));
        return results.exitCode(ExitCode::Done);
    }

    const auto command = std::ranges::find_if(
        commands, [&](const Command& candidate) { return name == candidate.name; });
    if (command != commands.end())
        return command->run({ arguments.begin() + 1, arguments.end() });

    std::vector<std::string> names;
    for (const Command& candidate : commands)
        names.emplace_back(candidate.name);
    return refuse({ ExitCode::BadCommandLine,
        "there is no command \"" + name + "\"" + didYouMean(name, names) + "; see \"" + prefix
            + " --help\"" });
}

} // namespace netlens::cli

#include "app/cli/weights_output.h"

#include "app/cli/json.h"
#include "app/cli/results.h"
#include "weights/weights_writer.h"

namespace netlens::cli {

void addWeightsOutput(CommandLine& line)
{
    line.addOption("output", "FILE",
        "The file to write; its suffix says in which layout: .h5, .weights.h5 or .keras.");
}

std::optional<Refusal> readWeightsOutput(const CommandLine& line, std::string& output)
{
    output = line.value("output");
    if (output.empty())
        return line.misuse("--output FILE is missing");
    if (!layoutForName(output))
        return line.badValue("output", "a name that ends in .h5, .weights.h5 or .keras");
    return std::nullopt;
}

ExitCode writeOutput(const CommandLine& line, const std::string& output, const LoadedModel& model)
{
    const Architecture& architecture = model.architecture;
    const auto written = writeWeights(output, architecture, *model.weights);
    if (!written)
        return refuse({ ExitCode::SomeFailed, sentence(output, written.error()) });

    Results results;
    if (line.isSet("json")) {
        Json json { { "file", output }, { "name", architecture.name },
            { "params", architecture.parameterCount() } };
        if (model.choice.kind == WeightsChoice::Kind::Random)
            json["seed"] = model.choice.seed;
        results.write(toLine(json));
    } else {
        results.write(output + "  " + architecture.name + ", "
            + std::to_string(architecture.parameterCount()) + " parameters\n");
    }
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli

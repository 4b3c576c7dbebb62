#include "app/cli/weights_output.h"

#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "weights/weights_writer.h"

#include <string>

namespace netlens::cli {

namespace {

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

    ExitCode writeOutput(
        const CommandLine& line, const std::string& output, const LoadedModel& model)
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

} // namespace

ExitCode runWeightsWriter(CommandLine& line, const Arguments& arguments, ReadWeightsWanted read)
{
    addWeightsOutput(line);
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    std::string output;
    if (const auto refusal = readModelOptions(line, request))
        return refuse(*refusal);
    if (const auto refusal = read(line, request))
        return refuse(*refusal);
    if (const auto refusal = readWeightsOutput(line, output))
        return refuse(*refusal);

    const auto model = loadModel(request);
    if (!model)
        return refuseModel(model.error());
    warn(model->warnings);
    return writeOutput(line, output, *model);
}

} // namespace netlens::cli

#include "app/cli/command_line.h"
#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "weights/weights_writer.h"

#include <filesystem>

namespace netlens::cli {

namespace {

    constexpr CommandText kText {
        "weights init", "--output FILE.h5",
        "Writes randomly initialised weights as Keras would make and save them (legacy HDF5\n"
        "layout). The same seed gives the same numbers on every machine. A file of that name is\n"
        "replaced, once the new one is complete.",
        "netlens-cli weights init --alpha 0.35 --input-shape 96 --classes 10 --seed 7 --output w.h5"
    };

    std::optional<Refusal> readOptions(
        const CommandLine& line, ModelRequest& request, std::string& output)
    {
        if (auto refusal = readModelOptions(line, request))
            return refusal;
        if (line.isSet("weights") && request.weights.kind != WeightsChoice::Kind::Random)
            return line.misuse("only random weights are written; leave --weights out");
        request.weights.kind = WeightsChoice::Kind::Random;
        if (auto refusal = line.refuseOperands())
            return refusal;
        output = line.value("output");
        if (output.empty())
            return line.misuse("--output FILE.h5 is missing");
        if (!output.ends_with(".h5") || output.ends_with(".weights.h5"))
            return line.badValue("output",
                "a name that ends in .h5 and not in .weights.h5, which is another layout");
        return std::nullopt;
    }

} // namespace

ExitCode runWeightsInit(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addOption("output", "FILE.h5", "The file to write.");
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    std::string output;
    if (const auto refusal = readOptions(line, request, output))
        return refuse(*refusal);

    const auto model = loadModel(request);
    if (!model)
        return refuseModel(model.error());
    warn(model->warnings);
    const auto written = writeWeights(output, model->architecture, *model->weights);
    if (!written)
        return refuse({ ExitCode::SomeFailed, sentence(output, written.error()) });

    const Architecture& architecture = model->architecture;
    Results results;
    results.write(line.isSet("json")
            ? toLine({ { "file", output }, { "name", architecture.name },
                { "params", architecture.parameterCount() }, { "seed", request.weights.seed } })
            : output + "  " + architecture.name + ", "
                + std::to_string(architecture.parameterCount()) + " parameters\n");
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli

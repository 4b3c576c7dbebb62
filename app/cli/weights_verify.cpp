#include "app/cli/command_line.h"
#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "weights verify", "FILE",
        "Whether a weights file is sound and made for the model of the options: every number of\n"
        "it is read. A file with its own configuration is checked against that and the options\n"
        "given. The exit code is 0 when it fits and 3 when it does not.",
        "netlens-cli weights verify --alpha 0.5 --input-shape 160 my_weights.h5" };

    std::string verdictJson(const std::string& file, const Result<LoadedModel>& model)
    {
        return toLine({ { "file", file }, { "fits", model.has_value() },
            { "name", model ? Json(model->architecture.name) : Json() },
            { "params", model ? Json(model->architecture.parameterCount()) : Json() },
            { "problem", model ? Json() : Json(sentence(model.error())) } });
    }

} // namespace

ExitCode runWeightsVerify(const Arguments& arguments)
{
    CommandLine line(kText);
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    if (const auto refusal = readModelOptions(line, request))
        return refuse(*refusal);
    if (line.isSet("weights"))
        return refuse(line.misuse("the file is the operand; leave --weights out"));
    if (line.operands().size() != 1)
        return refuse(line.misuse("one weights file is needed"));

    const std::string file = line.operands().front();
    request.weights = { .kind = WeightsChoice::Kind::File, .path = file, .seed = 0 };
    const auto model = loadModel(request);
    Results results;
    if (line.isSet("json"))
        results.write(verdictJson(file, model));
    if (!model)
        return refuse({ ExitCode::NoModel, sentence(file, model.error()) });
    if (!line.isSet("json"))
        results.write(file + ": fits " + model->architecture.name + ", "
            + std::to_string(model->architecture.parameterCount()) + " parameters\n");
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli

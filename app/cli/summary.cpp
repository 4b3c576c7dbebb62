#include "app/cli/command_line.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "app/cli/summary_output.h"

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "summary", "",
        "The layers of a network as Keras's model.summary() lists them, with output shapes,\n"
        "parameters, multiply-adds and connections. No weights need to be on this computer.",
        "netlens-cli summary --alpha 0.35 --input-shape 96 --json" };

    Result<NetworkSummary> summarise(const ModelRequest& request)
    {
        // Only weights that are there can say what they were made for.
        if (request.weights.kind == WeightsChoice::Kind::File
            || request.weights.kind == WeightsChoice::Kind::Demo) {
            auto model = loadModel(request);
            if (!model)
                return model.error();
            return NetworkSummary { std::move(model->architecture), std::nullopt,
                std::move(model->warnings) };
        }
        auto validation = validate(request.config, request.weights);
        if (!validation)
            return validation.error();
        return NetworkSummary { describe(request.config, validation->rows),
            std::move(validation->officialFile), std::move(validation->warnings) };
    }

} // namespace

ExitCode runSummary(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addFlag("csv", "One line a layer, comma-separated, with a header line.");
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    if (const auto refusal = readModelOptions(line, request))
        return refuse(*refusal);
    if (const auto refusal = line.refuseOperands())
        return refuse(*refusal);
    if (line.isSet("json") && line.isSet("csv"))
        return refuse(line.misuse("--json and --csv exclude each other"));

    const auto summary = summarise(request);
    if (!summary)
        return refuseModel(summary.error());
    warn(summary->warnings);
    Results results;
    results.write(line.isSet("json") ? summaryJson(*summary)
            : line.isSet("csv")      ? summaryCsv(*summary)
                                     : summaryText(*summary));
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli

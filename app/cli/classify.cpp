#include "app/cli/classify_output.h"
#include "app/cli/command_line.h"
#include "app/cli/decode_ahead.h"
#include "app/cli/model_options.h"
#include "app/cli/picture_options.h"
#include "app/cli/results.h"
#include "classifier.h"

#include <iostream>

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "classify", "IMAGE|DIR|-...",
        "Names what is in each picture: its most probable classes, printed as they are found.\n"
        "A folder is read recursively, sorted by path; \"-\" reads paths from standard input, one "
        "a\n"
        "line. A network that ends in logits is shown with their softmax as probability.",
        "netlens-cli classify --top 3 --json photo.jpg holiday/" };

    struct ClassifyOptions {
        ModelRequest model;
        Preprocessing how;
        int top = 5;
        ClassifyFormat format = ClassifyFormat::Text;
    };

    std::optional<Refusal> readOptions(const CommandLine& line, ClassifyOptions& options)
    {
        if (auto refusal = readModelOptions(line, options.model))
            return refusal;
        if (auto refusal = readPictureOptions(line, options.how))
            return refusal;
        if (line.isSet("top")) {
            const auto top = parseNumber<int>(line.value("top"));
            if (!top || *top < 1)
                return line.badValue("top", "a number from 1 up");
            options.top = *top;
        }
        if (line.isSet("json") && line.isSet("csv"))
            return line.misuse("--json and --csv exclude each other");
        if (line.isSet("json"))
            options.format = ClassifyFormat::Json;
        else if (line.isSet("csv"))
            options.format = ClassifyFormat::Csv;
        if (line.operands().empty())
            return line.misuse("no picture given");
        if (!options.model.config.includeTop)
            return Refusal { ExitCode::NoModel,
                "classify: a network without a top has no classes to name; leave --no-top out, or "
                "use "
                "\"netlens-cli predict\" for its features" };
        return std::nullopt;
    }

    Classified classifyPicture(
        Classifier& classifier, const ClassifyOptions& options, const DecodedInput& input)
    {
        Classified row;
        row.file = input.file;
        const auto failed = [&](const Error& error) {
            row.error = sentence(error);
            return row;
        };
        if (!input.picture)
            return failed(input.picture.error());
        const auto recognition = classifier.recognise(*input.picture, options.how);
        if (!recognition)
            return failed(recognition.error());

        row.size = input.picture->fullSize;
        row.predictions = bestPredictions(
            *recognition, classifier.model().architecture.config.outputActivation(), options.top);
        row.timings = recognition->timings;
        row.timings.decodeMs = input.decodeMs;
        return row;
    }

    ExitCode classifyAll(
        Classifier& classifier, const ClassifyOptions& options, DecodeAhead& inputs)
    {
        Results results;
        ExitCode code = ExitCode::Done;
        bool isRead = results.write(classifyHeader(options.format));
        while (isRead) {
            const auto input = inputs.next();
            if (!input)
                break;
            const Classified row = classifyPicture(classifier, options, *input);
            if (!row.error.empty()) {
                complain(row.file + ": " + row.error);
                code = ExitCode::SomeFailed;
            }
            isRead = results.write(classifyRow(row, options.format));
        }
        return results.exitCode(code);
    }

} // namespace

ExitCode runClassify(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addOption("top", "K", "How many classes, default 5.");
    line.addFlag("csv", "Comma-separated result with a header line.");
    addPictureOptions(line);
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ClassifyOptions options;
    if (const auto refusal = readOptions(line, options))
        return refuse(*refusal);

    auto model = loadModel(options.model);
    if (!model)
        return refuseModel(model.error());
    if (!model->architecture.config.hasClasses())
        return refuse({ ExitCode::NoModel,
            model->weightsPath
                + ": holds a network without classes; use \"netlens-cli predict\"" });
    warn(model->warnings);
    auto classifier = Classifier::create(*std::move(model), options.model.threads);
    if (!classifier)
        return refuseModel(classifier.error());
    DecodeAhead inputs(line.operands(), std::cin, classifier->decodeOptions(options.how));
    return classifyAll(*classifier, options, inputs);
}

} // namespace netlens::cli

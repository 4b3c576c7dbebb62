#include "app/cli/classify_output.h"
#include "app/cli/command_line.h"
#include "app/cli/decode_ahead.h"
#include "app/cli/model_options.h"
#include "app/cli/picture_options.h"
#include "app/cli/rows_in_order.h"
#include "base/guarded.h"
#include "classifier.h"

#include <functional>
#include <iostream>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

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

    Result<Classified> classifyPicture(
        Classifier& classifier, const ClassifyOptions& options, const DecodedInput& input)
    {
        if (!input.picture)
            return input.picture.error();
        const auto recognition = classifier.recognise(*input.picture, options.how);
        if (!recognition)
            return recognition.error();

        Classified row { input.file, input.picture->fullSize,
            bestPredictions(*recognition, classifier.model().architecture.config.outputActivation(),
                options.top),
            recognition->timings, {} };
        row.timings.decodeMs = input.decodeMs;
        return row;
    }

    /// A run, and what all who work on it share.
    struct Run {
        const ClassifyOptions& options;
        DecodeAhead& inputs;
        RowsInOrder& rows;
    };

    void classifyAll(Classifier& classifier, const Run& run)
    {
        while (const auto input = run.inputs.next()) {
            auto row = guarded(
                input->file, [&] { return classifyPicture(classifier, run.options, *input); });
            if (!row)
                row = Classified { .file = input->file, .error = sentence(row.error()) };
            if (!run.rows.add(input->number, *std::move(row)))
                run.inputs.stop();
        }
    }

    /// A dynamic model's network is built for each picture anew, so it has no twins.
    std::size_t picturesAtATime(const Classifier& classifier)
    {
        const bool hasTwins = classifier.model().architecture.config.input.isStatic();
        return hasTwins ? sideBySide(classifier.threads()) : 1;
    }

    /// Takes part in the run if it has that many pictures. Whatever fails here, the others do it
    /// all.
    void joinIn(std::size_t pictures, const Classifier& first, const Run& run)
    {
        if (!run.inputs.areAtLeast(pictures))
            return;
        (void)guarded({}, [&]() -> Result<void> {
            auto classifier = first.twin();
            if (!classifier)
                return classifier.error();
            classifyAll(*classifier, run);
            return {};
        });
    }

    void classifySideBySide(Classifier& classifier, const Run& run)
    {
        std::vector<std::jthread> others;
        try {
            for (std::size_t i = 1; i < picturesAtATime(classifier); ++i)
                others.emplace_back(joinIn, i + 1, std::cref(classifier), std::cref(run));
        } catch (const std::system_error&) { // the system gives no more threads
        }
        classifyAll(classifier, run);
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
    const DecodeOptions decoding = model->decodeOptions(options.how);
    auto classifier = Classifier::create(*std::move(model), options.model.threads);
    if (!classifier)
        return refuseModel(classifier.error());
    DecodeAhead inputs(line.operands(), std::cin, decoding);
    RowsInOrder rows(options.format);
    classifySideBySide(*classifier, { options, inputs, rows });
    return rows.exitCode();
}

} // namespace netlens::cli

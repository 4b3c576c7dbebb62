#include "app/cli/explanation.h"
#include "app/cli/heatmap_output.h"
#include "app/cli/inputs.h"
#include "app/cli/model_options.h"
#include "app/cli/picture_options.h"
#include "app/cli/results.h"
#include "app/cli/tensor_input.h"

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "heatmap", "IMAGE",
        "Shows where in a picture the evidence for a class is. Method cam is the class activation\n"
        "map: at each cell of out_relu, the classifier's weights for the class times the "
        "features;\n"
        "behind Keras's own top its mean plus the class's bias is the logit. Behind a file's own "
        "head\n"
        "the gradient of the logit takes the weights' place. --raw keeps the map as it is, "
        "signed,\n"
        "before scaling; --output shows it over the picture.",
        "netlens-cli heatmap photo.jpg --method cam --output where.png --raw map.npy" };

    constexpr const char* kOnlyLayer = "out_relu";

    void addOptions(CommandLine& line)
    {
        line.addOption("method", "cam", "How the map is made, default cam.");
        line.addOption("layer", "NAME", "The layer explained; cam explains out_relu.");
        line.addOption(
            "class", "N|top", "The class explained: its index, or the most probable one.");
        line.addOption("input", "X.npy", "The network's input as a tensor, in place of a picture.");
        line.addOption("output", "FILE.png", "The map over the picture.");
        line.addOption("raw", "FILE.npy", "The map's values, float32, height x width.");
        line.addOption("colormap", "NAME", "viridis (default), turbo, inferno, gray or diverging.");
        line.addOption("opacity", "O", "Of the map over the picture, 0 to 1, default 0.55.");
        addPictureOptions(line);
        addModelOptions(line);
    }

    std::optional<Refusal> readMethod(const CommandLine& line, HeatmapOptions& options)
    {
        if (line.isSet("method") && line.value("method") != "cam")
            return line.misuse("method \"" + line.value("method")
                + "\" is not available in this version; the only one is cam");
        if (line.isSet("layer") && line.value("layer") != kOnlyLayer)
            return line.misuse("method cam explains the layer out_relu only");
        if (line.isSet("class") && line.value("class") != "top") {
            options.classIndex = parseNumber<int>(line.value("class"));
            if (!options.classIndex || *options.classIndex < 0)
                return line.badValue("class", "a class index or top");
        }
        return std::nullopt;
    }

    std::optional<Refusal> readSource(const CommandLine& line, HeatmapOptions& options)
    {
        const auto operands = line.operands();
        options.isTensor = line.isSet("input");
        if (options.isTensor != operands.empty() || operands.size() > 1)
            return line.misuse("one picture, or --input X.npy, is needed");
        options.file = options.isTensor ? line.value("input") : operands.front();
        return std::nullopt;
    }

    std::optional<Refusal> readOutput(const CommandLine& line, HeatmapOptions& options)
    {
        options.overlayFile = line.value("output");
        options.rawFile = line.value("raw");
        options.json = line.isSet("json");
        if (line.isSet("colormap")) {
            const auto colormap = colormapFromName(line.value("colormap"));
            if (!colormap)
                return line.badValue("colormap", "viridis, turbo, inferno, gray or diverging");
            options.colormap = *colormap;
        }
        if (line.isSet("opacity")) {
            const auto opacity = parseNumber<double>(line.value("opacity"));
            if (!opacity || *opacity < 0 || *opacity > 1)
                return line.badValue("opacity", "a number from 0 to 1");
            options.opacity = *opacity;
        }
        return std::nullopt;
    }

    /// A result that would take the place of the input, or of the other result.
    std::optional<Refusal> checkFiles(const CommandLine& line, const HeatmapOptions& options)
    {
        for (const std::string& file : { options.overlayFile, options.rawFile })
            if (sameFile(file, options.file))
                return line.misuse("--output and --raw must not name the input");
        if (sameFile(options.overlayFile, options.rawFile))
            return line.misuse("--output and --raw name the same file");
        return std::nullopt;
    }

    std::optional<Refusal> readOptions(const CommandLine& line, HeatmapOptions& options)
    {
        if (auto refusal = readModelOptions(line, options.model))
            return refusal;
        if (auto refusal = readPictureOptions(line, options.how))
            return refusal;
        for (const auto read : { readMethod, readSource, readOutput }) {
            if (auto refusal = read(line, options))
                return refusal;
        }
        return checkFiles(line, options);
    }

    std::optional<Refusal> checkModel(const LoadedModel& model, const HeatmapOptions& options)
    {
        const Config& config = model.architecture.config;
        if (config.classCount() < 1)
            return Refusal { ExitCode::NoModel,
                "heatmap: method cam needs a network with classes" };
        if (options.classIndex && *options.classIndex >= config.classCount())
            return Refusal { ExitCode::NoModel,
                "heatmap: there is no class " + std::to_string(*options.classIndex)
                    + "; the network has classes 0 to " + std::to_string(config.classCount() - 1) };
        return std::nullopt;
    }

    ExitCode show(const Result<Explanation>& explanation, const HeatmapOptions& options)
    {
        if (!explanation)
            return refuse({ ExitCode::SomeFailed, sentence(options.file, explanation.error()) });
        return showExplanation(*explanation, options);
    }

    ExitCode explainTensorWith(const LoadedModel& model, const HeatmapOptions& options)
    {
        const auto tensor = readPictures(options.file);
        if (!tensor)
            return show(tensor.error(), options);
        if (tensor->shape.front() != 1)
            return show(makeError(ErrorCode::TensorMismatch, options.file,
                            "its shape is " + toString(tensor->shape) + ", one picture is needed"),
                options);
        const auto architecture = architectureFor(*tensor, model.architecture);
        if (!architecture)
            return show(architecture.error(), options);
        auto network = Network::build(
            *architecture, model.weights, model.networkOptions(options.model.threads));
        return network ? show(explainTensor(*network, *tensor, model, options), options)
                       : refuseModel(network.error());
    }

    ExitCode explainWith(LoadedModel model, const HeatmapOptions& options)
    {
        if (options.isTensor)
            return explainTensorWith(model, options);
        auto classifier = Classifier::create(std::move(model), options.model.threads);
        return classifier ? show(explainPicture(*classifier, options), options)
                          : refuseModel(classifier.error());
    }

} // namespace

ExitCode runHeatmap(const Arguments& arguments)
{
    CommandLine line(kText);
    addOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    HeatmapOptions options;
    if (const auto refusal = readOptions(line, options))
        return refuse(*refusal);

    auto model = loadModel(options.model);
    if (!model)
        return refuseModel(model.error());
    if (const auto refusal = checkModel(*model, options))
        return refuse(*refusal);
    warn(model->warnings);
    return explainWith(*std::move(model), options);
}

} // namespace netlens::cli

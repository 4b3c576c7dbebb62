#include "app/cli/command_line.h"
#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "weights/weights_file.h"

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "weights info", "FILE",
        "What a weights file is: its layout, who wrote it, the network it was made for; and "
        "whether\n"
        "its weights can be loaded. Model options given are put in place of what the file says, "
        "to\n"
        "show what would not fit and why.",
        "netlens-cli weights info --alpha 0.5 my_weights.h5" };

    const char* layoutName(WeightsLayout layout)
    {
        switch (layout) {
        case WeightsLayout::LegacyWeights:
            return "Keras weights (.h5)";
        case WeightsLayout::FullModel:
            return "Keras full model (.h5)";
        case WeightsLayout::Keras3Weights:
            return "Keras 3 weights (.weights.h5)";
        case WeightsLayout::Keras3Archive:
            return "Keras 3 archive (.keras)";
        }
        return "";
    }

    /// The file's configuration with the options given by hand in place of its own.
    Config wantedConfig(const WeightsFileInfo& info, const ModelRequest& request)
    {
        if (!info.config)
            return request.config;
        Config config = *info.config;
        const Config& asked = request.config;
        if (request.given.alpha)
            config.alpha = asked.alpha;
        if (request.given.input)
            config.input = asked.input;
        if (request.given.includeTop)
            config.includeTop = asked.includeTop;
        if (request.given.pooling)
            config.pooling = asked.pooling;
        if (request.given.classes)
            config.classes = asked.classes;
        if (request.given.activation)
            config.classifierActivation = asked.classifierActivation;
        return config;
    }

    /// Why the weights cannot be loaded for that network; nothing when they can.
    std::optional<Error> findMisfit(const WeightsFileInfo& info, ModelRequest request)
    {
        if (info.bringsConfig) {
            // Names of classes are another matter.
            request.weights.kind = WeightsChoice::Kind::File;
            request.weights.path = info.path.string();
            const auto model = loadModel(request);
            return model || model.error().code == ErrorCode::LabelsUnreadable
                ? std::nullopt
                : std::optional(model.error());
        }
        const Config config = wantedConfig(info, request);
        const WeightsChoice random { .kind = WeightsChoice::Kind::Random, .path = {}, .seed = 0 };
        if (const auto legal = validate(config, random); !legal)
            return legal.error();
        const auto weights = readWeights(info.path, describe(config));
        return weights ? std::nullopt : std::optional(weights.error());
    }

    Json extrasJson(const std::vector<ExtraLayer>& layers)
    {
        Json list = Json::array();
        for (const ExtraLayer& layer : layers) {
            list.push_back({ { "name", layer.name }, { "type", layer.type } });
            if (layer.kind == LayerKind::Dense)
                list.back()["units"] = layer.units;
            if (layer.kind == LayerKind::Dense || layer.kind == LayerKind::Activation)
                list.back()["activation"] = activationName(layer.activation);
        }
        return list;
    }

    /// "Rescaling > MobileNetV2 > GlobalAveragePooling2D > Dense 5 softmax"
    std::string chainText(const Config& config)
    {
        const auto text = [](const ExtraLayer& layer) {
            std::string words = layer.type;
            if (layer.kind == LayerKind::Dense)
                words += " " + std::to_string(layer.units);
            if (layer.activation != Activation::Linear)
                words += " " + std::string(activationName(layer.activation));
            return words;
        };
        std::string chain;
        for (const ExtraLayer& layer : config.before)
            chain += text(layer) + " > ";
        chain += "MobileNetV2";
        for (const ExtraLayer& layer : config.after)
            chain += " > " + text(layer);
        return chain;
    }

    Json configJson(const Config& config)
    {
        const InputShape& input = config.input;
        return { { "alpha", config.alpha },
            { "input_shape", shapeJson({ input.height, input.width, input.channels }) },
            { "include_top", config.includeTop }, { "pooling", poolingName(config.pooling) },
            { "classes", config.hasClasses() ? Json(config.classCount()) : Json() },
            { "classifier_activation",
                config.hasClasses() ? Json(activationName(config.outputActivation())) : Json() },
            { "before", extrasJson(config.before) }, { "after", extrasJson(config.after) } };
    }

    std::string infoJson(const WeightsFileInfo& info, const std::optional<Error>& misfit)
    {
        const auto orNull
            = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
        return toLine({ { "file", info.path.string() }, { "layout", layoutName(info.layout) },
            { "keras_version", orNull(info.kerasVersion) }, { "backend", orNull(info.backend) },
            { "official_names", info.officialNames }, { "nested", info.nested },
            { "data_type", info.dataType }, { "params", info.parameterCount },
            { "layer_count", info.layerCount }, { "weighted_layer_count", info.weightedLayerCount },
            { "config", info.config ? configJson(*info.config) : Json() },
            { "config_complete", info.configIsComplete },
            { "not_mobilenet", orNull(info.notMobileNet) }, { "fits", !misfit },
            { "problem", misfit ? Json(sentence(*misfit)) : Json() } });
    }

    std::string configText(const Config& config)
    {
        std::string text = "alpha " + Json(config.alpha).dump();
        if (config.hasClasses())
            return text + ", " + std::to_string(config.classCount()) + " classes";
        return text + ", no top, pooling " + std::string(poolingName(config.pooling));
    }

    std::string inputText(const WeightsFileInfo& info)
    {
        if (!info.configIsComplete)
            return "not said in the file";
        const InputShape& input = info.config->input;
        return shapeJson({ input.height, input.width, input.channels }).dump();
    }

    std::string infoText(const WeightsFileInfo& info, const std::optional<Error>& misfit)
    {
        const auto orUnknown
            = [](const std::string& text) { return text.empty() ? "not said in the file" : text; };
        std::string text = info.path.string() + "\n";
        const auto line = [&](const char* name, const std::string& value) {
            std::string label = name;
            label.resize(14, ' ');
            text += "  " + label + value + "\n";
        };
        line("layout", layoutName(info.layout));
        line("Keras", orUnknown(info.kerasVersion));
        line("backend", orUnknown(info.backend));
        line("names", info.officialNames ? "of the official files (2018)" : "current");
        line("data type", info.dataType);
        line("parameters", std::to_string(info.parameterCount));
        line("layers",
            std::to_string(info.layerCount) + ", " + std::to_string(info.weightedLayerCount)
                + " with weights");
        line("network",
            info.config ? configText(*info.config) : "no MobileNetV2: " + info.notMobileNet);
        if (info.config && info.config->hasExtras())
            line("model", chainText(*info.config));
        if (info.config)
            line("input shape", inputText(info));
        if (info.nested)
            line("nested", "a MobileNetV2 inside another model");
        line("fits", misfit ? "no: " + sentence(*misfit) : "yes");
        return text;
    }

} // namespace

ExitCode runWeightsInfo(const Arguments& arguments)
{
    CommandLine line(kText);
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    if (const auto refusal = readModelOptions(line, request))
        return refuse(*refusal);
    if (line.operands().size() != 1)
        return refuse(line.misuse("one weights file is needed"));

    const std::string file = line.operands().front();
    const auto info = inspectWeights(file);
    if (!info)
        return refuse({ ExitCode::NoModel, sentence(file, info.error()) });
    const auto misfit = findMisfit(*info, request);

    Results results;
    results.write(line.isSet("json") ? infoJson(*info, misfit) : infoText(*info, misfit));
    const bool damaged = misfit
        && (misfit->code == ErrorCode::WeightsDamaged
            || misfit->code == ErrorCode::WeightsNotFinite);
    if (damaged)
        complain(sentence(file, *misfit));
    return results.exitCode(damaged ? ExitCode::NoModel : ExitCode::Done);
}

} // namespace netlens::cli

#include "weights/extra_layers.h"

#include "weights/model_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace netlens {

namespace {

    using nlohmann::json;

    // Training only; a prediction passes through.
    constexpr std::array<std::string_view, 16> kIdentities { "Identity", "Dropout",
        "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
        "ActivityRegularization", "RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation",
        "RandomContrast", "RandomBrightness", "RandomHue", "RandomSaturation", "RandomSharpness" };

    Error refusal(const GraphLayer& layer, const std::string& why)
    {
        return makeError(
            ErrorCode::WeightsMismatch, {}, "layer " + layer.name + " (" + layer.kind + ") " + why);
    }

    ExtraLayer ofKind(const GraphLayer& layer, LayerKind kind)
    {
        ExtraLayer extra;
        extra.kind = kind;
        extra.type = layer.kind;
        extra.name = layer.name;
        return extra;
    }

    Result<ExtraLayer> rescaling(
        const GraphLayer& layer, std::vector<double> scale, std::vector<double> offset)
    {
        const auto usable = [](const std::vector<double>& values) {
            return !values.empty()
                && std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
        };
        if (!usable(scale) || !usable(offset))
            return refusal(layer, "has no numbers to scale by");
        const std::size_t count = std::max(scale.size(), offset.size());
        for (std::vector<double>* values : { &scale, &offset })
            if (values->size() == 1)
                values->assign(count, values->front());
        if (scale.size() != offset.size())
            return refusal(layer, "scales by as many numbers as it does not add");
        ExtraLayer extra = ofKind(layer, LayerKind::Rescaling);
        extra.scale = std::move(scale);
        extra.offset = std::move(offset);
        return extra;
    }

    /// Whether a layer's axis is the last one of a map or a vector, however Keras wrote it.
    bool alongChannels(const json& config)
    {
        const json axis = config.value("axis", json(-1));
        const json last = axis.is_array() && axis.size() == 1 ? axis[0] : axis;
        return last.is_null() || last == -1 || last == 1 || last == 3;
    }

    Result<ExtraLayer> normalization(const GraphLayer& layer)
    {
        constexpr double kKerasEpsilon = 1e-7;
        const std::vector<double> mean = numbersIn(layer.config.value("mean", json()));
        const std::vector<double> variance = numbersIn(layer.config.value("variance", json()));
        if (mean.empty() || mean.size() != variance.size())
            return refusal(layer, "was adapted to data, which is not supported");
        if (layer.config.value("invert", json(false)) != false || !alongChannels(layer.config))
            return refusal(layer, "is of a form that is not supported");
        std::vector<double> scale;
        std::vector<double> offset;
        for (std::size_t i = 0; i < mean.size(); ++i) {
            scale.push_back(1 / std::max(std::sqrt(variance[i]), kKerasEpsilon));
            offset.push_back(-mean[i] * scale.back());
        }
        return rescaling(layer, std::move(scale), std::move(offset));
    }

    /// What preprocess_input becomes in a graph: x / 127.5, then x - 1.
    Result<ExtraLayer> arithmetic(const GraphLayer& layer)
    {
        const std::string operation = layer.kind == "TFOpLambda"
            ? layer.config.value("function", std::string())
            : layer.kind;
        if (!layer.constant)
            return refusal(layer, "is not supported");
        const double number = *layer.constant;
        if (operation == "math.truediv" || operation == "math.divide" || operation == "TrueDivide"
            || operation == "Divide")
            return rescaling(layer, { 1 / number }, { 0 });
        if (operation == "math.multiply" || operation == "Multiply")
            return rescaling(layer, { number }, { 0 });
        if (operation == "math.subtract" || operation == "Subtract")
            return rescaling(layer, { 1 }, { -number });
        if (operation == "math.add" || operation == "__operators__.add" || operation == "Add")
            return rescaling(layer, { 1 }, { number });
        return refusal(layer, "is not supported");
    }

    Result<ExtraLayer> dense(const GraphLayer& layer, const std::string& version)
    {
        const auto activation = readActivation(layer, version);
        if (!activation)
            return activation.error();
        ExtraLayer extra = ofKind(layer, LayerKind::Dense);
        constexpr std::int64_t kMostUnits = 1'000'000;
        const auto units = wholeNumber(layer.config.at("units"), 1, kMostUnits);
        if (!units)
            return refusal(layer, "has " + layer.config.at("units").dump() + " units");
        extra.units = *units;
        extra.useBias = layer.config.value("use_bias", true);
        extra.activation = *activation;
        return extra;
    }

    Result<ExtraLayer> activation(const GraphLayer& layer, const std::string& version)
    {
        ExtraLayer extra = ofKind(layer, LayerKind::Activation);
        if (layer.kind == "Softmax") {
            const json axis = layer.config.value("axis", json(-1));
            if (axis != -1 && axis != json::array({ -1 }))
                return refusal(layer, "works along another axis than the last");
            extra.activation = Activation::Softmax;
        } else if (layer.kind == "ReLU") {
            const auto most = numberIn(layer.config, "max_value", INFINITY);
            if (!isPlainReLU(layer.config) || (most != INFINITY && most != 6.0))
                return refusal(layer, "is not a plain ReLU or ReLU6");
            extra.activation = most == INFINITY ? Activation::Relu : Activation::Relu6;
        } else {
            const auto named = readActivation(layer, version);
            if (!named)
                return named.error();
            extra.activation = *named;
        }
        return extra;
    }

    Result<ExtraLayer> batchNormalization(const GraphLayer& layer)
    {
        const auto epsilon = numberIn(layer.config, "epsilon", 1e-3);
        if (!alongChannels(layer.config) || !layer.config.value("center", true)
            || !layer.config.value("scale", true) || !epsilon || !(*epsilon >= 0)
            || !std::isfinite(*epsilon))
            return refusal(layer, "is of a form that is not supported");
        ExtraLayer extra = ofKind(layer, LayerKind::BatchNormalization);
        extra.epsilon = *epsilon;
        return extra;
    }

    Result<ExtraLayer> extraLayer(const GraphLayer& layer, const std::string& version)
    {
        if (std::ranges::find(kIdentities, layer.kind) != kIdentities.end())
            return ofKind(layer, LayerKind::Identity);
        if (layer.kind == "Activation" && activationText(layer.config.at("activation")) == "linear")
            return ofKind(layer, LayerKind::Identity);
        if (layer.kind == "Rescaling")
            return rescaling(layer, numbersIn(layer.config.at("scale")),
                numbersIn(layer.config.value("offset", json(0.0))));
        if (layer.kind == "Normalization")
            return normalization(layer);
        if (layer.kind == "Dense")
            return dense(layer, version);
        if (layer.kind == "Activation" || layer.kind == "Softmax" || layer.kind == "ReLU")
            return activation(layer, version);
        if (layer.kind == "BatchNormalization")
            return batchNormalization(layer);
        if (layer.kind == "Flatten")
            return ofKind(layer, LayerKind::Flatten);
        if (layer.kind.starts_with("Global") && layer.config.value("keepdims", false))
            return refusal(layer, "keeps its dimensions, which is not supported");
        if (layer.kind == "GlobalAveragePooling2D")
            return ofKind(layer, LayerKind::GlobalAveragePooling2D);
        if (layer.kind == "GlobalMaxPooling2D")
            return ofKind(layer, LayerKind::GlobalMaxPooling2D);
        return arithmetic(layer);
    }

} // namespace

Result<std::vector<ExtraLayer>> extraLayers(
    std::span<const GraphLayer> layers, const std::string& kerasVersion)
{
    std::vector<ExtraLayer> extras;
    for (const GraphLayer& layer : layers) {
        if (layer.kind == "InputLayer")
            continue;
        auto extra = extraLayer(layer, kerasVersion);
        if (!extra)
            return extra.error();
        extras.push_back(std::move(*extra));
    }
    return extras;
}

bool isPlainReLU(const json& config)
{
    return numberIn(config, "negative_slope", 0.0) == 0.0
        && numberIn(config, "threshold", 0.0) == 0.0;
}

std::string activationText(const json& activation)
{
    if (activation.is_object()) {
        const json config = activation.value("config", json());
        return config.is_string() ? config.get<std::string>()
                                  : activation.value("class_name", "an unnamed activation");
    }
    return activation.is_null() ? "linear" : activation.get<std::string>();
}

Result<Activation> readActivation(const GraphLayer& layer, const std::string& kerasVersion)
{
    const std::string name = activationText(layer.config.value("activation", json()));
    const auto activation = activationFromName(name);
    if (!activation)
        return refusal(layer, "has the activation " + name + ", which is not known");
    if (activation == Activation::HardSigmoid && kerasVersion.starts_with("3."))
        return Activation::HardSigmoidKeras3;
    return *activation;
}

} // namespace netlens

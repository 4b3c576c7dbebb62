#include "weights/full_model.h"

#include "weights/file_config.h"
#include "weights/legacy_layout.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>

namespace netlens {

namespace {

    using nlohmann::json;

    struct ModelLayer {
        std::string kind; ///< Keras's class name
        std::string name;
        json config;
    };

    Error mismatch(std::string detail)
    {
        return makeError(ErrorCode::WeightsMismatch, {}, std::move(detail));
    }

    struct ModelLayers {
        std::vector<ModelLayer> main; ///< all that do something when predicting, but stemPad
        std::optional<ModelLayer> stemPad; ///< Conv1_pad, which pads for Conv1 in older models
    };

    ModelLayers readLayers(const json& model)
    {
        ModelLayers layers;
        for (const json& entry : model.at("config").at("layers")) {
            const json& config = entry.at("config");
            ModelLayer layer { entry.at("class_name"), config.at("name"), config };
            if (layer.name == "Conv1_pad")
                layers.stemPad = std::move(layer);
            else if (layer.kind != "Dropout")
                layers.main.push_back(std::move(layer));
        }
        return layers;
    }

    /// 0.35 from "mobilenetv2_0.35_96".
    std::optional<double> alphaFromName(std::string_view name)
    {
        constexpr std::string_view kPrefix = "mobilenetv2_";
        if (!name.starts_with(kPrefix))
            return std::nullopt;
        name.remove_prefix(kPrefix.size());
        double alpha = 0;
        const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), alpha);
        if (failed != std::errc() || !std::isfinite(alpha))
            return std::nullopt;
        return alpha;
    }

    int side(const json& extent)
    {
        return extent.is_null() ? InputShape::kDynamic : extent.get<int>();
    }

    std::optional<InputShape> inputShape(const std::vector<ModelLayer>& layers)
    {
        if (layers.empty() || layers.front().kind != "InputLayer")
            return std::nullopt;
        const json& config = layers.front().config;
        const json& shape = config.contains("batch_shape") ? config["batch_shape"]
                                                           : config.at("batch_input_shape");
        if (shape.size() != 4 || !shape[3].is_number_integer())
            return std::nullopt;
        const InputShape input { side(shape[1]), side(shape[2]), shape[3].get<int>() };
        const auto legal = [](int extent) { return extent > 0 || extent == InputShape::kDynamic; };
        return legal(input.height) && legal(input.width) ? std::optional(input) : std::nullopt;
    }

    /// An activation is a name, or an object whose class or registered name it is.
    std::string activationText(const json& activation)
    {
        if (activation.is_object())
            return activation.value("class_name", std::string("an unnamed activation"));
        return activation.is_null() ? "linear" : activation.get<std::string>();
    }

    /// What the classifier's activation computes in the Keras that wrote the file.
    Result<Activation> classifierActivation(const ModelLayer& layer, const std::string& version)
    {
        const std::string name = activationText(layer.config.value("activation", json()));
        const auto activation = activationFromName(name);
        if (!activation)
            return mismatch("the classifier's activation " + name + " is not known");
        if (activation == Activation::HardSigmoid && version.starts_with("3."))
            return Activation::HardSigmoidKeras3;
        return *activation;
    }

    bool isReLU6(const ModelLayer& layer)
    {
        if (layer.kind == "Activation")
            return activationText(layer.config.at("activation")) == "relu6";
        return layer.kind == "ReLU" && layer.config.at("max_value") == 6.0
            && layer.config.value("negative_slope", 0.0) == 0.0
            && layer.config.value("threshold", 0.0) == 0.0;
    }

    bool sameConvolution(const LayerSpec& wanted, const json& config, bool paddedBefore)
    {
        const json stride = json::array({ wanted.stride, wanted.stride });
        const bool same = config.at("padding") == "same";
        // A 1 × 1 window needs no padding, so both words mean the same.
        const bool samePadding = wanted.kernel == 1 || same == (wanted.same && !paddedBefore);
        return config.at("strides") == stride && samePadding
            && activationText(config.at("activation")) == "linear"
            && config.value("dilation_rate", json::array({ 1, 1 })) == json::array({ 1, 1 });
    }

    bool samePadding(const Padding& wanted, const json& config)
    {
        return config.at("padding")
            == json::array({ json::array({ wanted.top, wanted.bottom }),
                json::array({ wanted.left, wanted.right }) });
    }

    bool sameLayer(const LayerSpec& wanted, const ModelLayer& layer, bool paddedBefore)
    {
        if (wanted.kind == LayerKind::ReLU)
            return isReLU6(layer);
        if (layer.kind != kerasTypeName(wanted.kind))
            return false;
        switch (wanted.kind) {
        case LayerKind::Conv2D:
        case LayerKind::DepthwiseConv2D:
            return sameConvolution(wanted, layer.config, paddedBefore);
        case LayerKind::BatchNormalization:
            return std::abs(layer.config.at("epsilon").get<double>() - 1e-3) < 1e-8;
        case LayerKind::ZeroPadding2D:
            return samePadding(wanted.padding, layer.config);
        default:
            return true;
        }
    }

    Result<void> compareLayers(const ModelLayers& model, const Architecture& wanted)
    {
        const std::vector<ModelLayer>& layers = model.main;
        for (std::size_t i = 0; i < std::min(layers.size(), wanted.layers.size()); ++i) {
            const LayerSpec& spec = wanted.layers[i];
            const bool paddedBefore = model.stemPad && spec.name == "Conv1";
            // A model of unknown size cannot say what Conv1 would pad: there an odd side makes the
            // two kinds of stem differ.
            if (paddedBefore && !samePadding(spec.padding, model.stemPad->config))
                return mismatch("layer Conv1_pad does not pad as MobileNetV2's Conv1 does");
            if (!sameLayer(spec, layers[i], paddedBefore))
                return mismatch("layer " + layers[i].name + " (" + layers[i].kind
                    + ") is not what MobileNetV2 has as " + spec.name);
        }
        if (layers.size() != wanted.layers.size())
            return mismatch("the model has " + std::to_string(layers.size())
                + " layers, MobileNetV2 has " + std::to_string(wanted.layers.size()));
        return {};
    }

    Result<Config> readConfig(const StoredModel& model, const json& document)
    {
        const std::string kind = document.at("class_name");
        if (kind != "Model" && kind != "Functional")
            return mismatch("a " + kind + " model");
        const ModelLayers layers = readLayers(document);
        const json& settings = document.at("config");
        auto config = configFromShapes(model, alphaFromName(settings.value("name", std::string())));
        if (!config)
            return config;
        const auto input = inputShape(layers.main);
        if (!input || input->channels != config->input.channels)
            return mismatch("an input that is not height × width × channels");
        config->input = *input;
        const ModelLayer& last = layers.main.back();
        if (config->includeTop) {
            const auto activation = classifierActivation(last, model.kerasVersion);
            if (!activation)
                return activation.error();
            config->classifierActivation = *activation;
        } else {
            config->pooling = last.kind == "GlobalAveragePooling2D" ? Pooling::Avg
                : last.kind == "GlobalMaxPooling2D"                 ? Pooling::Max
                                                                    : Pooling::None;
        }
        if (auto same = compareLayers(layers, describe(*config)); !same)
            return same.error();
        return config;
    }

} // namespace

Result<StoredModel> readFullModel(const hdf5::Group& root)
{
    auto weights = root.group("model_weights");
    if (!weights)
        return weights.error();
    auto model = readLegacyLayout(*weights);
    if (!model)
        return model;
    auto modelConfig = root.text("model_config");
    if (!modelConfig)
        return modelConfig.error();
    model->layout = *modelConfig ? WeightsLayout::FullModel : WeightsLayout::LegacyWeights;
    model->modelConfig = modelConfig->value_or("");
    return model;
}

Result<Config> configFromModel(const StoredModel& model)
{
    try {
        return readConfig(model, json::parse(model.modelConfig));
    } catch (const json::exception& problem) {
        return makeError(
            ErrorCode::WeightsDamaged, {}, std::string("model_config: ") + problem.what());
    }
}

} // namespace netlens

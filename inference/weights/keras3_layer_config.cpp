#include "weights/keras3_layer_config.h"

#include "weights/keras3_naming.h"

#include <algorithm>

namespace netlens::keras3 {

namespace {

    Json initializer(const char* className)
    {
        return object("keras.initializers", className);
    }

    Json glorotUniform()
    {
        return object("keras.initializers", "GlorotUniform",
            { { "seed", nullptr }, { "input_axes", nullptr }, { "output_axes", nullptr } });
    }

    /// What every layer but the input begins with.
    Json commonConfig(const LayerSpec& layer)
    {
        return { { "name", layer.name }, { "trainable", true },
            { "dtype", object("keras", "DTypePolicy", { { "name", "float32" } }) } };
    }

    Json side(int extent)
    {
        return extent == InputShape::kDynamic ? Json(nullptr) : Json(extent);
    }

    Json square(int extent)
    {
        return Json::array({ extent, extent });
    }

    const char* paddingName(const LayerSpec& layer)
    {
        return layer.same ? "same" : "valid";
    }

    std::string activationText(Activation activation)
    {
        // Keras 3 writes the function's own name.
        return activation == Activation::Swish ? "silu" : std::string(activationName(activation));
    }

    bool hasBias(const LayerSpec& layer)
    {
        return std::ranges::find(layer.weights, "bias", &WeightSpec::name) != layer.weights.end();
    }

    Json inputConfig(const LayerSpec& layer)
    {
        return { { "batch_shape", batchShape(layer) }, { "dtype", "float32" }, { "sparse", false },
            { "ragged", false }, { "name", keras3LayerName(layer) }, { "optional", false } };
    }

    Json convolutionConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config.update(Json { { "filters", layer.channels }, { "kernel_size", square(layer.kernel) },
            { "strides", square(layer.stride) }, { "padding", paddingName(layer) },
            { "data_format", "channels_last" }, { "dilation_rate", square(1) }, { "groups", 1 },
            { "activation", "linear" }, { "use_bias", hasBias(layer) },
            { "kernel_initializer", glorotUniform() }, { "bias_initializer", initializer("Zeros") },
            { "kernel_regularizer", nullptr }, { "bias_regularizer", nullptr },
            { "activity_regularizer", nullptr }, { "kernel_constraint", nullptr },
            { "bias_constraint", nullptr } });
        return config;
    }

    Json depthwiseConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config.update(Json { { "depth_multiplier", 1 }, { "kernel_size", square(layer.kernel) },
            { "strides", square(layer.stride) }, { "padding", paddingName(layer) },
            { "data_format", "channels_last" }, { "dilation_rate", square(1) },
            { "activation", "linear" }, { "use_bias", hasBias(layer) },
            { "depthwise_initializer", glorotUniform() },
            { "bias_initializer", initializer("Zeros") }, { "depthwise_regularizer", nullptr },
            { "bias_regularizer", nullptr }, { "activity_regularizer", nullptr },
            { "depthwise_constraint", nullptr }, { "bias_constraint", nullptr } });
        return config;
    }

    Json normalizationConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config.update(Json { { "axis", -1 }, { "momentum", 0.999 }, { "epsilon", layer.epsilon },
            { "center", true }, { "scale", true }, { "beta_initializer", initializer("Zeros") },
            { "gamma_initializer", initializer("Ones") },
            { "moving_mean_initializer", initializer("Zeros") },
            { "moving_variance_initializer", initializer("Ones") }, { "beta_regularizer", nullptr },
            { "gamma_regularizer", nullptr }, { "beta_constraint", nullptr },
            { "gamma_constraint", nullptr }, { "synchronized", false }, { "renorm", false },
            { "renorm_clipping", nullptr }, { "renorm_momentum", 0.99 } });
        return config;
    }

    Json reluConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config.update(
            Json { { "max_value", 6.0 }, { "negative_slope", 0.0 }, { "threshold", 0.0 } });
        return config;
    }

    Json zeroPaddingConfig(const LayerSpec& layer)
    {
        const Padding& padding = layer.padding;
        Json config = commonConfig(layer);
        config["padding"] = Json::array({ Json::array({ padding.top, padding.bottom }),
            Json::array({ padding.left, padding.right }) });
        config["data_format"] = "channels_last";
        return config;
    }

    Json globalPoolingConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config["data_format"] = "channels_last";
        config["keepdims"] = false;
        return config;
    }

    Json denseConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config.update(
            Json { { "units", layer.channels }, { "activation", activationText(layer.activation) },
                { "use_bias", hasBias(layer) }, { "kernel_initializer", glorotUniform() },
                { "bias_initializer", initializer("Zeros") }, { "kernel_regularizer", nullptr },
                { "bias_regularizer", nullptr }, { "kernel_constraint", nullptr },
                { "bias_constraint", nullptr }, { "quantization_config", nullptr } });
        return config;
    }

    Json rescalingConfig(const LayerSpec& layer)
    {
        const auto plain = [](const std::vector<double>& values) {
            return values.size() == 1 ? Json(values.front()) : Json(values);
        };
        Json config = commonConfig(layer);
        config.update(Json { { "scale", plain(layer.scale) }, { "offset", plain(layer.offset) } });
        return config;
    }

    Json flattenConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config["data_format"] = "channels_last";
        return config;
    }

    Json activationConfig(const LayerSpec& layer)
    {
        Json config = commonConfig(layer);
        config["activation"] = activationText(layer.activation);
        return config;
    }

} // namespace

Json object(std::string_view module, std::string_view className, Json config)
{
    return { { "module", module }, { "class_name", className }, { "config", std::move(config) },
        { "registered_name", nullptr } };
}

Json batchShape(const LayerSpec& layer)
{
    if (layer.isVector)
        return Json::array({ nullptr, layer.channels });
    return Json::array({ nullptr, side(layer.height), side(layer.width), layer.channels });
}

Json layerConfig(const LayerSpec& layer)
{
    switch (layer.kind) {
    case LayerKind::Input:
        return inputConfig(layer);
    case LayerKind::Conv2D:
        return convolutionConfig(layer);
    case LayerKind::DepthwiseConv2D:
        return depthwiseConfig(layer);
    case LayerKind::BatchNormalization:
        return normalizationConfig(layer);
    case LayerKind::ReLU:
        return reluConfig(layer);
    case LayerKind::ZeroPadding2D:
        return zeroPaddingConfig(layer);
    case LayerKind::Add:
        return commonConfig(layer);
    case LayerKind::GlobalAveragePooling2D:
    case LayerKind::GlobalMaxPooling2D:
        return globalPoolingConfig(layer);
    case LayerKind::Dense:
        return denseConfig(layer);
    case LayerKind::Rescaling:
        return rescalingConfig(layer);
    case LayerKind::Flatten:
        return flattenConfig(layer);
    case LayerKind::Activation:
        return activationConfig(layer);
    case LayerKind::Identity:
        break; // never written: it does nothing when predicting
    }
    return {};
}

} // namespace netlens::keras3

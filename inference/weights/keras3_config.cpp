#include "weights/keras3_config.h"

#include "weights/keras3_layer_config.h"
#include "weights/keras3_naming.h"

#include <algorithm>

namespace netlens {

namespace {

    using keras3::Json;

    /// Layers that make something when they first see a shape say which one it was.
    bool isBuilt(LayerKind kind)
    {
        switch (kind) {
        case LayerKind::Conv2D:
        case LayerKind::DepthwiseConv2D:
        case LayerKind::BatchNormalization:
        case LayerKind::ZeroPadding2D:
        case LayerKind::Add:
        case LayerKind::Dense:
            return true;
        default:
            return false;
        }
    }

    Json tensorOf(const LayerSpec& source)
    {
        return { { "class_name", "__keras_tensor__" },
            { "config",
                { { "shape", keras3::batchShape(source) }, { "dtype", "float32" },
                    { "keras_history", Json::array({ keras3LayerName(source), 0, 0 }) } } } };
    }

    /// One value for most layers, the list of them for a layer that joins several.
    template <typename F>
    Json forInputs(const Architecture& architecture, const LayerSpec& layer, const F& make)
    {
        Json values = Json::array();
        for (const int index : layer.inbound)
            values.push_back(make(architecture.layers[static_cast<std::size_t>(index)]));
        return layer.kind == LayerKind::Add ? values : values.front();
    }

    Json layerJson(const Architecture& architecture, const LayerSpec& layer)
    {
        Json json
            = keras3::object("keras.layers", kerasTypeName(layer.kind), keras3::layerConfig(layer));
        if (isBuilt(layer.kind))
            json["build_config"]
                = { { "input_shape", forInputs(architecture, layer, keras3::batchShape) } };
        json["name"] = keras3LayerName(layer);
        json["inbound_nodes"] = Json::array();
        if (!layer.inbound.empty()) {
            Json keywords = Json::object();
            if (layer.kind == LayerKind::BatchNormalization)
                keywords["mask"] = nullptr;
            json["inbound_nodes"].push_back(
                { { "args", Json::array({ forInputs(architecture, layer, tensorOf) }) },
                    { "kwargs", keywords } });
        }
        return json;
    }

    Json modelJson(const Architecture& architecture)
    {
        const auto end = [](const LayerSpec& layer) {
            return Json::array({ keras3LayerName(layer), 0, 0 });
        };
        Json layers = Json::array();
        for (const LayerSpec& layer : architecture.layers)
            layers.push_back(layerJson(architecture, layer));
        return { { "module", "keras.src.models.functional" }, { "class_name", "Functional" },
            { "config",
                { { "name", architecture.name }, { "trainable", true }, { "layers", layers },
                    { "input_layers", end(architecture.layers.front()) },
                    { "output_layers", end(architecture.layers.back()) } } },
            { "registered_name", "Functional" }, { "build_config", { { "input_shape", nullptr } } },
            { "compile_config", Json::object() } };
    }

} // namespace

Result<std::string> keras3ModelConfig(const Architecture& architecture)
{
    const auto isKeras2s
        = [](const LayerSpec& layer) { return layer.activation == Activation::HardSigmoid; };
    if (std::ranges::any_of(architecture.layers, isKeras2s))
        return makeError(ErrorCode::NotAvailable, {},
            "Keras 3 has no activation that computes Keras 2's hard_sigmoid; .h5 and .weights.h5 "
            "files do not name the activation");
    return modelJson(architecture).dump();
}

} // namespace netlens

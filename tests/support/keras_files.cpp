#include "support/keras_files.h"

#include "weights/hdf5_file_in_memory.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

using namespace netlens;
using nlohmann::json;

namespace {

void addLayers(
    hdf5::FileInMemory& image, const std::string& parent, const std::vector<FileLayer>& layers)
{
    const std::string prefix = parent.empty() ? "" : parent + "/";
    std::vector<std::string> layerNames;
    for (const FileLayer& layer : layers) {
        // A name listed twice has one group, as in a file edited by hand.
        if (std::ranges::count(layerNames, layer.name) == 0) {
            image.addGroup(prefix + layer.name);
            std::vector<std::string> weightNames;
            for (const auto& [name, tensor] : layer.weights) {
                // A nested model's weights come with the name of their layer.
                const bool scoped = name.find('/') != std::string::npos;
                weightNames.push_back((scoped ? "" : layer.name + "/") + name + ":0");
                image.addDataset(prefix + layer.name + "/" + weightNames.back(), tensor);
            }
            image.addTextList(prefix + layer.name, "weight_names", weightNames);
        }
        layerNames.push_back(layer.name);
    }
    image.addTextList(parent, "layer_names", layerNames);
}

void save(hdf5::FileInMemory& image, const std::filesystem::path& path)
{
    const auto bytes = image.bytes();
    if (!bytes)
        throw std::runtime_error(bytes.error().detail);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes->data()),
            static_cast<std::streamsize>(bytes->size()));
}

json side(int extent)
{
    return extent == InputShape::kDynamic ? json(nullptr) : json(extent);
}

json configOf(const LayerSpec& layer, KerasGeneration generation)
{
    json config { { "name", layer.name } };
    switch (layer.kind) {
    case LayerKind::Input:
        config[generation == KerasGeneration::Keras2 ? "batch_input_shape" : "batch_shape"]
            = { nullptr, side(layer.height), side(layer.width), layer.channels };
        break;
    case LayerKind::Conv2D:
    case LayerKind::DepthwiseConv2D:
        config.update({ { "strides", { layer.stride, layer.stride } },
            { "padding", layer.same ? "same" : "valid" }, { "activation", "linear" },
            { "dilation_rate", { 1, 1 } } });
        if (layer.kind == LayerKind::Conv2D)
            config["filters"] = layer.channels;
        break;
    case LayerKind::BatchNormalization:
        config["epsilon"] = 0.001;
        break;
    case LayerKind::ReLU:
        config.update({ { "max_value", 6.0 }, { "negative_slope", 0.0 }, { "threshold", 0.0 } });
        break;
    case LayerKind::ZeroPadding2D:
        config["padding"] = { { layer.padding.top, layer.padding.bottom },
            { layer.padding.left, layer.padding.right } };
        break;
    case LayerKind::Dense:
        config.update({ { "units", layer.channels },
            { "activation", std::string(activationName(layer.activation)) } });
        break;
    default:
        break;
    }
    return config;
}

json inboundNodes(const std::vector<std::string>& inputs, KerasGeneration generation)
{
    json tensors = json::array();
    for (const std::string& input : inputs) {
        if (generation == KerasGeneration::Keras2)
            tensors.push_back(json::array({ input, 0, 0, json::object() }));
        else
            tensors.push_back({ { "class_name", "__keras_tensor__" },
                { "config", { { "keras_history", json::array({ input, 0, 0 }) } } } });
    }
    if (inputs.empty())
        return json::array();
    if (generation == KerasGeneration::Keras2)
        return json::array({ tensors });
    const json argument = inputs.size() == 1 ? tensors[0] : tensors;
    return json::array({ { { "args", json::array({ argument }) }, { "kwargs", json::object() } } });
}

} // namespace

std::vector<FileLayer> fileLayers(const Architecture& architecture, const WeightSet& weights)
{
    std::vector<FileLayer> layers;
    for (const LayerSpec& spec : architecture.layers) {
        FileLayer layer { spec.name, {} };
        for (std::size_t i = 0; i < spec.weights.size(); ++i)
            layer.weights.emplace_back(spec.weights[i].name, weights.of(spec.name)[i]);
        layers.push_back(std::move(layer));
    }
    return layers;
}

FileLayer& layerNamed(std::vector<FileLayer>& layers, const std::string& name)
{
    const auto found = std::ranges::find(layers, name, &FileLayer::name);
    if (found == layers.end())
        throw std::runtime_error("no layer " + name);
    return *found;
}

void writeLegacyFile(const std::filesystem::path& path, const std::vector<FileLayer>& layers,
    const std::string& backend)
{
    hdf5::FileInMemory image;
    addLayers(image, "", layers);
    image.addText("", "backend", backend);
    image.addText("", "keras_version", "2.4.0");
    save(image, path);
}

void writeFullModelFile(const std::filesystem::path& path, const std::vector<FileLayer>& layers,
    const json& modelConfig, const std::string& kerasVersion)
{
    hdf5::FileInMemory image;
    image.addGroup("model_weights");
    addLayers(image, "model_weights", layers);
    image.addText("model_weights", "backend", "tensorflow");
    image.addText("model_weights", "keras_version", kerasVersion);
    image.addText("", "model_config", modelConfig.dump());
    save(image, path);
}

json modelConfig(const Architecture& architecture, KerasGeneration generation)
{
    json layers = json::array();
    for (const LayerSpec& layer : architecture.layers) {
        std::vector<std::string> inputs;
        for (const int source : layer.inbound)
            inputs.push_back(architecture.layers[static_cast<std::size_t>(source)].name);
        layers.push_back({ { "class_name", std::string(layer.type()) },
            { "config", configOf(layer, generation) },
            { "inbound_nodes", inboundNodes(inputs, generation) } });
    }
    return { { "class_name", generation == KerasGeneration::Keras2 ? "Model" : "Functional" },
        { "config", { { "name", architecture.name }, { "layers", layers } } } };
}

void insertLayer(json& modelConfig, const std::string& before, json layer)
{
    json& layers = modelConfig["config"]["layers"];
    const auto next = std::ranges::find_if(
        layers, [&](const json& entry) { return entry["config"]["name"] == before; });
    // Whatever Keras wrote around the name stays.
    const std::string old = (*(next - 1))["config"]["name"];
    std::string nodes = (*next)["inbound_nodes"].dump();
    layer["inbound_nodes"] = (*next)["inbound_nodes"];
    const std::size_t at = nodes.find('"' + old + '"');
    nodes.replace(at + 1, old.size(), layer["config"]["name"].get<std::string>());
    (*next)["inbound_nodes"] = json::parse(nodes);
    layers.insert(next, std::move(layer));
}

json& layerConfig(json& modelConfig, const std::string& name)
{
    for (json& layer : modelConfig["config"]["layers"])
        if (layer["config"]["name"] == name)
            return layer["config"];
    throw std::runtime_error("no layer " + name);
}

void writeBytes(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string readBytes(const std::filesystem::path& path)
{
    std::ostringstream bytes;
    bytes << std::ifstream(path, std::ios::binary).rdbuf();
    return bytes.str();
}

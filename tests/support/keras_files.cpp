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
                weightNames.push_back(layer.name + "/" + name + ":0");
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
    for (const LayerSpec& layer : architecture.layers)
        layers.push_back({ { "class_name", std::string(kerasTypeName(layer.kind)) },
            { "config", configOf(layer, generation) } });
    return { { "class_name", generation == KerasGeneration::Keras2 ? "Model" : "Functional" },
        { "config", { { "name", architecture.name }, { "layers", layers } } } };
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

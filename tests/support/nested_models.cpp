#include "support/nested_models.h"

#include "weights/hdf5_file_in_memory.h"

#include <zip.h>

#include <algorithm>
#include <map>
#include <stdexcept>

using namespace netlens;
using nlohmann::json;

namespace {

Architecture baseOf(const Config& config)
{
    Config base = config;
    base.before.clear();
    base.after.clear();
    return describe(base);
}

json extraConfig(const ExtraLayer& layer)
{
    json config { { "name", layer.name } };
    if (layer.kind == LayerKind::Rescaling)
        config.update({ { "scale", layer.scale }, { "offset", layer.offset } });
    if (layer.kind == LayerKind::Dense)
        config.update({ { "units", layer.units }, { "use_bias", layer.useBias } });
    if (layer.kind == LayerKind::Dense || layer.kind == LayerKind::Activation)
        config["activation"] = std::string(activationName(layer.activation));
    if (layer.kind == LayerKind::BatchNormalization)
        config.update({ { "axis", { 1 } }, { "epsilon", layer.epsilon } });
    return config;
}

/// What Keras calls the group of a layer inside its model.
class GroupNames {
public:
    std::string next(const std::string& word)
    {
        const int count = m_counts[word]++;
        return word + (count == 0 ? "" : "_" + std::to_string(count));
    }

private:
    std::map<std::string, int> m_counts;
};

std::string groupWord(LayerKind kind)
{
    const std::map<LayerKind, std::string> words { { LayerKind::Conv2D, "conv2d" },
        { LayerKind::DepthwiseConv2D, "depthwise_conv2d" },
        { LayerKind::BatchNormalization, "batch_normalization" }, { LayerKind::Dense, "dense" } };
    const auto found = words.find(kind);
    return found == words.end() ? "other" : found->second;
}

std::string weightsFileOf(const Config& config, const WeightSet& weights)
{
    hdf5::FileInMemory file;
    GroupNames outer;
    GroupNames inner;
    const Architecture base = baseOf(config);
    for (const LayerSpec& layer : describe(config).layers) {
        const bool isBase = base.find(layer.name).has_value();
        const std::string group = isBase
            ? "layers/functional/layers/" + inner.next(groupWord(layer.kind))
            : "layers/" + outer.next(groupWord(layer.kind));
        file.addGroup(group + "/vars");
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            file.addDataset(group + "/vars/" + std::to_string(i), weights.of(layer.name)[i]);
    }
    const auto bytes = file.bytes();
    if (!bytes)
        throw std::runtime_error(bytes.error().detail);
    return { reinterpret_cast<const char*>(bytes->data()), bytes->size() };
}

} // namespace

json nestedModel(const Config& config, Wrapper wrapper, KerasGeneration generation)
{
    const bool isKeras2 = generation == KerasGeneration::Keras2;
    const auto side = [](int n) { return n == InputShape::kDynamic ? json() : json(n); };
    json layers = json::array();
    std::string before;
    const auto add = [&](const std::string& kind, json layerConfig) {
        const std::string name = layerConfig.at("name");
        json layer { { "class_name", kind }, { "config", std::move(layerConfig) } };
        if (wrapper == Wrapper::Functional && !before.empty())
            layer["inbound_nodes"] = isKeras2
                ? json::array({ json::array({ json::array({ before, 0, 0, json::object() }) }) })
                : json::array({ { { "args",
                    json::array({ { { "class_name", "__keras_tensor__" },
                        { "config", { { "keras_history", { before, 0, 0 } } } } } }) } } });
        before = name;
        layers.push_back(std::move(layer));
    };
    add("InputLayer",
        { { "name", "outer_input" },
            { isKeras2 ? "batch_input_shape" : "batch_shape",
                { nullptr, side(config.input.height), side(config.input.width),
                    config.input.channels } } });
    for (const ExtraLayer& layer : config.before)
        add(layer.type, extraConfig(layer));
    Architecture base = baseOf(config);
    if (config.padsAsDynamic)
        base.layers.front().height = base.layers.front().width = InputShape::kDynamic;
    json inner = modelConfig(base, generation);
    inner["config"]["name"] = "base";
    add(inner["class_name"], inner["config"]);
    for (const ExtraLayer& layer : config.after)
        add(layer.type, extraConfig(layer));
    return { { "class_name", wrapper == Wrapper::Sequential ? "Sequential" : "Functional" },
        { "config", { { "name", "outer" }, { "layers", std::move(layers) } } } };
}

std::vector<FileLayer> nestedLayers(const Config& config, const WeightSet& weights, Frozen frozen)
{
    const Architecture base = baseOf(config);
    FileLayer group { "base", {} };
    std::vector<std::pair<std::string, Tensor>> later;
    std::size_t index = 0;
    for (const LayerSpec& layer : base.layers) {
        const bool isFrozen = frozen == Frozen::Everything
            || (frozen == Frozen::FirstLayers && index < base.layers.size() / 2);
        for (std::size_t i = 0; i < layer.weights.size(); ++i) {
            const bool comesLater
                = frozen != Frozen::Everything && (isFrozen || !layer.weights[i].trainable);
            (comesLater ? later : group.weights)
                .emplace_back(layer.name + "/" + layer.weights[i].name, weights.of(layer.name)[i]);
        }
        ++index;
    }
    group.weights.insert(group.weights.end(), later.begin(), later.end());
    std::vector<FileLayer> groups { group };
    for (const LayerSpec& layer : describe(config).layers) {
        if (base.find(layer.name))
            continue;
        FileLayer own { layer.name, {} };
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            own.weights.emplace_back(layer.weights[i].name, weights.of(layer.name)[i]);
        groups.push_back(std::move(own));
    }
    return groups;
}

void writeKerasArchive(const std::filesystem::path& path, const Config& config,
    const WeightSet& weights, Wrapper wrapper)
{
    writeZip(path,
        { { "metadata.json",
              R"({"keras_version": "3.16.0", "date_saved": "2026-01-01@00:00:00"})" },
            { "config.json", nestedModel(config, wrapper, KerasGeneration::Keras3).dump() },
            { "model.weights.h5", weightsFileOf(config, weights) } });
}

void writeZip(const std::filesystem::path& path,
    const std::vector<std::pair<std::string, std::string>>& members, bool deflate)
{
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr)
        throw std::runtime_error("no archive " + path.string());
    for (const auto& [name, content] : members) {
        zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(
            archive, static_cast<zip_uint64_t>(index), deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    if (zip_close(archive) != 0)
        throw std::runtime_error("cannot write " + path.string());
}

#include "weights/legacy_layout.h"

#include <map>

namespace netlens {

namespace {

    // Far above any Keras model this program could run; keeps a hostile list from taking minutes.
    constexpr std::size_t kMostLayers = 4096;
    constexpr std::size_t kMostTensors = 16384;

    /// "conv/depthwise_kernel:0" -> "depthwise_kernel"
    std::string shortName(const std::string& weightName)
    {
        const std::string last = weightName.substr(weightName.rfind('/') + 1);
        return last.substr(0, last.find(':'));
    }

    /// "sequential/conv/kernel:0" -> "conv"
    std::string scopeOf(const std::string& weightName)
    {
        const std::size_t last = weightName.rfind('/');
        if (last == std::string::npos)
            return {};
        const std::size_t start = last == 0 ? std::string::npos : weightName.rfind('/', last - 1);
        return weightName.substr(start + 1, last - start - 1);
    }

    /// The layers of one group: one, or those of a nested model. A nested model lists its weights
    /// in an order that depends on what was frozen when it was saved, so the names decide.
    Result<std::vector<StoredLayer>> readLayers(const hdf5::Group& group, const std::string& name)
    {
        auto layerGroup = group.group(name);
        if (!layerGroup)
            return layerGroup.error();
        auto weightNames = layerGroup->textList("weight_names");
        if (!weightNames)
            return weightNames.error();
        if (!*weightNames)
            return makeError(ErrorCode::WeightsDamaged, {}, name + " has no weight_names");
        if ((*weightNames)->size() > kMostTensors)
            return makeError(ErrorCode::WeightsDamaged, {}, name + " lists too many weights");
        std::vector<StoredLayer> layers;
        std::map<std::string, std::size_t> places;
        for (const std::string& weightName : **weightNames) {
            auto data = layerGroup->dataset(weightName);
            if (!data)
                return makeError(data.error().code, {}, name + ": " + data.error().detail);
            const std::string scope = scopeOf(weightName);
            const auto [place, isNew] = places.emplace(scope, layers.size());
            if (isNew)
                layers.push_back({ scope, scope, {} });
            layers[place->second].tensors.push_back({ shortName(weightName), std::move(*data) });
        }
        if (layers.empty())
            layers.push_back({ name, name, {} });
        if (layers.size() == 1)
            layers.front().name = name;
        return layers;
    }

} // namespace

bool isLegacyLayout(const hdf5::Group& group)
{
    return group.hasAttribute("layer_names") || group.hasAttribute("layer_names0");
}

Result<StoredModel> readLegacyLayout(const hdf5::Group& group)
{
    StoredModel model;
    for (auto [attribute, text] :
        { std::pair("keras_version", &model.kerasVersion), std::pair("backend", &model.backend) }) {
        auto value = group.text(attribute);
        if (!value)
            return value.error();
        *text = value->value_or("");
    }
    auto names = group.textList("layer_names");
    if (!names)
        return names.error();
    if (!*names || (*names)->size() > kMostLayers)
        return makeError(ErrorCode::WeightsDamaged, {}, "layer_names is missing or too long");
    std::size_t tensors = 0;
    for (const std::string& name : **names) {
        auto layers = readLayers(group, name);
        if (!layers)
            return layers.error();
        model.nested = model.nested || layers->size() > 1;
        for (StoredLayer& layer : *layers) {
            tensors += layer.tensors.size();
            model.layers.push_back(std::move(layer));
        }
        if (tensors > kMostTensors)
            return makeError(ErrorCode::WeightsDamaged, {}, "lists too many weights");
    }
    return model;
}

} // namespace netlens

#include "weights/legacy_layout.h"

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

    Result<StoredLayer> readLayer(const hdf5::Group& group, const std::string& name)
    {
        auto layerGroup = group.group(name);
        if (!layerGroup)
            return layerGroup.error();
        auto weightNames = layerGroup->textList("weight_names");
        if (!weightNames)
            return weightNames.error();
        if (!*weightNames)
            return makeError(ErrorCode::WeightsDamaged, {}, name + " has no weight_names");
        StoredLayer layer { name, {} };
        if ((*weightNames)->size() > kMostTensors)
            return makeError(ErrorCode::WeightsDamaged, {}, name + " lists too many weights");
        for (const std::string& weightName : **weightNames) {
            auto data = layerGroup->dataset(weightName);
            if (!data)
                return makeError(data.error().code, {}, name + ": " + data.error().detail);
            layer.tensors.push_back({ shortName(weightName), std::move(*data) });
        }
        return layer;
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
        auto layer = readLayer(group, name);
        if (!layer)
            return layer.error();
        tensors += layer->tensors.size();
        if (tensors > kMostTensors)
            return makeError(ErrorCode::WeightsDamaged, {}, "lists too many weights");
        model.layers.push_back(std::move(*layer));
    }
    return model;
}

} // namespace netlens

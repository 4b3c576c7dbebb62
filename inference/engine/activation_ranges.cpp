#include "engine/activation_ranges.h"

#include <cstddef>

namespace netlens {

std::vector<std::string> rangedLayers(const Architecture& architecture)
{
    const std::vector<LayerSpec>& layers = architecture.layers;
    std::vector<bool> isRead(layers.size(), false); // by a layer that it is not fused with
    std::vector<bool> isMixed(layers.size(), false); // its channels with each other
    for (const LayerSpec& layer : layers)
        for (const int source : layer.inbound) {
            const auto read = static_cast<std::size_t>(source);
            if (layer.kind != LayerKind::ReLU && layer.kind != LayerKind::BatchNormalization)
                isRead[read] = true;
            if (layer.kind == LayerKind::Conv2D)
                isMixed[read] = true;
        }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (!layers[i].isVector && (layers[i].kind == LayerKind::ReLU ? isMixed[i] : isRead[i]))
            names.push_back(layers[i].name);
    return names;
}

ActivationRanges emptyRanges(const Architecture& architecture)
{
    ActivationRanges ranges;
    for (const std::string& name : rangedLayers(architecture)) {
        const auto index = static_cast<std::size_t>(architecture.find(name).value());
        const auto channels = static_cast<std::size_t>(architecture.layers[index].channels);
        ranges[name] = { std::vector<float>(channels, 0), std::vector<float>(channels, 0) };
    }
    return ranges;
}

} // namespace netlens

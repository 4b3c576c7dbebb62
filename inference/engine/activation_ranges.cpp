#include "engine/activation_ranges.h"

#include <cstddef>

namespace netlens {

std::vector<std::string> rangedLayers(const Architecture& architecture)
{
    const std::vector<LayerSpec>& layers = architecture.layers;
    std::vector<bool> isRead(layers.size(), false); // by a layer that it is not fused with
    for (const LayerSpec& layer : layers)
        if (layer.kind != LayerKind::ReLU && layer.kind != LayerKind::BatchNormalization)
            for (const int source : layer.inbound)
                isRead[static_cast<std::size_t>(source)] = true;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (isRead[i] && layers[i].kind != LayerKind::ReLU && !layers[i].isVector)
            names.push_back(layers[i].name);
    return names;
}

ActivationRanges emptyRanges(const Architecture& architecture)
{
    ActivationRanges ranges;
    for (const std::string& name : rangedLayers(architecture)) {
        const auto index = static_cast<std::size_t>(architecture.find(name).value());
        ranges[name].assign(static_cast<std::size_t>(architecture.layers[index].channels), 0.0F);
    }
    return ranges;
}

} // namespace netlens

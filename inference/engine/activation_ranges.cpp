#include "engine/activation_ranges.h"

#include "engine/network.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace netlens {

namespace {

    void widen(std::vector<float>& range, std::span<const float> values)
    {
        for (std::size_t cell = 0; cell < values.size(); cell += range.size())
            for (std::size_t c = 0; c < range.size(); ++c)
                range[c] = std::max(range[c], std::abs(values[cell + c]));
    }

} // namespace

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

Result<ActivationRanges> measureRanges(const Architecture& architecture,
    const SharedWeights& weights, std::span<const std::vector<float>> inputs)
{
    const std::vector<std::string> names = rangedLayers(architecture);
    auto network = Network::build(architecture, weights, { .taps = names });
    if (!network)
        return network.error();
    ActivationRanges ranges;
    for (const std::string& name : names)
        ranges[name].assign(static_cast<std::size_t>(network->tapShape(name).back()), 0.0F);
    for (const std::vector<float>& input : inputs) {
        std::ranges::copy(input, network->input().begin());
        network->run();
        for (auto& [name, range] : ranges)
            widen(range, network->tap(name));
    }
    return ranges;
}

} // namespace netlens

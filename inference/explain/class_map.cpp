#include "explain/class_map.h"

#include "explain/head_gradient.h"

#include <algorithm>

namespace netlens {

namespace {

    /// The classifier behind average pooling alone, as in Keras's own top; null behind other heads.
    const LayerSpec* plainClassifier(const Architecture& architecture)
    {
        const auto features = static_cast<std::size_t>(architecture.indexOfLastFeatureMap());
        const std::vector<LayerSpec>& layers = architecture.layers;
        const LayerSpec* head[2] {};
        std::size_t found = 0;
        for (std::size_t i = features + 1; i < layers.size(); ++i) {
            if (layers[i].kind == LayerKind::Identity)
                continue;
            if (found < 2)
                head[found] = &layers[i];
            ++found;
            if (layers[i].kind == LayerKind::Dense)
                break;
        }
        const bool plain = found == 2 && head[0]->kind == LayerKind::GlobalAveragePooling2D
            && head[1]->kind == LayerKind::Dense
            && static_cast<int>(head[1] - layers.data()) == architecture.classifier();
        return plain ? head[1] : nullptr;
    }

    bool averages(const Architecture& architecture)
    {
        return std::ranges::any_of(architecture.layers,
            [](const LayerSpec& layer) { return layer.kind == LayerKind::GlobalAveragePooling2D; });
    }

} // namespace

HeatMap classMap(const Architecture& architecture, const WeightSet& weights,
    std::span<const float> features, const Shape& shape, int classIndex)
{
    const int height = static_cast<int>(shape[1]);
    const int width = static_cast<int>(shape[2]);
    if (const LayerSpec* classifier = plainClassifier(architecture)) {
        const Tensor& kernel = weights.of(classifier->name)[0];
        return classActivationMap(
            features, height, width, kernel.values, kernel.shape[1], classIndex);
    }
    const std::vector<double> gradient = headGradient(architecture, weights, features, classIndex);
    const auto channels = static_cast<std::size_t>(shape[3]);
    HeatMap map { height, width, std::vector<float>(features.size() / channels), classIndex };
    const double share = averages(architecture) ? static_cast<double>(map.values.size()) : 1;
    for (std::size_t cell = 0; cell < map.values.size(); ++cell) {
        double sum = 0;
        for (std::size_t k = cell * channels; k < (cell + 1) * channels; ++k)
            sum += static_cast<double>(features[k]) * gradient[k];
        map.values[cell] = static_cast<float>(sum * share);
    }
    return map;
}

std::optional<float> classBias(
    const Architecture& architecture, const WeightSet& weights, int classIndex)
{
    const LayerSpec* classifier = plainClassifier(architecture);
    if (classifier == nullptr)
        return std::nullopt;
    if (classifier->weights.size() < 2)
        return 0.0F;
    return weights.of(classifier->name)[1].values[static_cast<std::size_t>(classIndex)];
}

} // namespace netlens

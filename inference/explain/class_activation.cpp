#include "explain/class_activation.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace netlens {

float HeatMap::minimum() const
{
    return values.empty() ? 0 : std::ranges::min(values);
}

float HeatMap::maximum() const
{
    return values.empty() ? 0 : std::ranges::max(values);
}

float HeatMap::mean() const
{
    if (values.empty())
        return 0;
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    return static_cast<float>(sum / static_cast<double>(values.size()));
}

namespace {

    /// M(y, x) = Σ_k A_k(y, x) · channelWeights[k], summed in double.
    HeatMap weightedMap(std::span<const float> features, int height, int width,
        std::span<const double> channelWeights, int classIndex)
    {
        HeatMap map { height, width, {}, classIndex };
        const std::size_t channels = channelWeights.size();
        const auto cells = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
        assert(features.size() == cells * channels);
        map.values.reserve(cells);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const auto activations = features.subspan(cell * channels, channels);
            map.values.push_back(static_cast<float>(std::inner_product(
                activations.begin(), activations.end(), channelWeights.begin(), 0.0)));
        }
        return map;
    }

    std::size_t channelCount(std::span<const float> features, int height, int width)
    {
        return features.size()
            / (static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
    }

} // namespace

HeatMap classActivationMap(std::span<const float> features, int height, int width,
    std::span<const float> kernel, std::int64_t classes, int classIndex)
{
    assert(classIndex >= 0 && classIndex < classes);
    const auto stride = static_cast<std::size_t>(classes);
    std::vector<double> column;
    column.reserve(kernel.size() / stride);
    for (auto i = static_cast<std::size_t>(classIndex); i < kernel.size(); i += stride)
        column.push_back(static_cast<double>(kernel[i]));
    return weightedMap(features, height, width, column, classIndex);
}

HeatMap meanActivationMap(std::span<const float> features, int height, int width)
{
    const std::size_t channels = channelCount(features, height, width);
    const std::vector<double> equal(channels, 1.0 / static_cast<double>(channels));
    return weightedMap(features, height, width, equal, -1);
}

} // namespace netlens

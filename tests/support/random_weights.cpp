#include "support/random_weights.h"

#include <cmath>
#include <random>

using namespace netlens;

namespace {

// std::uniform_real_distribution may differ between libraries; the generator may not.
float next(std::mt19937& generator, float low, float high)
{
    return low + (high - low) * static_cast<float>(generator() >> 8) / 16777216.0F;
}

struct Range {
    float low;
    float high;
};

Range rangeOf(const WeightSpec& spec)
{
    if (spec.name == "gamma" || spec.name == "moving_variance")
        return { 0.5F, 1.5F };
    if (spec.name == "beta" || spec.name == "moving_mean" || spec.name == "bias")
        return { -0.3F, 0.3F };
    // Keeps the spread; with a limit of sqrt(6) the differences of float32 grow from layer to
    // layer.
    const std::int64_t fanIn = spec.name == "depthwise_kernel"
        ? spec.shape[0] * spec.shape[1]
        : spec.count() / std::max<std::int64_t>(spec.shape.back(), 1);
    const float limit = std::sqrt(3.0F / static_cast<float>(std::max<std::int64_t>(fanIn, 1)));
    return { -limit, limit };
}

} // namespace

SharedWeights randomWeights(const Architecture& architecture, unsigned seed)
{
    std::mt19937 generator(seed);
    WeightSet set;
    for (const LayerSpec& layer : architecture.layers)
        for (const WeightSpec& spec : layer.weights) {
            const Range range = rangeOf(spec);
            Tensor tensor { spec.shape, std::vector<float>(elementCount(spec.shape)) };
            for (float& value : tensor.values)
                value = next(generator, range.low, range.high);
            set.layers[layer.name].push_back(std::move(tensor));
        }
    return std::make_shared<const WeightSet>(std::move(set));
}

std::vector<float> randomValues(std::size_t count, float low, float high, unsigned seed)
{
    std::mt19937 generator(seed);
    std::vector<float> values(count);
    for (float& value : values)
        value = next(generator, low, high);
    return values;
}

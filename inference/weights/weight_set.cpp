#include "weights/weight_set.h"

#include <cmath>

namespace netlens {

namespace {

    /// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine, which the
    /// distributions of the standard library do not promise.
    class Random {
    public:
        explicit Random(std::uint64_t seed)
            : m_state(seed)
        {
        }

        /// Uniform in [-1, 1), exact in double arithmetic.
        double symmetric()
        {
            m_state += 0x9e3779b97f4a7c15U;
            std::uint64_t z = m_state;
            z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
            z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
            z ^= z >> 31U;
            return static_cast<double>(z >> 11U) * 0x1p-52 - 1.0;
        }

    private:
        std::uint64_t m_state;
    };

    /// Keras takes the last two axes for inputs and outputs whatever the layer, so a depthwise
    /// kernel (3, 3, C, 1) has fans 9 C and 9.
    double glorotLimit(const Shape& shape)
    {
        const std::size_t rank = shape.size();
        std::int64_t field = 1;
        for (std::size_t axis = 0; axis + 2 < rank; ++axis)
            field *= shape[axis];
        return std::sqrt(6.0 / static_cast<double>(field * (shape[rank - 2] + shape[rank - 1])));
    }

    Tensor initialise(const WeightSpec& weight, Random& random)
    {
        Tensor tensor { weight.shape, std::vector<float>(elementCount(weight.shape)) };
        if (weight.name == "gamma" || weight.name == "moving_variance") {
            tensor.values.assign(tensor.values.size(), 1.0F);
        } else if (weight.shape.size() > 1) {
            const double limit = glorotLimit(weight.shape);
            for (float& value : tensor.values)
                value = static_cast<float>(random.symmetric() * limit);
        }
        return tensor;
    }

} // namespace

WeightSet initialiseWeights(const Architecture& architecture, std::uint64_t seed)
{
    Random random(seed);
    WeightSet set;
    for (const LayerSpec& layer : architecture.layers) {
        std::vector<Tensor> tensors;
        for (const WeightSpec& weight : layer.weights)
            tensors.push_back(initialise(weight, random));
        if (!tensors.empty())
            set.layers.emplace(layer.name, std::move(tensors));
    }
    return set;
}

} // namespace netlens

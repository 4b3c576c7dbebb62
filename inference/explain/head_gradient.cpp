#include "explain/head_gradient.h"

#include "engine/activation_function.h"
#include "engine/folded_convolution.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace netlens {

namespace {

    using Values = std::vector<float>;
    using Gradient = std::vector<double>;

    /// The derivative of a Keras activation, softmax excepted. At a kink, the flat side's.
    double slope(Activation activation, double x)
    {
        constexpr double kSeluAlpha = 1.6732632423543772;
        constexpr double kSeluScale = 1.0507009873554805;
        const double sigmoid = 1 / (1 + std::exp(-x));
        switch (activation) {
        case Activation::Linear:
        case Activation::Softmax:
            return 1;
        case Activation::Sigmoid:
            return sigmoid * (1 - sigmoid);
        case Activation::Tanh:
            return 1 - std::tanh(x) * std::tanh(x);
        case Activation::Relu:
            return x > 0 ? 1 : 0;
        case Activation::Relu6:
            return x > 0 && x < 6 ? 1 : 0;
        case Activation::Elu:
            return x > 0 ? 1 : std::exp(x);
        case Activation::Selu:
            return kSeluScale * (x > 0 ? 1 : kSeluAlpha * std::exp(x));
        case Activation::Softplus:
            return sigmoid;
        case Activation::Softsign:
            return 1 / ((1 + std::abs(x)) * (1 + std::abs(x)));
        case Activation::Swish:
            return sigmoid * (1 + x * (1 - sigmoid));
        case Activation::Gelu:
            return 0.5 * (1 + std::erf(x / std::numbers::sqrt2))
                + x * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
        case Activation::Exponential:
            return std::exp(x);
        case Activation::HardSigmoid:
            return std::abs(x) < 2.5 ? 0.2 : 0;
        case Activation::HardSigmoidKeras3:
            return std::abs(x) < 3 ? 1.0 / 6 : 0;
        }
        return 1;
    }

    Gradient throughActivation(
        Activation activation, const Values& in, std::size_t width, Gradient gradient)
    {
        if (activation != Activation::Softmax) {
            for (std::size_t i = 0; i < in.size(); ++i)
                gradient[i] *= slope(activation, static_cast<double>(in[i]));
            return gradient;
        }
        Values out(in.size());
        applyActivation(activation, in, out, width);
        for (std::size_t row = 0; row < in.size(); row += width) {
            double mean = 0;
            for (std::size_t i = row; i < row + width; ++i)
                mean += gradient[i] * static_cast<double>(out[i]);
            for (std::size_t i = row; i < row + width; ++i)
                gradient[i] = static_cast<double>(out[i]) * (gradient[i] - mean);
        }
        return gradient;
    }

    /// One layer of the head: forward for what the layers behind it need, backward for the answer.
    class HeadLayer {
    public:
        HeadLayer(const LayerSpec& spec, const WeightSet& weights)
            : m_spec(spec)
            , m_tensors(weights.layers.contains(spec.name) ? &weights.of(spec.name) : nullptr)
        {
            if (spec.kind == LayerKind::BatchNormalization)
                m_scale = scaleShift(weights, spec);
            else if (spec.kind == LayerKind::Rescaling)
                m_scale = scaleShift(spec);
        }

        /// @param withActivation a Dense layer's; the classifier's is left out.
        Values forward(Values in, bool withActivation)
        {
            m_in = std::move(in);
            switch (m_spec.kind) {
            case LayerKind::Dense:
                m_sums = dense();
                return withActivation ? activated(m_sums) : m_sums;
            case LayerKind::Activation:
                return activated(m_in);
            case LayerKind::GlobalAveragePooling2D:
            case LayerKind::GlobalMaxPooling2D:
                return pooled();
            case LayerKind::BatchNormalization:
            case LayerKind::Rescaling: {
                Values out = m_in;
                for (std::size_t i = 0; i < out.size(); ++i)
                    out[i] = out[i] * m_scale.scale[i % width()] + m_scale.shift[i % width()];
                return out;
            }
            default:
                return m_in;
            }
        }

        Gradient backward(Gradient gradient, bool withActivation) const
        {
            switch (m_spec.kind) {
            case LayerKind::Dense:
                if (withActivation)
                    gradient = throughActivation(
                        m_spec.activation, m_sums, width(), std::move(gradient));
                return throughDense(gradient);
            case LayerKind::Activation:
                return throughActivation(m_spec.activation, m_in, width(), std::move(gradient));
            case LayerKind::GlobalAveragePooling2D:
            case LayerKind::GlobalMaxPooling2D:
                return throughPooling(gradient);
            case LayerKind::BatchNormalization:
            case LayerKind::Rescaling:
                for (std::size_t i = 0; i < gradient.size(); ++i)
                    gradient[i] *= static_cast<double>(m_scale.scale[i % width()]);
                return gradient;
            default:
                return gradient;
            }
        }

    private:
        std::size_t width() const { return static_cast<std::size_t>(m_spec.channels); }

        std::size_t cellCount() const { return m_in.size() / width(); }

        Values activated(const Values& in) const
        {
            Values out(in.size());
            applyActivation(m_spec.activation, in, out, width());
            return out;
        }

        Values dense() const
        {
            Values out = m_tensors->size() > 1 ? (*m_tensors)[1].values : Values(width(), 0.0F);
            const Values& kernel = (*m_tensors)[0].values;
            for (std::size_t i = 0; i < m_in.size(); ++i)
                for (std::size_t j = 0; j < width(); ++j)
                    out[j] += m_in[i] * kernel[i * width() + j];
            return out;
        }

        Gradient throughDense(const Gradient& gradient) const
        {
            const Values& kernel = (*m_tensors)[0].values;
            Gradient before(m_in.size(), 0);
            for (std::size_t i = 0; i < before.size(); ++i)
                for (std::size_t j = 0; j < width(); ++j)
                    before[i] += gradient[j] * static_cast<double>(kernel[i * width() + j]);
            return before;
        }

        /// Of each channel, the cell a maximum comes from.
        std::vector<std::size_t> largest() const
        {
            std::vector<std::size_t> places(width());
            for (std::size_t i = 0; i < m_in.size(); ++i)
                if (std::size_t& place = places[i % width()]; i < width() || m_in[i] > m_in[place])
                    place = i;
            return places;
        }

        bool averages() const { return m_spec.kind == LayerKind::GlobalAveragePooling2D; }

        Values pooled() const
        {
            Values out(width(), 0.0F);
            const auto cells = static_cast<float>(cellCount());
            if (averages())
                for (std::size_t i = 0; i < m_in.size(); ++i)
                    out[i % width()] += m_in[i] / cells;
            else
                std::ranges::transform(
                    largest(), out.begin(), [&](std::size_t place) { return m_in[place]; });
            return out;
        }

        Gradient throughPooling(const Gradient& gradient) const
        {
            Gradient before(m_in.size(), 0);
            const auto cells = static_cast<double>(cellCount());
            if (averages()) {
                for (std::size_t i = 0; i < before.size(); ++i)
                    before[i] = gradient[i % width()] / cells;
                return before;
            }
            const std::vector<std::size_t> places = largest();
            for (std::size_t c = 0; c < places.size(); ++c)
                before[places[c]] = gradient[c];
            return before;
        }

        const LayerSpec& m_spec;
        const std::vector<Tensor>* m_tensors;
        ScaleShift m_scale;
        Values m_in;
        Values m_sums; ///< a Dense layer's output before its activation
    };

} // namespace

std::vector<double> headGradient(const Architecture& architecture, const WeightSet& weights,
    std::span<const float> features, int classIndex)
{
    const auto first = architecture.layers.begin() + architecture.indexOfLastFeatureMap() + 1;
    const auto last = architecture.layers.begin() + *architecture.classifier();
    std::vector<HeadLayer> head;
    for (auto layer = first; layer <= last; ++layer)
        head.emplace_back(*layer, weights);
    Values values(features.begin(), features.end());
    for (HeadLayer& layer : head)
        values = layer.forward(std::move(values), &layer != &head.back());
    Gradient gradient(values.size(), 0);
    gradient[static_cast<std::size_t>(classIndex)] = 1;
    for (auto layer = head.rbegin(); layer != head.rend(); ++layer)
        gradient = layer->backward(std::move(gradient), layer != head.rbegin());
    return gradient;
}

} // namespace netlens

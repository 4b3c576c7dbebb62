#include "support/reference_network.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace netlens;

namespace {

using Values = std::vector<double>;

std::size_t at(std::int64_t index)
{
    return static_cast<std::size_t>(index);
}

/// TensorFlow's "same": how many zeros come before the first row.
int zerosBefore(int in, int out, const LayerSpec& layer)
{
    return layer.same ? std::max((out - 1) * layer.stride + layer.kernel - in, 0) / 2 : 0;
}

/// One pass over the batch with everything its loops need.
class Pass {
public:
    Pass(const Architecture& architecture, const WeightSet& weights, int batch)
        : m_architecture(architecture)
        , m_weights(weights)
        , m_batch(batch)
    {
    }

    Values run(const LayerSpec& layer, const std::vector<Values>& done, Values& logits) const
    {
        const LayerSpec& before = spec(layer.inbound[0]);
        const Values& in = done[at(layer.inbound[0])];
        switch (layer.kind) {
        case LayerKind::Conv2D:
        case LayerKind::DepthwiseConv2D:
            return convolution(layer, before, in);
        case LayerKind::BatchNormalization:
            return batchNormalization(layer, in);
        case LayerKind::ReLU:
            return relu6(in);
        case LayerKind::ZeroPadding2D:
            return zeroPadding(layer, before, in);
        case LayerKind::Add:
            return sum(in, done[at(layer.inbound[1])]);
        case LayerKind::GlobalAveragePooling2D:
        case LayerKind::GlobalMaxPooling2D:
            return pooling(layer, before, in);
        case LayerKind::Dense:
            logits = dense(layer, before, in);
            return referenceActivation(layer.activation, logits, at(layer.channels));
        case LayerKind::Rescaling:
            return rescaling(layer, in);
        case LayerKind::Activation:
            return referenceActivation(layer.activation, in, at(layer.channels));
        case LayerKind::Identity:
        case LayerKind::Flatten:
        case LayerKind::Input:
            break;
        }
        return in;
    }

private:
    const LayerSpec& spec(int index) const { return m_architecture.layers[at(index)]; }

    const std::vector<float>& weight(const LayerSpec& layer, std::size_t which) const
    {
        return m_weights.of(layer.name)[which].values;
    }

    std::size_t cell(const LayerSpec& map, int n, int y, int x) const
    {
        return at(((std::int64_t { n } * map.height + y) * map.width + x) * map.channels);
    }

    Values empty(const LayerSpec& layer) const
    {
        return Values(at(std::int64_t { m_batch } * layer.height * layer.width * layer.channels));
    }

    // One output cell: every input cell under the window, for a full or a depthwise kernel.
    void window(const LayerSpec& layer, const LayerSpec& before, const Values& in, int n, int y,
        int x, double* out) const
    {
        const std::vector<float>& kernel = weight(layer, 0);
        const bool depthwise = layer.kind == LayerKind::DepthwiseConv2D;
        const int top = zerosBefore(before.height, layer.height, layer);
        const int left = zerosBefore(before.width, layer.width, layer);
        for (int ky = 0; ky < layer.kernel; ++ky)
            for (int kx = 0; kx < layer.kernel; ++kx) {
                const int inY = y * layer.stride + ky - top;
                const int inX = x * layer.stride + kx - left;
                if (inY < 0 || inX < 0 || inY >= before.height || inX >= before.width)
                    continue;
                const double* cells = in.data() + cell(before, n, inY, inX);
                const std::int64_t tap
                    = (std::int64_t { ky } * layer.kernel + kx) * before.channels;
                for (std::int64_t i = 0; i < before.channels; ++i) {
                    if (depthwise) {
                        out[i] += cells[i] * double { kernel[at(tap + i)] };
                        continue;
                    }
                    const float* row = kernel.data() + (tap + i) * layer.channels;
                    for (std::int64_t o = 0; o < layer.channels; ++o)
                        out[o] += cells[i] * double { row[o] };
                }
            }
    }

    Values convolution(const LayerSpec& layer, const LayerSpec& before, const Values& in) const
    {
        Values out = empty(layer);
        for (int n = 0; n < m_batch; ++n)
            for (int y = 0; y < layer.height; ++y)
                for (int x = 0; x < layer.width; ++x)
                    window(layer, before, in, n, y, x, out.data() + cell(layer, n, y, x));
        return out;
    }

    Values batchNormalization(const LayerSpec& layer, const Values& in) const
    {
        Values out(in.size());
        for (std::size_t i = 0; i < in.size(); ++i) {
            const std::size_t c = i % at(layer.channels);
            const double deviation = std::sqrt(double { weight(layer, 3)[c] } + layer.epsilon);
            out[i] = double { weight(layer, 0)[c] } * (in[i] - double { weight(layer, 2)[c] })
                    / deviation
                + double { weight(layer, 1)[c] };
        }
        return out;
    }

    static Values rescaling(const LayerSpec& layer, Values in)
    {
        for (std::size_t i = 0; i < in.size(); ++i) {
            const std::size_t c = layer.scale.size() == 1 ? 0 : i % at(layer.channels);
            in[i] = in[i] * layer.scale[c] + layer.offset[c];
        }
        return in;
    }

    static Values relu6(Values in)
    {
        for (double& value : in)
            value = std::min(std::max(value, 0.0), 6.0);
        return in;
    }

    Values zeroPadding(const LayerSpec& layer, const LayerSpec& before, const Values& in) const
    {
        Values out = empty(layer);
        for (int n = 0; n < m_batch; ++n)
            for (int y = 0; y < before.height; ++y)
                for (int x = 0; x < before.width; ++x)
                    std::copy_n(in.data() + cell(before, n, y, x), before.channels,
                        out.data() + cell(layer, n, y + layer.padding.top, x + layer.padding.left));
        return out;
    }

    static Values sum(Values a, const Values& b)
    {
        for (std::size_t i = 0; i < a.size(); ++i)
            a[i] += b[i];
        return a;
    }

    Values pooling(const LayerSpec& layer, const LayerSpec& before, const Values& in) const
    {
        const bool average = layer.kind == LayerKind::GlobalAveragePooling2D;
        const std::size_t cells = at(std::int64_t { before.height } * before.width);
        const std::size_t channels = at(layer.channels);
        Values out = empty(layer);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double* first = in.data() + i / channels * cells * channels + i % channels;
            double folded = average ? 0 : *first;
            for (std::size_t k = 0; k < cells; ++k)
                folded = average ? folded + first[k * channels]
                                 : std::max(folded, first[k * channels]);
            out[i] = average ? folded / static_cast<double>(cells) : folded;
        }
        return out;
    }

    Values dense(const LayerSpec& layer, const LayerSpec& before, const Values& in) const
    {
        const std::size_t inputs = at(before.channels);
        const std::size_t units = at(layer.channels);
        Values out(at(m_batch) * units);
        for (std::size_t n = 0; n < at(m_batch); ++n)
            for (std::size_t u = 0; u < units; ++u) {
                double value = layer.weights.size() > 1 ? double { weight(layer, 1)[u] } : 0;
                for (std::size_t i = 0; i < inputs; ++i)
                    value += in[n * inputs + i] * double { weight(layer, 0)[i * units + u] };
                out[n * units + u] = value;
            }
        return out;
    }

    const Architecture& m_architecture;
    const WeightSet& m_weights;
    int m_batch;
};

double scalarActivation(Activation activation, double x)
{
    switch (activation) {
    case Activation::Linear:
    case Activation::Softmax:
        return x;
    case Activation::Sigmoid:
        return 1 / (1 + std::exp(-x));
    case Activation::Tanh:
        return std::tanh(x);
    case Activation::Relu:
        return x < 0 ? 0 : x;
    case Activation::Relu6:
        return x < 0 ? 0 : (x > 6 ? 6 : x);
    case Activation::Elu:
        return x < 0 ? std::exp(x) - 1 : x;
    case Activation::Selu:
        return 1.05070098735548049 * (x < 0 ? 1.67326324235437728 * (std::exp(x) - 1) : x);
    case Activation::Softplus:
        return x > 0 ? x + std::log(1 + std::exp(-x)) : std::log(1 + std::exp(x));
    case Activation::Softsign:
        return x / (1 + std::abs(x));
    case Activation::Swish:
        return x / (1 + std::exp(-x));
    case Activation::Gelu:
        return x * std::erfc(-x / std::numbers::sqrt2) / 2;
    case Activation::Exponential:
        return std::exp(x);
    case Activation::HardSigmoid:
        return x < -2.5 ? 0 : (x > 2.5 ? 1 : 0.2 * x + 0.5);
    case Activation::HardSigmoidKeras3:
        return x < -3 ? 0 : (x > 3 ? 1 : x / 6 + 0.5);
    }
    return x;
}

} // namespace

std::vector<double> referenceActivation(
    Activation activation, std::span<const double> values, std::size_t width)
{
    Values out(values.begin(), values.end());
    if (activation != Activation::Softmax) {
        for (double& value : out)
            value = scalarActivation(activation, value);
        return out;
    }
    for (std::size_t row = 0; row < out.size(); row += width) {
        const std::span<double> one(out.data() + row, width);
        const double largest = std::ranges::max(one);
        double total = 0;
        for (double& value : one)
            total += value = std::exp(value - largest);
        for (double& value : one)
            value /= total;
    }
    return out;
}

ReferenceValues referenceRun(const Architecture& architecture, const WeightSet& weights,
    std::span<const float> input, int batch)
{
    const Pass pass(architecture, weights, batch);
    ReferenceValues values;
    values.layers.emplace_back(input.begin(), input.end());
    for (std::size_t i = 1; i < architecture.layers.size(); ++i)
        values.layers.push_back(pass.run(architecture.layers[i], values.layers, values.logits));
    return values;
}

std::vector<double> referenceHead(const Architecture& architecture, const WeightSet& weights,
    const std::vector<double>& values, std::size_t first)
{
    const Pass pass(architecture, weights, 1);
    std::vector<Values> done(architecture.layers.size());
    done[first] = values;
    Values logits;
    for (std::size_t i = first + 1; i < architecture.layers.size(); ++i)
        done[i] = pass.run(architecture.layers[i], done, logits);
    return logits;
}

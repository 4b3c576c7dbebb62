#include "model/layer_table.h"

#include <algorithm>
#include <tuple>

namespace netlens {

namespace {

    constexpr int kDynamic = InputShape::kDynamic;

    // TensorFlow's "same": ceil(n / stride) outputs, an odd surplus goes to the bottom and right.
    int sameOutput(int n, int stride)
    {
        return n == kDynamic ? kDynamic : (n + stride - 1) / stride;
    }

    std::pair<int, int> samePadding(int n, int kernel, int stride)
    {
        if (n == kDynamic)
            return { 0, 0 };
        const int total = std::max((sameOutput(n, stride) - 1) * stride + kernel - n, 0);
        return { total / 2, total - total / 2 };
    }

    // Keras's correct_pad for a 3×3 window, one axis: 0 and 1 on an even side, 1 and 1 on an odd
    // one, and 0 and 1 where the graph was built without knowing the side.
    std::pair<int, int> correctPad(int n, bool sizeKnown)
    {
        return { sizeKnown ? n % 2 : 0, 1 };
    }

    int afterWindow(int n, int padded, int kernel, int stride)
    {
        return n == kDynamic ? kDynamic : (n + padded - kernel) / stride + 1;
    }

    std::int64_t cells(const LayerSpec& layer)
    {
        return layer.height == kDynamic || layer.width == kDynamic
            ? 0
            : std::int64_t { layer.height } * layer.width;
    }

    void slide(LayerSpec& layer, int kernel, int stride, bool same)
    {
        layer.kernel = kernel;
        layer.stride = stride;
        layer.same = same;
        if (same) {
            std::tie(layer.padding.top, layer.padding.bottom)
                = samePadding(layer.height, kernel, stride);
            std::tie(layer.padding.left, layer.padding.right)
                = samePadding(layer.width, kernel, stride);
        }
        layer.height
            = afterWindow(layer.height, layer.padding.top + layer.padding.bottom, kernel, stride);
        layer.width
            = afterWindow(layer.width, layer.padding.left + layer.padding.right, kernel, stride);
    }

} // namespace

LayerTable::LayerTable(const Config& config, bool sizeKnown)
    : m_sizeKnown(sizeKnown)
{
    LayerSpec input;
    input.name = "input_1";
    input.kind = LayerKind::Input;
    input.height = config.input.height;
    input.width = config.input.width;
    input.channels = config.input.channels;
    m_layers.push_back(std::move(input));
}

void LayerTable::convolution(
    std::string name, std::int64_t filters, int kernel, int stride, bool same)
{
    LayerSpec layer = next(std::move(name), LayerKind::Conv2D);
    const std::int64_t inputs = layer.channels;
    slide(layer, kernel, stride, same);
    layer.channels = filters;
    layer.weights = { { "kernel", { kernel, kernel, inputs, filters } } };
    layer.macs = cells(layer) * filters * kernel * kernel * inputs;
    m_layers.push_back(std::move(layer));
}

void LayerTable::depthwise(std::string name, int stride)
{
    LayerSpec layer = next(std::move(name), LayerKind::DepthwiseConv2D);
    slide(layer, 3, stride, stride == 1);
    layer.weights = { { "depthwise_kernel", { 3, 3, layer.channels, 1 } } };
    layer.macs = cells(layer) * layer.channels * 9;
    m_layers.push_back(std::move(layer));
}

void LayerTable::batchNormalization(std::string name)
{
    LayerSpec layer = next(std::move(name), LayerKind::BatchNormalization);
    const Shape perChannel { layer.channels };
    layer.weights = { { "gamma", perChannel }, { "beta", perChannel },
        { "moving_mean", perChannel, false }, { "moving_variance", perChannel, false } };
    m_layers.push_back(std::move(layer));
}

void LayerTable::relu(std::string name)
{
    m_layers.push_back(next(std::move(name), LayerKind::ReLU));
}

void LayerTable::zeroPadding(std::string name)
{
    LayerSpec layer = next(std::move(name), LayerKind::ZeroPadding2D);
    std::tie(layer.padding.top, layer.padding.bottom) = correctPad(layer.height, m_sizeKnown);
    std::tie(layer.padding.left, layer.padding.right) = correctPad(layer.width, m_sizeKnown);
    if (layer.height != kDynamic)
        layer.height += layer.padding.top + layer.padding.bottom;
    if (layer.width != kDynamic)
        layer.width += layer.padding.left + layer.padding.right;
    m_layers.push_back(std::move(layer));
}

void LayerTable::add(std::string name, int skip)
{
    LayerSpec layer = next(std::move(name), LayerKind::Add);
    layer.inbound = { skip, last() };
    m_layers.push_back(std::move(layer));
}

void LayerTable::globalPooling(std::string name, LayerKind kind)
{
    LayerSpec layer = next(std::move(name), kind);
    layer.height = layer.width = 1;
    layer.isVector = true;
    m_layers.push_back(std::move(layer));
}

void LayerTable::dense(std::string name, std::int64_t units, Activation activation, bool useBias)
{
    LayerSpec layer = next(std::move(name), LayerKind::Dense);
    layer.weights = { { "kernel", { layer.channels, units } } };
    if (useBias)
        layer.weights.push_back({ "bias", { units } });
    layer.macs = layer.channels * units;
    layer.channels = units;
    layer.activation = activation;
    m_layers.push_back(std::move(layer));
}

void LayerTable::extra(const ExtraLayer& layer)
{
    switch (layer.kind) {
    case LayerKind::Dense:
        dense(layer.name, layer.units, layer.activation, layer.useBias);
        break;
    case LayerKind::GlobalAveragePooling2D:
    case LayerKind::GlobalMaxPooling2D:
        globalPooling(layer.name, layer.kind);
        break;
    case LayerKind::BatchNormalization:
        batchNormalization(layer.name);
        m_layers.back().epsilon = layer.epsilon;
        break;
    case LayerKind::Flatten:
        flatten(layer.name);
        break;
    default: {
        LayerSpec spec = next(layer.name, layer.kind);
        spec.activation = layer.activation;
        spec.scale = layer.scale;
        spec.offset = layer.offset;
        m_layers.push_back(std::move(spec));
    }
    }
    m_layers.back().typeName = layer.type;
}

void LayerTable::flatten(std::string name)
{
    LayerSpec layer = next(std::move(name), LayerKind::Flatten);
    layer.channels *= cells(layer); // none in a model of unknown size, which has no Flatten
    layer.height = layer.width = 1;
    layer.isVector = true;
    m_layers.push_back(std::move(layer));
}

LayerSpec LayerTable::next(std::string name, LayerKind kind) const
{
    const LayerSpec& before = m_layers.back();
    LayerSpec layer;
    layer.name = std::move(name);
    layer.kind = kind;
    layer.inbound = { last() };
    layer.height = before.height;
    layer.width = before.width;
    layer.channels = before.channels;
    layer.isVector = before.isVector;
    return layer;
}

} // namespace netlens

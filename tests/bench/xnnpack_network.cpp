#include "bench/xnnpack_network.h"

#include "engine/folded_convolution.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include <pthreadpool.h>

using namespace netlens;

namespace {

constexpr float kUnlimited = std::numeric_limits<float>::infinity();
constexpr std::uint32_t kInput = 0;
constexpr std::uint32_t kOutput = 1;

void must(xnn_status status)
{
    if (status == xnn_status_success)
        return;
    std::fprintf(stderr, "XNNPACK: status %d\n", status);
    std::exit(1);
}

/// Keras's HWIO to OHWI.
std::vector<float> outputsFirst(const std::vector<float>& kernel, std::size_t outputs)
{
    const std::size_t depth = kernel.size() / outputs;
    std::vector<float> result(kernel.size());
    for (std::size_t i = 0; i < depth; ++i)
        for (std::size_t o = 0; o < outputs; ++o)
            result[o * depth + i] = kernel[i * outputs + o];
    return result;
}

/// The zeros a convolution's own padding and a ZeroPadding2D before it add.
Padding paddingOf(const LayerSpec& convolution, const LayerSpec& before)
{
    if (before.kind != LayerKind::ZeroPadding2D)
        return convolution.padding;
    const Padding& a = convolution.padding;
    const Padding& b = before.padding;
    return { a.top + b.top, a.bottom + b.bottom, a.left + b.left, a.right + b.right };
}

template <typename... Int> std::array<std::uint32_t, sizeof...(Int)> counts(Int... numbers)
{
    return { static_cast<std::uint32_t>(numbers)... };
}

} // namespace

XnnpackNetwork::XnnpackNetwork(const Architecture& architecture, const WeightSet& weights,
    std::span<const float> input, int batch, int threads)
    : m_architecture(architecture)
    , m_weights(weights)
    , m_batch(batch)
    , m_values(architecture.layers.size(), XNN_INVALID_VALUE_ID)
{
    must(xnn_initialize(nullptr));
    must(xnn_create_subgraph(2, 0, &m_graph));
    for (std::size_t i = 0; i < architecture.layers.size(); ++i)
        if (m_values[i] == XNN_INVALID_VALUE_ID)
            add(i);
    start(input, threads);
}

XnnpackNetwork::~XnnpackNetwork()
{
    xnn_delete_runtime(m_runtime);
    xnn_delete_subgraph(m_graph);
    pthreadpool_destroy(m_threads);
}

void XnnpackNetwork::run()
{
    must(xnn_invoke_runtime(m_runtime));
}

void XnnpackNetwork::start(std::span<const float> input, int threads)
{
    m_input.assign(input.begin(), input.end());
    m_input.resize(m_input.size() + XNN_EXTRA_BYTES / sizeof(float)); // read, not used
    m_output.resize(static_cast<std::size_t>(m_batch * m_architecture.layers.back().channels));
    if (threads > 1) // without a pool it computes in the thread that asks
        m_threads = pthreadpool_create(static_cast<std::size_t>(threads));
    must(xnn_create_runtime_v2(m_graph, m_threads, 0, &m_runtime));
    const xnn_external_value values[] { { kInput, m_input.data() }, { kOutput, m_output.data() } };
    must(xnn_setup_runtime(m_runtime, std::size(values), values));
}

std::uint32_t XnnpackNetwork::value(
    const Shape& shape, const float* data, std::uint32_t external, std::uint32_t flags)
{
    const std::vector<std::size_t> sides(shape.begin(), shape.end());
    std::uint32_t id = 0;
    must(xnn_define_tensor_value(
        m_graph, xnn_datatype_fp32, sides.size(), sides.data(), data, external, flags, &id));
    return id;
}

std::uint32_t XnnpackNetwork::constant(const Shape& shape, std::vector<float> values)
{
    return value(shape, m_constants.emplace_back(std::move(values)).data());
}

std::uint32_t XnnpackNetwork::output(const Layer& layer)
{
    if (layer.isVector)
        return value({ m_batch, layer.channels });
    return value({ m_batch, layer.height, layer.width, layer.channels });
}

/// The one layer of that kind that reads this one, if there is one.
const LayerSpec* XnnpackNetwork::reader(std::size_t layer, LayerKind kind) const
{
    const auto reads = [&](const LayerSpec& other) {
        return other.kind == kind
            && std::ranges::find(other.inbound, static_cast<int>(layer)) != other.inbound.end();
    };
    const auto found = std::ranges::find_if(m_architecture.layers, reads);
    return found == m_architecture.layers.end() ? nullptr : &*found;
}

void XnnpackNetwork::add(std::size_t i)
{
    const Layer& layer = m_architecture.layers[i];
    const auto input
        = [&](std::size_t n) { return m_values[static_cast<std::size_t>(layer.inbound[n])]; };
    switch (layer.kind) {
    case LayerKind::Input:
        m_values[i] = value({ m_batch, layer.height, layer.width, layer.channels }, nullptr, kInput,
            XNN_VALUE_FLAG_EXTERNAL_INPUT);
        return;
    case LayerKind::ZeroPadding2D: // the convolution behind it adds the zeros
        m_values[i] = input(0);
        return;
    case LayerKind::Conv2D:
    case LayerKind::DepthwiseConv2D:
        return convolution(i);
    case LayerKind::Add:
        m_values[i] = output(layer);
        return must(
            xnn_define_add2(m_graph, -kUnlimited, kUnlimited, input(0), input(1), m_values[i], 0));
    case LayerKind::GlobalAveragePooling2D:
        m_values[i] = value({ m_batch, 1, 1, layer.channels });
        return must(xnn_define_global_average_pooling_2d(
            m_graph, -kUnlimited, kUnlimited, input(0), m_values[i], 0));
    case LayerKind::Dense:
        return dense(layer, input(0));
    default:
        must(xnn_status_unsupported_parameter);
    }
}

void XnnpackNetwork::convolution(std::size_t i)
{
    const Layer& layer = m_architecture.layers[i];
    const auto index = [&](const Layer* of) {
        return static_cast<std::size_t>(of - m_architecture.layers.data());
    };
    const Layer& before = m_architecture.layers[static_cast<std::size_t>(layer.inbound[0])];
    const Layer* norm = reader(i, LayerKind::BatchNormalization);
    const Layer* relu = reader(index(norm), LayerKind::ReLU);
    const std::uint32_t result = output(layer);
    m_values[i] = m_values[index(norm)] = m_values[relu ? index(relu) : i] = result;

    FoldedConvolution folded = foldBatchNorm(m_weights, layer, norm);
    const auto outputs = static_cast<std::size_t>(layer.channels);
    const auto depth = static_cast<std::size_t>(before.channels);
    const std::int64_t side = layer.kernel;
    const Padding padding = paddingOf(layer, before);
    const std::uint32_t input = m_values[static_cast<std::size_t>(layer.inbound[0])];
    const std::uint32_t bias = constant({ layer.channels }, std::move(folded.bias));
    const float least = relu ? 0.F : -kUnlimited;
    const float most = relu ? 6.F : kUnlimited;
    const auto [top, right, bottom, left, window, stride] = counts(
        padding.top, padding.right, padding.bottom, padding.left, layer.kernel, layer.stride);
    if (layer.kind == LayerKind::DepthwiseConv2D)
        return must(xnn_define_depthwise_convolution_2d(m_graph, top, right, bottom, left, window,
            window, stride, stride, 1, 1, 1, depth, least, most, input,
            constant({ 1, side, side, layer.channels }, std::move(folded.kernel)), bias, result,
            0));
    must(xnn_define_convolution_2d(m_graph, top, right, bottom, left, window, window, stride,
        stride, 1, 1, 1, depth, outputs, least, most, input,
        constant(
            { layer.channels, side, side, before.channels }, outputsFirst(folded.kernel, outputs)),
        bias, result, 0));
}

/// With the softmax behind it.
void XnnpackNetwork::dense(const Layer& layer, std::uint32_t input)
{
    const std::vector<Tensor>& weights = m_weights.of(layer.name);
    const auto outputs = static_cast<std::size_t>(layer.channels);
    const std::uint32_t kernel = constant(
        { layer.channels, weights[0].shape[0] }, outputsFirst(weights[0].values, outputs));
    const std::uint32_t logits = output(layer);
    must(xnn_define_fully_connected(m_graph, -kUnlimited, kUnlimited, input, kernel,
        constant({ layer.channels }, weights[1].values), logits, XNN_FLAG_TENSORFLOW_RESHAPE_2D));
    must(xnn_define_softmax(m_graph, logits,
        value({ m_batch, layer.channels }, nullptr, kOutput, XNN_VALUE_FLAG_EXTERNAL_OUTPUT), 0));
}

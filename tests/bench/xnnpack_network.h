#pragma once

#include "model/architecture.h"
#include "weights/weight_set.h"

#include <deque>
#include <span>
#include <vector>

#include <xnnpack.h>

/// MobileNetV2 with its top as XNNPACK runs it: batch-norms folded, ReLU6 in the convolutions,
/// padding in the convolutions, NHWC. A failing call ends the program.
class XnnpackNetwork {
public:
    XnnpackNetwork(const netlens::Architecture& architecture, const netlens::WeightSet& weights,
        std::span<const float> input, int batch, int threads);
    ~XnnpackNetwork();
    XnnpackNetwork(const XnnpackNetwork&) = delete;
    XnnpackNetwork& operator=(const XnnpackNetwork&) = delete;

    void run();
    std::span<const float> output() const { return m_output; }

private:
    using Layer = netlens::LayerSpec;

    std::uint32_t value(const netlens::Shape& shape, const float* data = nullptr,
        std::uint32_t external = XNN_INVALID_VALUE_ID, std::uint32_t flags = 0);
    std::uint32_t constant(const netlens::Shape& shape, std::vector<float> values);
    std::uint32_t output(const Layer& layer);
    const Layer* reader(std::size_t layer, netlens::LayerKind kind) const;
    void add(std::size_t layer);
    void convolution(std::size_t layer);
    void dense(const Layer& layer, std::uint32_t input);
    void start(std::span<const float> input, int threads);

    const netlens::Architecture& m_architecture;
    const netlens::WeightSet& m_weights;
    int m_batch;
    std::vector<std::uint32_t> m_values; ///< of each layer; what was folded away has its reader's
    std::deque<std::vector<float>> m_constants;
    std::vector<float> m_input;
    std::vector<float> m_output;
    xnn_subgraph_t m_graph = nullptr;
    xnn_runtime_t m_runtime = nullptr;
    pthreadpool_t m_threads = nullptr;
};

#pragma once

#include "model/architecture.h"

#include <string>
#include <utility>
#include <vector>

namespace netlens {

/// Appends layers one behind the other, keeping track of the current output.
class LayerTable {
public:
    /// @param sizeKnown whether Keras knew the side when it chose the paddings.
    LayerTable(const Config& config, bool sizeKnown);

    int last() const { return static_cast<int>(m_layers.size()) - 1; }
    const LayerSpec& at(int index) const { return m_layers[static_cast<std::size_t>(index)]; }
    std::vector<LayerSpec> take() && { return std::move(m_layers); }

    void convolution(
        std::string name, std::int64_t filters, int kernel, int stride, bool same = true);
    void depthwise(std::string name, int stride);
    void batchNormalization(std::string name);
    void relu(std::string name);
    void zeroPadding(std::string name);
    void add(std::string name, int skip);
    void globalPooling(std::string name, LayerKind kind);
    void dense(std::string name, std::int64_t units, Activation activation, bool useBias = true);
    /// A layer of a model around the network.
    void extra(const ExtraLayer& layer);

private:
    void flatten(std::string name);
    LayerSpec next(std::string name, LayerKind kind) const;

    std::vector<LayerSpec> m_layers;
    bool m_sizeKnown;
};

} // namespace netlens

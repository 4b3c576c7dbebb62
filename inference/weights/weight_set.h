#pragma once

#include "model/architecture.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace netlens {

/// The weights of one network: for every layer that has any, its tensors in the order and layout
/// of LayerSpec::weights (kernel; gamma, beta, moving_mean, moving_variance; kernel, bias).
/// A complete set always fits the architecture it was made for; share it as
/// shared_ptr<const WeightSet>.
struct WeightSet {
    std::map<std::string, std::vector<Tensor>, std::less<>> layers;
    /// What is wrong with the values, layer by layer; read only when asked to use them anyway.
    std::vector<std::string> unsound {};

    const std::vector<Tensor>& of(std::string_view layer) const
    {
        return layers.find(layer)->second;
    }
};

using SharedWeights = std::shared_ptr<const WeightSet>;

/// Keras's default initialisers: glorot_uniform kernels (limit sqrt(6 / (fan_in + fan_out)), with
/// Keras's fans: receptive field × channels), zero biases and means, unit gammas and variances.
/// Same seed, same numbers, on every machine.
/// Source: keras/initializers/initializers_v2.py (VarianceScaling, _compute_fans).
WeightSet initialiseWeights(const Architecture& architecture, std::uint64_t seed);

} // namespace netlens

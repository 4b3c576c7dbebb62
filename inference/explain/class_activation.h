#pragma once

#include "tensor/tensor.h"

#include <span>
#include <vector>

namespace netlens {

/// A two-dimensional signed map over a layer's cells, before ReLU and scaling.
struct HeatMap {
    int height = 0;
    int width = 0;
    std::vector<float> values; ///< row-major, height · width
    int classIndex = -1; ///< the class it speaks for; -1 for class-free maps

    float minimum() const;
    float maximum() const;
    float mean() const;
};

/// M(y, x) = Σ_k A_k(y, x) · w_kc. With global average pooling and one Dense layer behind the
/// features, mean(M) + bias_c is the logit exactly.
/// @param features out_relu of one picture, height × width × channels.
/// @param kernel the Dense kernel (channels, classes), row-major.
/// Source: Zhou et al. 2016 (CAM), section 2.
HeatMap classActivationMap(std::span<const float> features, int height, int width,
    std::span<const float> kernel, std::int64_t classes, int classIndex);

/// Class-free: the mean over channels, M(y, x) = mean_k A_k(y, x). For networks without a top.
HeatMap meanActivationMap(std::span<const float> features, int height, int width);

} // namespace netlens

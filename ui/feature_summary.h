#pragma once

#include "tensor/tensor.h"

#include <vector>

namespace netlens {

/// The figures of a network without a top: what its feature vector (C) or map (H, W, C) holds.
struct FeatureSummary {
    struct Activation {
        int channel = 0;
        int row = -1; ///< −1 in a vector
        int column = -1;
        float value = 0;
    };
    Shape shape;
    float minimum = 0;
    float mean = 0;
    float maximum = 0;
    double zeroShare = 0; ///< share of values that are exactly 0 (ReLU6 switched off)
    double saturatedShare = 0; ///< share at ReLU6's ceiling of 6
    std::vector<float> channels; ///< one value a channel: the vector, or the map's channel means
    std::vector<Activation> strongest; ///< largest first

    bool isMap() const { return shape.size() == 3; }
};

FeatureSummary summarise(const Tensor& features, int strongestCount);

} // namespace netlens

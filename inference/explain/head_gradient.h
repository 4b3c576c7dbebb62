#pragma once

#include "model/architecture.h"
#include "weights/weight_set.h"

#include <span>
#include <vector>

namespace netlens {

/// ∂logit_c/∂A for every value A of out_relu, through the layers between it and the classifier.
/// @param features out_relu of one picture: cells × channels values.
/// @pre the architecture has a classifier with that class.
std::vector<double> headGradient(const Architecture& architecture, const WeightSet& weights,
    std::span<const float> features, int classIndex);

} // namespace netlens

#pragma once

#include "explain/class_activation.h"
#include "model/architecture.h"
#include "weights/weight_set.h"

#include <optional>
#include <span>

namespace netlens {

/// The map of one class for any head a model carries behind out_relu.
///
/// Behind Keras's own top (average pooling, one Dense layer) it is classActivationMap(). Behind
/// another head each activation is weighted by the logit's gradient through that head at this
/// picture: M(y, x) = Σ_k A_k(y, x) · ∂logit_c/∂A_k(y, x), times the number of cells where the
/// head averages over them. For Keras's own top both are the same numbers.
/// @param features out_relu of one picture, of `shape` (1, height, width, channels).
/// @pre the architecture has a classifier with that class.
/// Source: Zhou et al. 2016 (CAM), section 2; Draelos and Carin 2020 (HiResCAM), equation 4.
HeatMap classMap(const Architecture& architecture, const WeightSet& weights,
    std::span<const float> features, const Shape& shape, int classIndex);

/// What the logit has besides the map's mean, behind Keras's own top: the class's bias. Nothing
/// behind other heads, where the two are not that simply related.
std::optional<float> classBias(
    const Architecture& architecture, const WeightSet& weights, int classIndex);

} // namespace netlens

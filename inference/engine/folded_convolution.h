#pragma once

#include "model/architecture.h"
#include "weights/weight_set.h"

#include <vector>

namespace netlens {

/// A convolution's kernel in Keras's layout with the batch-norm behind it multiplied in, and the
/// bias that makes up the rest.
struct FoldedConvolution {
    std::vector<float> kernel; ///< HWIO or HWC1, as the layer's own
    std::vector<float> bias; ///< per output channel; empty when nothing was folded
};

/// @param norm the BatchNormalization layer to fold, or null to take the kernel as it is.
FoldedConvolution foldBatchNorm(
    const WeightSet& weights, const LayerSpec& convolution, const LayerSpec* norm);

/// A batch-norm or a Rescaling layer as y = x · scale + shift, per channel.
struct ScaleShift {
    std::vector<float> scale;
    std::vector<float> shift;
};
ScaleShift scaleShift(const WeightSet& weights, const LayerSpec& norm);
ScaleShift scaleShift(const LayerSpec& rescaling);

} // namespace netlens

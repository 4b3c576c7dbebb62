#pragma once

#include "base/result.h"
#include "tensor/tensor.h"
#include "weights/layer_matching.h"

#include <string>
#include <vector>

namespace netlens {

/// Reads one layer's tensors as float32 and checks their values. `rotateKernels`: the file was
/// written with the Theano backend, whose convolutions flip the kernel, so Conv2D kernels (not
/// depthwise ones) are turned by 180° as Keras 2 does.
/// Tensors with NaN, infinity or a variance batch normalization cannot take the root of are named
/// in `unsound`. Errors: WeightsDamaged.
Result<std::vector<Tensor>> readTensors(
    const LayerMatch& match, bool rotateKernels, std::vector<std::string>& unsound);

} // namespace netlens

#pragma once

#include "engine/value_format.h"
#include "model/architecture.h"

#include <vector>

namespace netlens {

/// One thing the network does: a Keras layer, or several fused into one.
/// Values are named by the index of the layer that makes them.
struct Step {
    enum class Kind {
        InvertedResidual, ///< a whole block, `inside` it, with its residual add where absorbed
        Convolution, ///< with folded batch-norm, ReLU6, padding and residual add where absorbed
        BatchNormalization,
        Relu6,
        ZeroPadding,
        Add,
        GlobalAverage,
        GlobalMax,
        Rescaling,
        Dense, ///< before its activation, which is a step of its own
        Activation,
        Copy, ///< a layer that only passes on what someone wants to see as its own
        Conversion, ///< the same values in another format
    };

    Kind kind = Kind::Convolution;
    int layer = 0; ///< the layer whose kernel or operation it is
    int source = 0; ///< the value it reads
    int result = 0; ///< the value it makes: that of the last layer it absorbed
    int batchNorm = -1; ///< Convolution: the layer folded into the weights, or none
    bool clip = false; ///< Convolution: ReLU6 as a post-op
    /// Add: the other operand. Convolution: the value it is summed into, in place.
    /// InvertedResidual: its source, where that is added to the result.
    int addend = -1;
    /// Convolution across channels in 8 bits: of the channels it reads, where it is known.
    std::vector<float> sourceMean {};
    Padding padding {}; ///< Convolution: its own and an absorbed ZeroPadding2D's
    /// InvertedResidual: its expansion (in the first block Conv1), depthwise and projection.
    std::vector<Step> inside {};
};

/// What to compute, in order, and which values must outlive the run.
struct Plan {
    std::vector<Step> steps;
    /// Per value. The classifier's logits are the value at layers.size(), what conversions make
    /// comes behind it.
    std::vector<bool> kept;
    std::vector<int> shapedAs; ///< per value: the layer with an output of its shape
    std::vector<ValueFormat> formats; ///< per value; those that are kept are float32
    int logits = -1; ///< that value, or none without classes
    int features = -1; ///< out_relu
    int output = -1; ///< the last layer
};

enum class Blocks {
    Fused, ///< a block is one step
    InSteps, ///< one step a convolution
};

/// Fuses every convolution with what follows it and every block's three convolutions with each
/// other, except across a value in `taps` (layer indices): what is asked for is made on its own.
/// All values are float32.
Plan makePlan(
    const Architecture& architecture, const std::vector<int>& taps, Blocks blocks = Blocks::Fused);

} // namespace netlens

#pragma once

#include "engine/folded_convolution.h"
#include "engine/operation.h"
#include "engine/plain_operations.h"
#include "engine/quantisation.h"
#include "engine/value_format.h"

#include <memory>
#include <vector>

namespace netlens {

/// A convolution as the layer table describes it.
struct ConvolutionGeometry {
    MapShape in;
    MapShape out;
    int kernel = 1;
    int stride = 1;
    Padding padding {};
    bool depthwise = false;
};

/// Makes oneDNN's primitives, which do what the kernels do not: the one place that creates them, in
/// the forms of oneDNN 2.x and 3.x. Activations are NHWC; weights are reordered once into the
/// layout each primitive prefers. All scratch memory is one block, shared because the steps run one
/// after another. Thread rule: make, run and destroy on one thread; that thread's OpenMP team size
/// is baked in. Throws dnnl::error (a std::exception) where oneDNN refuses.
class PrimitiveFactory {
public:
    PrimitiveFactory();
    ~PrimitiveFactory();

    /// In float32 or bfloat16: that of `in`; `out` may be float32 in both. The bias may be empty.
    /// @param sum adds the result to what `out` holds. @param clip applies ReLU6 last.
    OwnedOperation convolution(const ConvolutionGeometry& geometry,
        const FoldedConvolution& weights, TypedData in, TypedData out, bool sum, bool clip);
    /// In 8-bit integers; `out` may be float32, and only then `clip` is looked at: what is stored
    /// without a sign ends where ReLU6 does.
    OwnedOperation convolution(const ConvolutionGeometry& geometry,
        const QuantisedConvolution& weights, TypedData in, TypedData out, bool sum, bool clip);
    /// Rounds a feature map to another format, or brings it back to float32.
    /// @param factors what to multiply with, per channel or one for all; empty for nothing.
    OwnedOperation conversion(
        const MapShape& map, TypedData in, TypedData out, const std::vector<float>& factors);

    /// Call once, after the last primitive was made and before the first runs.
    /// Returns the bytes of the shared scratch memory.
    std::size_t bindScratch();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace netlens

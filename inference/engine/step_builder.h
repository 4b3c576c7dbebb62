#pragma once

#include "engine/kernels/team.h"
#include "engine/kernels/weight_arena.h"
#include "engine/network_values.h"
#include "engine/operation.h"
#include "engine/primitives.h"
#include "weights/weight_set.h"

namespace netlens {

/// From a step of the plan to what computes it: one of the network's own kernels for float32, one
/// of oneDNN's primitives, or a plain loop.
/// @pre all it is made with outlives it; values, arena, primitives and team outlive what it makes.
class StepBuilder {
public:
    StepBuilder(const NetworkValues& values, const WeightSet& weights, PrimitiveFactory& primitives,
        WeightArena& arena, Team& team);

    /// In the order of the plan. Throws std::bad_alloc and what the factory throws.
    OwnedOperation operation(const Step& step);

    /// Whether a weight in it is not a number, or infinite, or becomes that when batch-norms are
    /// folded.
    bool isUnsound(const Step& step) const;

private:
    ConvolutionGeometry geometryOf(const Step& step) const;
    FoldedConvolution foldedWeights(const Step& step) const;
    OwnedOperation convolution(const Step& step);
    OwnedOperation lowConvolution(const Step& step, FoldedConvolution weights);
    OwnedOperation invertedResidual(const Step& step);
    OwnedOperation dense(const Step& step);
    bool isFloat32(const Step& step) const;
    const LayerSpec& layer(int index) const;

    const NetworkValues& m_values;
    const WeightSet& m_weights;
    PrimitiveFactory& m_primitives;
    WeightArena& m_arena;
    Team& m_team;
};

} // namespace netlens

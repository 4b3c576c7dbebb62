#include "engine/step_builder.h"

#include "engine/kernels/inverted_residual.h"
#include "engine/kernels/pointwise.h"
#include "engine/low_operations.h"
#include "engine/plain_operations.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace netlens {

StepBuilder::StepBuilder(const NetworkValues& values, const WeightSet& weights,
    PrimitiveFactory& primitives, WeightArena& arena, Team& team)
    : m_values(values)
    , m_weights(weights)
    , m_primitives(primitives)
    , m_arena(arena)
    , m_team(team)
{
}

const LayerSpec& StepBuilder::layer(int index) const
{
    return m_values.architecture().layers[static_cast<std::size_t>(index)];
}

bool StepBuilder::isFloat32(const Step& step) const
{
    return m_values.formatted(step.source).format.isFloat32();
}

ConvolutionGeometry StepBuilder::geometryOf(const Step& step) const
{
    const LayerSpec& spec = layer(step.layer);
    return { m_values.shapeOf(step.source), m_values.shapeOf(step.layer), spec.kernel, spec.stride,
        step.padding, spec.kind == LayerKind::DepthwiseConv2D };
}

FoldedConvolution StepBuilder::foldedWeights(const Step& step) const
{
    return foldBatchNorm(
        m_weights, layer(step.layer), step.batchNorm >= 0 ? &layer(step.batchNorm) : nullptr);
}

OwnedOperation StepBuilder::convolution(const Step& step)
{
    if (!isFloat32(step))
        return lowConvolution(step, foldedWeights(step));
    const ConvolutionGeometry geometry = geometryOf(step);
    const std::span<float> in = m_values.at(step.source);
    const std::span<float> out = m_values.at(step.result);
    if (isPointwise(geometry))
        return makePointwise(bestKernels(), m_arena, geometry, foldedWeights(step), in, out,
            step.addend >= 0, step.clip, m_team);
    return m_primitives.convolution(
        geometry, foldedWeights(step), { in.data() }, { out.data() }, step.addend >= 0, step.clip);
}

OwnedOperation StepBuilder::lowConvolution(const Step& step, FoldedConvolution weights)
{
    FormattedValue in = m_values.formatted(step.source);
    in.mean = step.sourceMean;
    return makeLowConvolution(m_primitives, geometryOf(step), std::move(weights), in,
        m_values.formatted(step.result), step.addend >= 0, step.clip);
}

OwnedOperation StepBuilder::invertedResidual(const Step& step)
{
    const auto part = [&](std::size_t i) {
        return BlockConvolution { geometryOf(step.inside[i]), foldedWeights(step.inside[i]) };
    };
    return makeInvertedResidual(bestKernels(), m_arena,
        { part(0), part(1), part(2), step.addend >= 0 }, m_values.at(step.source),
        m_values.at(step.result), m_team);
}

OwnedOperation StepBuilder::dense(const Step& step)
{
    const std::vector<Tensor>& tensors = m_weights.of(layer(step.layer).name);
    const bool hasBias = tensors.size() > 1;
    if (!isFloat32(step))
        return lowConvolution(
            step, { tensors[0].values, hasBias ? tensors[1].values : std::vector<float>() });
    const auto bias
        = hasBias ? std::span<const float>(tensors[1].values) : std::span<const float>();
    return makeDense(bestKernels(), m_arena, tensors[0].values, bias,
        static_cast<std::size_t>(m_values.batch()), m_values.at(step.source),
        m_values.at(step.result), m_team);
}

OwnedOperation StepBuilder::operation(const Step& step)
{
    const std::span<float> in = m_values.at(step.source);
    const std::span<float> out = m_values.at(step.result);
    const LayerSpec& spec = layer(step.layer);
    switch (step.kind) {
    case Step::Kind::InvertedResidual:
        return invertedResidual(step);
    case Step::Kind::Convolution:
        return convolution(step);
    case Step::Kind::BatchNormalization:
        return makeScaleShift(in, out, scaleShift(m_weights, spec));
    case Step::Kind::Relu6:
        return makeRelu6(in, out);
    case Step::Kind::ZeroPadding:
        return makeZeroPadding(in, m_values.shapeOf(step.source), out, step.padding);
    case Step::Kind::Add:
        return makeAdd(in, m_values.at(step.addend), out);
    case Step::Kind::GlobalAverage:
        return makeGlobalAverage(in, m_values.shapeOf(step.source), out);
    case Step::Kind::GlobalMax:
        return makeGlobalMax(in, m_values.shapeOf(step.source), out);
    case Step::Kind::Rescaling:
        return makeScaleShift(in, out, scaleShift(spec));
    case Step::Kind::Dense:
        return dense(step);
    case Step::Kind::Copy:
        return makeCopy(in, out);
    case Step::Kind::Conversion:
        return makeConversion(m_primitives, m_values.shapeOf(step.source),
            m_values.formatted(step.source), m_values.formatted(step.result));
    case Step::Kind::Activation:
        return makeActivation(spec.activation, in, out, static_cast<std::size_t>(spec.channels));
    }
    return nullptr;
}

bool StepBuilder::isUnsound(const Step& step) const
{
    if (step.kind == Step::Kind::InvertedResidual)
        return std::ranges::any_of(
            step.inside, [&](const Step& inner) { return isUnsound(inner); });
    const auto hasOdd = [](const std::vector<float>& values) {
        return std::ranges::any_of(values, [](float value) { return !std::isfinite(value); });
    };
    if (step.kind == Step::Kind::Convolution) {
        const FoldedConvolution folded = foldedWeights(step);
        return hasOdd(folded.kernel) || hasOdd(folded.bias);
    }
    if (step.kind == Step::Kind::BatchNormalization) {
        const ScaleShift norm = scaleShift(m_weights, layer(step.layer));
        return hasOdd(norm.scale) || hasOdd(norm.shift);
    }
    return false;
}

} // namespace netlens

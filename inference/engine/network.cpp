#include "engine/network.h"

#include "base/stopwatch.h"
#include "engine/calibration_pictures.h"
#include "engine/float_block.h"
#include "engine/flush_denormals.h"
#include "engine/kernels/inverted_residual.h"
#include "engine/kernels/pointwise.h"
#include "engine/low_operations.h"
#include "engine/low_precision.h"
#include "engine/memory_plan.h"
#include "engine/plan.h"
#include "engine/primitives.h"

#include <omp.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <exception>
#include <limits>
#include <new>
#include <thread>
#include <utility>

namespace netlens {

namespace {

    // More than any picture needs; keeps a mistyped size from taking the machine down.
    constexpr double kMaxBytes = 16.0 * 1024 * 1024 * 1024;

    std::size_t at(int index)
    {
        return static_cast<std::size_t>(index);
    }

    /// More threads than processors only wait for each other.
    int teamSize(int wanted)
    {
        const auto processors = static_cast<int>(std::thread::hardware_concurrency());
        return std::clamp(wanted, 1, std::max(1, processors));
    }

    /// Names the layers a step covers: "block_1_expand + expand_BN + expand_relu".
    std::string stepName(const Architecture& architecture, const Step& step)
    {
        const auto name = [&](int layer) { return architecture.layers[at(layer)].name; };
        std::string text = name(step.layer);
        if (step.kind == Step::Kind::Conversion)
            return text + " (conversion)";
        if (step.batchNorm >= 0)
            text += " + " + name(step.batchNorm);
        const bool isLayer = at(step.result) < architecture.layers.size();
        if (isLayer && step.result != step.layer && step.result != step.batchNorm)
            text += " + " + name(step.result);
        return text;
    }

} // namespace

struct Network::Impl {
    Architecture architecture;
    NetworkOptions options;
    Plan plan;
    MemoryPlan memory;
    FloatBlock block;
    PrimitiveFactory primitives;
    WeightArena arena;
    Team team; ///< of the kernels, which compute float32 only; oneDNN has OpenMP's
    std::vector<OwnedOperation> operations;
    std::size_t scratchBytes = 0;
    /// Values that the first convolution with weights that are not numbers makes, and those behind
    /// it. A ReLU6 would turn NaN into 0, where Keras's keeps it.
    std::vector<std::span<float>> notNumbers;

    Impl(Architecture table, NetworkOptions how)
        : architecture(std::move(table))
        , options(std::move(how))
        , team(static_cast<std::size_t>(
              options.precision == Precision::Float32 ? teamSize(options.threads) : 1))
    {
    }

    const LayerSpec& layer(int index) const { return architecture.layers[at(index)]; }

    MapShape shapeOf(int value) const
    {
        const LayerSpec& spec = layer(plan.shapedAs[at(value)]);
        return { static_cast<std::size_t>(options.batch), static_cast<std::size_t>(spec.height),
            static_cast<std::size_t>(spec.width), static_cast<std::size_t>(spec.channels) };
    }

    /// @pre the value is float32, as all are that any but a convolution or conversion touches.
    std::span<float> value(int index) const
    {
        return { block.at(memory.offset[at(index)]), shapeOf(index).count() };
    }

    FormattedValue formatted(int index) const
    {
        return { block.at(memory.offset[at(index)]), plan.formats[at(index)] };
    }

    std::int64_t macsOf(const Step& step) const
    {
        std::int64_t macs = 0;
        if (step.kind == Step::Kind::Convolution || step.kind == Step::Kind::Dense)
            macs = layer(step.layer).macs * options.batch;
        for (const Step& inner : step.inside)
            macs += macsOf(inner);
        return macs;
    }

    Shape kerasShape(int index) const
    {
        const LayerSpec& spec = layer(plan.shapedAs[at(index)]);
        if (spec.isVector)
            return { options.batch, spec.channels };
        return { options.batch, spec.height, spec.width, spec.channels };
    }

    Result<void> planValues(const std::vector<int>& taps)
    {
        const bool isFloat = options.precision == Precision::Float32;
        plan = makePlan(architecture, taps, isFloat ? Blocks::Fused : Blocks::InSteps);
        if (!isFloat)
            lowerPrecision(plan, architecture, options.precision,
                options.ranges ? *options.ranges : ActivationRanges());
        std::vector<std::size_t> bytes(plan.kept.size(), 0);
        const auto need = [&](int index) {
            const MapShape shape = shapeOf(index);
            const double size = static_cast<double>(shape.batch) * static_cast<double>(shape.height)
                * static_cast<double>(shape.width) * static_cast<double>(shape.channels)
                * static_cast<double>(plan.formats[at(index)].elementBytes());
            bytes[at(index)] = size < kMaxBytes ? static_cast<std::size_t>(size) : 0;
            return size;
        };
        double sum = need(0);
        for (const Step& step : plan.steps)
            sum += need(step.result);
        if (sum > kMaxBytes)
            return makeError(ErrorCode::OutOfMemory, architecture.name,
                "the activations would need " + std::to_string(sum / 1e9) + " GB");
        memory = planMemory(plan, bytes);
        block = FloatBlock(std::max(memory.total, MemoryPlan::kAlignment));
        return {};
    }

    ConvolutionGeometry geometryOf(const Step& step) const
    {
        const LayerSpec& spec = layer(step.layer);
        return { shapeOf(step.source), shapeOf(step.layer), spec.kernel, spec.stride, step.padding,
            spec.kind == LayerKind::DepthwiseConv2D };
    }

    FoldedConvolution foldedWeights(const Step& step, const WeightSet& weights) const
    {
        return foldBatchNorm(
            weights, layer(step.layer), step.batchNorm >= 0 ? &layer(step.batchNorm) : nullptr);
    }

    OwnedOperation convolution(const Step& step, const WeightSet& weights)
    {
        const ConvolutionGeometry geometry = geometryOf(step);
        if (options.precision != Precision::Float32)
            return lowConvolution(step, geometry, foldedWeights(step, weights));
        if (isPointwise(geometry))
            return makePointwise(bestKernels(), arena, geometry, foldedWeights(step, weights),
                value(step.source), value(step.result), step.addend >= 0, step.clip, team);
        return primitives.convolution(geometry, foldedWeights(step, weights),
            { value(step.source).data() }, { value(step.result).data() }, step.addend >= 0,
            step.clip);
    }

    OwnedOperation lowConvolution(
        const Step& step, const ConvolutionGeometry& geometry, FoldedConvolution weights)
    {
        return makeLowConvolution(primitives, geometry, std::move(weights), formatted(step.source),
            formatted(step.result), step.addend >= 0, step.clip);
    }

    OwnedOperation invertedResidual(const Step& step, const WeightSet& weights)
    {
        const auto part = [&](std::size_t i) {
            return BlockConvolution { geometryOf(step.inside[i]),
                foldedWeights(step.inside[i], weights) };
        };
        return makeInvertedResidual(bestKernels(), arena,
            { part(0), part(1), part(2), step.addend >= 0 }, value(step.source), value(step.result),
            team);
    }

    OwnedOperation dense(const Step& step, const std::vector<Tensor>& tensors)
    {
        if (!plan.formats[at(step.source)].isFloat32())
            return lowConvolution(step, geometryOf(step),
                { tensors[0].values,
                    tensors.size() > 1 ? tensors[1].values : std::vector<float>() });
        const std::span<const float> bias = tensors.size() > 1
            ? std::span<const float>(tensors[1].values)
            : std::span<const float>();
        return makeDense(bestKernels(), arena, tensors[0].values, bias,
            static_cast<std::size_t>(options.batch), value(step.source), value(step.result), team);
    }

    OwnedOperation operation(const Step& step, const WeightSet& weights)
    {
        const std::span<float> in = value(step.source);
        const std::span<float> out = value(step.result);
        const LayerSpec& spec = layer(step.layer);
        switch (step.kind) {
        case Step::Kind::InvertedResidual:
            return invertedResidual(step, weights);
        case Step::Kind::Convolution:
            return convolution(step, weights);
        case Step::Kind::BatchNormalization:
            return makeScaleShift(in, out, scaleShift(weights, spec));
        case Step::Kind::Relu6:
            return makeRelu6(in, out);
        case Step::Kind::ZeroPadding:
            return makeZeroPadding(in, shapeOf(step.source), out, step.padding);
        case Step::Kind::Add:
            return makeAdd(in, value(step.addend), out);
        case Step::Kind::GlobalAverage:
            return makeGlobalAverage(in, shapeOf(step.source), out);
        case Step::Kind::GlobalMax:
            return makeGlobalMax(in, shapeOf(step.source), out);
        case Step::Kind::Rescaling:
            return makeScaleShift(in, out, scaleShift(spec));
        case Step::Kind::Dense:
            return dense(step, weights.of(spec.name));
        case Step::Kind::Copy:
            return makeCopy(in, out);
        case Step::Kind::Conversion:
            return makeConversion(
                primitives, shapeOf(step.source), formatted(step.source), formatted(step.result));
        case Step::Kind::Activation:
            return makeActivation(
                spec.activation, in, out, static_cast<std::size_t>(spec.channels));
        }
        return nullptr;
    }

    bool isUnsound(const Step& step, const WeightSet& weights) const
    {
        if (step.kind == Step::Kind::InvertedResidual)
            return std::ranges::any_of(
                step.inside, [&](const Step& inner) { return isUnsound(inner, weights); });
        if (step.kind != Step::Kind::Convolution && step.kind != Step::Kind::BatchNormalization)
            return false;
        const auto folded = step.kind == Step::Kind::Convolution
            ? foldedWeights(step, weights)
            : FoldedConvolution { scaleShift(weights, layer(step.layer)).scale,
                  scaleShift(weights, layer(step.layer)).shift };
        const auto isOdd = [](float value) { return !std::isfinite(value); };
        return std::ranges::any_of(folded.kernel, isOdd) || std::ranges::any_of(folded.bias, isOdd);
    }

    void findNotNumbers(const WeightSet& weights)
    {
        if (weights.unsound.empty())
            return;
        bool unsound = false;
        for (const Step& step : plan.steps) {
            unsound = unsound || isUnsound(step, weights);
            if (unsound && plan.kept[at(step.result)])
                notNumbers.push_back(value(step.result));
        }
    }

    void prepare(const WeightSet& weights)
    {
        findNotNumbers(weights);
        for (const Step& step : plan.steps)
            if (!value(step.result).empty()) // a classifier of no classes makes nothing
                operations.push_back(operation(step, weights));
        scratchBytes = primitives.bindScratch();
    }

    /// @param afterStep is told the number of each step that has run.
    template <typename F> void run(F afterStep)
    {
        omp_set_num_threads(teamSize(options.threads));
        const FlushDenormals flush;
        for (std::size_t i = 0; i < operations.size(); ++i) {
            operations[i]->run();
            afterStep(i);
        }
        for (const std::span<float> values : notNumbers)
            std::ranges::fill(values, std::numeric_limits<float>::quiet_NaN());
    }
};

Result<Network> Network::build(
    const Architecture& architecture, SharedWeights weights, const NetworkOptions& options)
{
    assert(architecture.config.input.isStatic());
    std::vector<int> taps;
    for (const std::string& name : options.taps) {
        const auto layer = architecture.find(name);
        if (!layer)
            return makeError(
                ErrorCode::UnknownLayer, name, architecture.name + " has no such layer");
        taps.push_back(*layer);
    }
    if (options.precision == Precision::Int8 && !options.ranges) {
        auto ranges = measureRanges(architecture, weights);
        if (!ranges)
            return ranges.error();
        NetworkOptions calibrated = options;
        calibrated.ranges = std::make_shared<const ActivationRanges>(std::move(*ranges));
        return build(architecture, std::move(weights), calibrated);
    }
    try {
        omp_set_num_threads(teamSize(options.threads));
        FlushDenormals::onTeam();
        auto impl = std::make_unique<Impl>(architecture, options);
        if (const auto planned = impl->planValues(taps); !planned)
            return planned.error();
        impl->prepare(*weights);
        return Network(std::move(impl));
    } catch (const std::bad_alloc&) {
        return makeError(
            ErrorCode::OutOfMemory, architecture.name, "not enough memory for the network");
    } catch (const std::exception& error) {
        return makeError(ErrorCode::Internal, architecture.name, error.what());
    }
}

Network::Network(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

std::span<float> Network::input()
{
    return m_impl->value(0);
}

void Network::run()
{
    m_impl->run([](std::size_t) {});
}

void Network::runTimed(std::span<double> stepMs)
{
    assert(stepMs.size() == m_impl->operations.size());
    Stopwatch stopwatch;
    m_impl->run([&](std::size_t step) { stepMs[step] = stopwatch.lapMs(); });
}

std::span<const float> Network::output() const
{
    return m_impl->value(m_impl->plan.output);
}
Shape Network::outputShape() const
{
    return m_impl->kerasShape(m_impl->plan.output);
}

std::span<const float> Network::logits() const
{
    if (m_impl->plan.logits < 0)
        return {};
    return m_impl->value(m_impl->plan.logits);
}

std::span<const float> Network::features() const
{
    return m_impl->value(m_impl->plan.features);
}
Shape Network::featuresShape() const
{
    return m_impl->kerasShape(m_impl->plan.features);
}

std::span<const float> Network::tap(std::string_view layer) const
{
    const auto index = m_impl->architecture.find(layer);
    assert(index && m_impl->plan.kept[at(*index)]);
    return m_impl->value(*index);
}

Shape Network::tapShape(std::string_view layer) const
{
    return m_impl->kerasShape(*m_impl->architecture.find(layer));
}

int Network::threads() const
{
    return teamSize(m_impl->options.threads); // oneDNN's share of the work has as many
}

std::size_t Network::memoryBytes() const
{
    std::size_t sum = m_impl->memory.total + m_impl->scratchBytes;
    for (const OwnedOperation& operation : m_impl->operations)
        sum += operation->ownedBytes();
    return sum;
}

std::vector<Network::StepInfo> Network::steps() const
{
    std::vector<StepInfo> infos;
    for (std::size_t i = 0; i < m_impl->operations.size(); ++i)
        infos.push_back({ stepName(m_impl->architecture, m_impl->plan.steps[i]),
            m_impl->operations[i]->implementation(), m_impl->macsOf(m_impl->plan.steps[i]) });
    return infos;
}

} // namespace netlens

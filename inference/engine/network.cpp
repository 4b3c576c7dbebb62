#include "engine/network.h"

#include "base/guarded.h"
#include "base/stopwatch.h"
#include "engine/calibration_pictures.h"
#include "engine/flush_denormals.h"
#include "engine/network_values.h"
#include "engine/step_builder.h"

#include <omp.h>

#include <algorithm>
#include <cassert>
#include <limits>
#include <thread>
#include <utility>

namespace netlens {

namespace {

    /// More threads than processors only wait for each other.
    int teamSize(int wanted)
    {
        const auto processors = static_cast<int>(std::thread::hardware_concurrency());
        return std::clamp(wanted, 1, std::max(1, processors));
    }

    /// Names the layers a step covers: "block_1_expand + expand_BN + expand_relu".
    std::string stepName(const Architecture& architecture, const Step& step)
    {
        const auto name = [&](int layer) -> const std::string& {
            return architecture.layers[static_cast<std::size_t>(layer)].name;
        };
        std::string text = name(step.layer);
        if (step.kind == Step::Kind::Conversion)
            return text + " (conversion)";
        if (step.batchNorm >= 0)
            text += " + " + name(step.batchNorm);
        const bool isLayer = static_cast<std::size_t>(step.result) < architecture.layers.size();
        if (isLayer && step.result != step.layer && step.result != step.batchNorm)
            text += " + " + name(step.result);
        return text;
    }

    /// @return of the layers asked for. Errors: UnknownLayer.
    Result<std::vector<int>> findLayers(
        const Architecture& architecture, const std::vector<std::string>& names)
    {
        std::vector<int> layers;
        for (const std::string& name : names) {
            const auto layer = architecture.find(name);
            if (!layer)
                return makeError(
                    ErrorCode::UnknownLayer, name, architecture.name + " has no such layer");
            layers.push_back(*layer);
        }
        return layers;
    }

} // namespace

struct Network::Impl {
    NetworkValues values;
    SharedWeights weights;
    NetworkOptions options;
    int threads;
    PrimitiveFactory primitives {};
    WeightArena arena {};
    Team team; ///< of the kernels, which compute float32 only; oneDNN has OpenMP's
    std::vector<OwnedOperation> operations {};
    std::size_t scratchBytes = 0;
    /// Values that the first convolution with weights that are not numbers makes, and those behind
    /// it. A ReLU6 would turn NaN into 0, where Keras's keeps it.
    std::vector<std::span<float>> notNumbers {};

    /// @param original whose twin it is to be, or null
    Impl(NetworkValues made, SharedWeights all, NetworkOptions how, const Impl* original)
        : values(std::move(made))
        , weights(std::move(all))
        , options(std::move(how))
        , threads(teamSize(options.threads))
        , team(static_cast<std::size_t>(options.precision == Precision::Float32 ? threads : 1))
    {
        // The kernels' weights are cut for the team, which has fewer where the system refuses.
        if (original != nullptr && original->team.threads() == team.threads())
            arena = original->arena.again();
        prepare();
    }

    void prepare()
    {
        StepBuilder builder(values, *weights, primitives, arena, team);
        if (!weights->unsound.empty())
            findNotNumbers(builder);
        for (const Step& step : values.plan().steps)
            if (!values.at(step.result).empty()) // a classifier of no classes makes nothing
                operations.push_back(builder.operation(step));
        scratchBytes = primitives.bindScratch();
    }

    void findNotNumbers(const StepBuilder& builder)
    {
        bool unsound = false;
        for (const Step& step : values.plan().steps) {
            unsound = unsound || builder.isUnsound(step);
            if (unsound && values.plan().kept[static_cast<std::size_t>(step.result)])
                notNumbers.push_back(values.at(step.result));
        }
    }

    /// @param afterStep is told the number of each step that has run.
    template <typename F> void run(F afterStep)
    {
        omp_set_num_threads(threads);
        const FlushDenormals flush;
        for (std::size_t i = 0; i < operations.size(); ++i) {
            operations[i]->run();
            afterStep(i);
        }
        for (const std::span<float> lost : notNumbers)
            std::ranges::fill(lost, std::numeric_limits<float>::quiet_NaN());
    }

    std::int64_t macsOf(const Step& step) const
    {
        const LayerSpec& layer = values.architecture().layers[static_cast<std::size_t>(step.layer)];
        std::int64_t macs = 0;
        if (step.kind == Step::Kind::Convolution || step.kind == Step::Kind::Dense)
            macs = layer.macs * values.batch();
        for (const Step& inner : step.inside)
            macs += macsOf(inner);
        return macs;
    }
};

Result<Network> Network::build(
    const Architecture& architecture, SharedWeights weights, const NetworkOptions& options)
{
    assert(architecture.config.input.isStatic());
    if (options.precision == Precision::Int8 && !options.ranges) {
        auto ranges = measureRanges(architecture, weights);
        if (!ranges)
            return ranges.error();
        NetworkOptions calibrated = options;
        calibrated.ranges = std::make_shared<const ActivationRanges>(std::move(*ranges));
        return make(architecture, std::move(weights), calibrated, nullptr);
    }
    return make(architecture, std::move(weights), options, nullptr);
}

Result<Network> Network::twin() const
{
    return make(m_impl->values.architecture(), m_impl->weights, m_impl->options, m_impl.get());
}

Result<Network> Network::make(const Architecture& architecture, SharedWeights weights,
    const NetworkOptions& options, const Impl* original)
{
    const auto taps = findLayers(architecture, options.taps);
    if (!taps)
        return taps.error();
    return guarded(architecture.name, [&]() -> Result<Network> {
        omp_set_num_threads(teamSize(options.threads));
        FlushDenormals::onTeam();
        auto values = NetworkValues::make(architecture, options, *taps);
        if (!values)
            return values.error();
        return Network(
            std::make_unique<Impl>(*std::move(values), std::move(weights), options, original));
    });
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
    return m_impl->values.at(0);
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
    return m_impl->values.at(m_impl->values.plan().output);
}
Shape Network::outputShape() const
{
    return m_impl->values.kerasShapeOf(m_impl->values.plan().output);
}

std::span<const float> Network::logits() const
{
    if (m_impl->values.plan().logits < 0)
        return {};
    return m_impl->values.at(m_impl->values.plan().logits);
}

std::span<const float> Network::features() const
{
    return m_impl->values.at(m_impl->values.plan().features);
}
Shape Network::featuresShape() const
{
    return m_impl->values.kerasShapeOf(m_impl->values.plan().features);
}

std::span<const float> Network::tap(std::string_view layer) const
{
    const auto index = m_impl->values.architecture().find(layer);
    assert(index && m_impl->values.plan().kept[static_cast<std::size_t>(*index)]);
    return m_impl->values.at(*index);
}

Shape Network::tapShape(std::string_view layer) const
{
    return m_impl->values.kerasShapeOf(*m_impl->values.architecture().find(layer));
}

int Network::threads() const
{
    return m_impl->threads; // oneDNN's share of the work has as many
}

std::size_t Network::memoryBytes() const
{
    std::size_t sum = m_impl->values.bytes() + m_impl->scratchBytes;
    for (const OwnedOperation& operation : m_impl->operations)
        sum += operation->ownedBytes();
    return sum;
}

std::vector<Network::StepInfo> Network::steps() const
{
    std::vector<StepInfo> infos;
    for (std::size_t i = 0; i < m_impl->operations.size(); ++i)
        infos.push_back({ stepName(m_impl->values.architecture(), m_impl->values.plan().steps[i]),
            m_impl->operations[i]->implementation(),
            m_impl->macsOf(m_impl->values.plan().steps[i]) });
    return infos;
}

} // namespace netlens

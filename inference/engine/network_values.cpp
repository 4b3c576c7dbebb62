#include "engine/network_values.h"

#include "engine/low_precision.h"

#include <algorithm>
#include <string>
#include <utility>

namespace netlens {

namespace {

    // More than any picture needs; keeps a mistyped size from taking the machine down.
    constexpr double kMaxBytes = 16.0 * 1024 * 1024 * 1024;

} // namespace

NetworkValues::NetworkValues(Architecture architecture, int batch)
    : m_architecture(std::move(architecture))
    , m_batch(batch)
{
}

Result<NetworkValues> NetworkValues::make(
    Architecture architecture, const NetworkOptions& options, const std::vector<int>& taps)
{
    NetworkValues values(std::move(architecture), options.batch);
    const bool isFloat = options.precision == Precision::Float32;
    values.m_plan
        = makePlan(values.m_architecture, taps, isFloat ? Blocks::Fused : Blocks::InSteps);
    if (!isFloat)
        lowerPrecision(values.m_plan, values.m_architecture, options.precision,
            options.ranges ? *options.ranges : ActivationRanges());
    if (const auto allocated = values.allocate(); !allocated)
        return allocated.error();
    return values;
}

Result<void> NetworkValues::allocate()
{
    std::vector<std::size_t> bytes(m_plan.kept.size(), 0);
    const auto need = [&](int value) {
        const auto index = static_cast<std::size_t>(value);
        const MapShape shape = shapeOf(value);
        const double size = static_cast<double>(shape.batch) * static_cast<double>(shape.height)
            * static_cast<double>(shape.width) * static_cast<double>(shape.channels)
            * static_cast<double>(m_plan.formats[index].elementBytes());
        bytes[index] = size < kMaxBytes ? static_cast<std::size_t>(size) : 0;
        return size;
    };
    double sum = need(0);
    for (const Step& step : m_plan.steps)
        sum += need(step.result);
    if (sum > kMaxBytes)
        return makeError(ErrorCode::OutOfMemory, m_architecture.name,
            "the activations would need " + std::to_string(sum / 1e9) + " GB");
    m_memory = planMemory(m_plan, bytes);
    m_block = FloatBlock(std::max(m_memory.total, MemoryPlan::kAlignment));
    return {};
}

const LayerSpec& NetworkValues::layerOf(int value) const
{
    const int layer = m_plan.shapedAs[static_cast<std::size_t>(value)];
    return m_architecture.layers[static_cast<std::size_t>(layer)];
}

MapShape NetworkValues::shapeOf(int value) const
{
    const LayerSpec& layer = layerOf(value);
    return { static_cast<std::size_t>(m_batch), static_cast<std::size_t>(layer.height),
        static_cast<std::size_t>(layer.width), static_cast<std::size_t>(layer.channels) };
}

Shape NetworkValues::kerasShapeOf(int value) const
{
    const LayerSpec& layer = layerOf(value);
    if (layer.isVector)
        return { m_batch, layer.channels };
    return { m_batch, layer.height, layer.width, layer.channels };
}

std::span<float> NetworkValues::at(int value) const
{
    return { m_block.at(m_memory.offset[static_cast<std::size_t>(value)]), shapeOf(value).count() };
}

FormattedValue NetworkValues::formatted(int value) const
{
    const auto index = static_cast<std::size_t>(value);
    return { m_block.at(m_memory.offset[index]), m_plan.formats[index] };
}

} // namespace netlens

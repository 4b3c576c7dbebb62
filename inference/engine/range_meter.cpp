#include "engine/range_meter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace netlens {

namespace {

    void widen(std::vector<float>& range, std::span<const float> values)
    {
        for (std::size_t cell = 0; cell < values.size(); cell += range.size())
            for (std::size_t c = 0; c < range.size(); ++c)
                range[c] = std::max(range[c], std::abs(values[cell + c]));
    }

} // namespace

RangeMeter::RangeMeter(Network network, ActivationRanges ranges, std::vector<std::string> inputs)
    : m_network(std::move(network))
    , m_ranges(std::move(ranges))
    , m_inputs(std::move(inputs))
{
}

Result<RangeMeter> RangeMeter::create(const Architecture& architecture, SharedWeights weights)
{
    const std::vector<std::string> names = rangedLayers(architecture);
    auto network = Network::build(architecture, std::move(weights), { .taps = names });
    if (!network)
        return network.error();
    std::vector<std::string> inputs;
    for (const std::string& name : names)
        if (architecture.layers[static_cast<std::size_t>(*architecture.find(name))].holdsPixels())
            inputs.push_back(name);
    return RangeMeter(*std::move(network), emptyRanges(architecture), std::move(inputs));
}

void RangeMeter::measure()
{
    m_network.run();
    for (auto& [name, range] : m_ranges)
        widen(range, m_network.tap(name));
}

void RangeMeter::measureInput(float lowest, float highest)
{
    for (const float value : { lowest, highest }) {
        std::ranges::fill(m_network.input(), value);
        m_network.run();
        for (const std::string& name : m_inputs)
            widen(m_ranges.at(name), m_network.tap(name));
    }
}

} // namespace netlens

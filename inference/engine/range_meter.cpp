#include "engine/range_meter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace netlens {

namespace {

    void widen(std::vector<float>& largest, std::span<const float> values)
    {
        for (std::size_t cell = 0; cell < values.size(); cell += largest.size())
            for (std::size_t c = 0; c < largest.size(); ++c)
                largest[c] = std::max(largest[c], std::abs(values[cell + c]));
    }

    /// @param number of the picture the values are of, from 1
    void countIn(std::vector<float>& mean, std::span<const float> values, int number)
    {
        std::vector<double> sum(mean.size());
        for (std::size_t cell = 0; cell < values.size(); cell += sum.size())
            for (std::size_t c = 0; c < sum.size(); ++c)
                sum[c] += double { values[cell + c] };
        const double cells = static_cast<double>(values.size()) / static_cast<double>(sum.size());
        for (std::size_t c = 0; c < sum.size(); ++c) {
            const double change = (sum[c] / cells - double { mean[c] }) / number;
            if (std::isfinite(change))
                mean[c] += static_cast<float>(change);
        }
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
    ++m_pictures;
    for (auto& [name, range] : m_ranges) {
        const std::span<const float> values = m_network.tap(name);
        widen(range.largest, values);
        countIn(range.mean, values, m_pictures);
    }
}

void RangeMeter::measureInput(float lowest, float highest)
{
    for (const float value : { lowest, highest }) {
        std::ranges::fill(m_network.input(), value);
        m_network.run();
        for (const std::string& name : m_inputs)
            widen(m_ranges.at(name).largest, m_network.tap(name));
    }
}

} // namespace netlens

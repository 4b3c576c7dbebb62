#include "ui/live_meter.h"

#include <algorithm>
#include <vector>

namespace netlens {

namespace {

    constexpr std::chrono::seconds kWindow { 4 };

    double quantile(std::vector<double>& values, double share)
    {
        const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + at, values.end());
        return values[static_cast<std::size_t>(at)];
    }

} // namespace

void LiveMeter::painted(
    TimePoint captured, TimePoint now, std::int64_t capturedFrames, std::int64_t droppedFrames)
{
    if (!m_paints.empty() && capturedFrames < m_paints.back().captured)
        m_paints.clear(); // a source that was started meanwhile counts anew
    const std::chrono::duration<double, std::milli> latency = now - captured;
    m_paints.push_back({ now, latency.count(), capturedFrames, droppedFrames });
    while (now - m_paints.front().time > kWindow)
        m_paints.pop_front();
}

std::optional<LiveMeter::Reading> LiveMeter::read() const
{
    if (m_paints.size() < 2)
        return std::nullopt;
    const Paint& first = m_paints.front();
    const Paint& last = m_paints.back();
    const double seconds = std::chrono::duration<double>(last.time - first.time).count();
    if (seconds <= 0)
        return std::nullopt;
    std::vector<double> latencies;
    latencies.reserve(m_paints.size());
    for (const Paint& paint : m_paints)
        latencies.push_back(paint.latencyMs);
    constexpr double kMedian = 0.5;
    constexpr double kSlow = 0.95;
    return Reading { static_cast<double>(m_paints.size() - 1) / seconds,
        static_cast<double>(last.captured - first.captured) / seconds, last.dropped,
        quantile(latencies, kMedian), quantile(latencies, kSlow) };
}

} // namespace netlens

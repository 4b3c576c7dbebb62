#include "engine/step_timing.h"

#include "engine/kernels/peak.h"

#include <algorithm>
#include <numeric>

namespace netlens {

double StepTiming::gflops() const
{
    return medianMs > 0 ? 2e-6 * static_cast<double>(step.macs) / medianMs : 0;
}

double StepTimings::totalMs() const
{
    return std::transform_reduce(steps.begin(), steps.end(), 0.0, std::plus<>(),
        [](const StepTiming& timing) { return timing.medianMs; });
}

StepTimings measureSteps(Network& network, int runs)
{
    StepTimings timings;
    timings.threads = network.threads();
    timings.peakGflops = measurePeakGflops(timings.threads);
    for (Network::StepInfo& step : network.steps())
        timings.steps.push_back({ std::move(step) });
    const std::size_t count = timings.steps.size();
    std::vector<double> ms(count * static_cast<std::size_t>(runs));
    const std::span<double> all = ms;
    for (std::size_t run = 0; run < static_cast<std::size_t>(runs); ++run)
        network.runTimed(all.subspan(run * count, count));
    std::vector<double> times(static_cast<std::size_t>(runs));
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t run = 0; run < times.size(); ++run)
            times[run] = ms[run * count + i];
        std::ranges::nth_element(times, times.begin() + std::ssize(times) / 2);
        timings.steps[i].medianMs = times[times.size() / 2];
    }
    return timings;
}

} // namespace netlens

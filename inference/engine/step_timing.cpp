#include "engine/step_timing.h"

#include "base/stopwatch.h"
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
    constexpr int kFewest = 3;
    constexpr double kLongestMs = 500;
    const std::size_t count = timings.steps.size();
    std::vector<double> ms; // run by run
    Stopwatch watch;
    double spentMs = 0;
    for (int run = 0; run < runs && (run < kFewest || spentMs < kLongestMs); ++run) {
        ms.resize(ms.size() + count);
        network.runTimed(std::span(ms).last(count));
        spentMs += watch.lapMs();
    }
    std::vector<double> times(count == 0 ? 0 : ms.size() / count);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t run = 0; run < times.size(); ++run)
            times[run] = ms[run * count + i];
        std::ranges::nth_element(times, times.begin() + std::ssize(times) / 2);
        timings.steps[i].medianMs = times[times.size() / 2];
    }
    return timings;
}

} // namespace netlens

#include "engine/network.h"

#include <benchmark/benchmark.h>

#include <algorithm>

namespace {

using namespace netlens;

/// One forward pass with random weights.
/// Arguments: alpha in percent, input side, pictures at once, threads.
void forwardPass(benchmark::State& state)
{
    Config config;
    config.alpha = static_cast<double>(state.range(0)) / 100;
    config.input.height = config.input.width = static_cast<int>(state.range(1));
    const Architecture architecture = describe(config);
    auto network = Network::build(architecture,
        std::make_shared<WeightSet>(initialiseWeights(architecture, 0)),
        { .batch = static_cast<int>(state.range(2)), .threads = static_cast<int>(state.range(3)) });
    if (!network) {
        state.SkipWithError(network.error().detail.c_str());
        return;
    }
    std::ranges::fill(network->input(), 0.5F);
    for (auto _ : state)
        network->run();
    const double macs
        = static_cast<double>(architecture.macs()) * static_cast<double>(state.range(2));
    state.counters["GMAC/s"]
        = benchmark::Counter(macs * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(forwardPass)
    ->ArgNames({ "alpha%", "side", "batch", "threads" })
    ->Args({ 35, 96, 1, 1 })
    ->Args({ 100, 224, 1, 1 })
    ->Args({ 100, 224, 8, 1 })
    ->Args({ 140, 224, 1, 1 })
    ->Args({ 100, 512, 1, 1 })
    ->Args({ 100, 224, 1, 2 })
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

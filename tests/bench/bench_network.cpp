#include "engine/network.h"

#include <benchmark/benchmark.h>

#include <algorithm>

namespace {

using namespace netlens;

/// One forward pass on one thread with random weights. Argument: alpha in percent, input side.
void forwardPass(benchmark::State& state)
{
    Config config;
    config.alpha = static_cast<double>(state.range(0)) / 100;
    config.input.height = config.input.width = static_cast<int>(state.range(1));
    const Architecture architecture = describe(config);
    auto network = Network::build(
        architecture, std::make_shared<WeightSet>(initialiseWeights(architecture, 0)));
    if (!network) {
        state.SkipWithError(network.error().detail.c_str());
        return;
    }
    std::ranges::fill(network->input(), 0.5F);
    for (auto _ : state)
        network->run();
    state.counters["GMAC/s"] = benchmark::Counter(static_cast<double>(architecture.macs()) * 1e-9,
        benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(forwardPass)
    ->ArgNames({ "alpha%", "side" })
    ->Args({ 35, 96 })
    ->Args({ 100, 224 })
    ->Args({ 140, 224 })
    ->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

#include "explain/class_map.h"
#include "service/recognition_worker.h"
#include "weights/weights_file.h"
#include "weights/weights_writer.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include <unistd.h>

namespace {

using namespace netlens;

/// A file of random weights for the default configuration, which goes when the program ends.
class RandomFile {
public:
    RandomFile()
        : m_path(std::filesystem::temp_directory_path()
            / ("netlens-bench-" + std::to_string(getpid()) + ".h5"))
    {
        if (const auto written = writeWeights(m_path, m_architecture, *m_weights); !written) {
            std::fprintf(stderr, "%s cannot be written\n", m_path.c_str());
            std::exit(1);
        }
    }
    RandomFile(const RandomFile&) = delete;
    RandomFile& operator=(const RandomFile&) = delete;
    ~RandomFile() { std::filesystem::remove(m_path); }

    const std::filesystem::path& path() const { return m_path; }
    const Architecture& architecture() const { return m_architecture; }
    const SharedWeights& weights() const { return m_weights; }

private:
    Architecture m_architecture = describe(Config());
    SharedWeights m_weights
        = std::make_shared<const WeightSet>(initialiseWeights(m_architecture, 0));
    std::filesystem::path m_path;
};

const RandomFile& file()
{
    static const RandomFile made;
    return made;
}

void readFile(benchmark::State& state)
{
    for (auto _ : state)
        if (!readWeights(file().path(), file().architecture()))
            return state.SkipWithError("cannot be read");
}
BENCHMARK(readFile)->UseRealTime()->Unit(benchmark::kMillisecond);

void buildNetwork(benchmark::State& state)
{
    const NetworkOptions options { .threads = static_cast<int>(state.range(0)) };
    for (auto _ : state)
        if (!Network::build(file().architecture(), file().weights(), options))
            return state.SkipWithError("cannot be built");
}
BENCHMARK(buildNetwork)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// From one model of the window to another that answered before, without a picture.
void switchModel(benchmark::State& state)
{
    RecognitionWorker worker;
    ModelRequest request;
    request.weights
        = { .kind = WeightsChoice::Kind::File, .path = file().path().string(), .seed = 0 };
    int side = request.config.input.height;
    const auto change = [&] {
        side = side == 224 ? 192 : 224;
        request.config.input.height = request.config.input.width = side;
        Orders orders;
        orders.model = request;
        return worker.execute(std::move(orders));
    };
    for (int i = 0; i < 2; ++i)
        if (!change().model)
            return state.SkipWithError("cannot be built");
    for (auto _ : state) {
        const Outcome outcome = change();
        if (!outcome.model || outcome.model->buildMs != 0)
            return state.SkipWithError("was built again");
    }
}
BENCHMARK(switchModel)->UseRealTime()->Unit(benchmark::kMillisecond);

void mapOfAClass(benchmark::State& state)
{
    auto network = Network::build(file().architecture(), file().weights());
    if (!network)
        return state.SkipWithError("cannot be built");
    network->run();
    for (auto _ : state)
        benchmark::DoNotOptimize(classMap(file().architecture(), *file().weights(),
            network->features(), network->featuresShape(), 1));
}
BENCHMARK(mapOfAClass)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();

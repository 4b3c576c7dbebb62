// time_netlens WEIGHTS.h5 ALPHA SIDE THREADS INPUT PRECISION: serves timings of Netlens
// (timing_server.h). INPUT is float32, NHWC.
#include "bench/bench_model.h"
#include "bench/timing_server.h"

using namespace netlens;

int main(int argc, char** argv)
{
    const auto precision = argc == 7 ? precisionFromName(argv[6]) : std::nullopt;
    if (!precision) {
        std::fprintf(
            stderr, "usage: %s WEIGHTS.h5 ALPHA SIDE THREADS INPUT f32|bf16|int8\n", argv[0]);
        return 2;
    }
    const LoadedModel model = loadOrStop(argv[1], argv[2], argv[3], *precision);
    auto network = Network::build(
        model.architecture, model.weights, model.networkOptions(std::atoi(argv[4])));
    if (!network)
        stop(network.error());
    std::ranges::copy(readFloats(argv[5], network->input().size()), network->input().begin());
    return serveTimings([&] { network->run(); }, [&] { return network->output(); });
}

// time_netlens WEIGHTS.h5 ALPHA SIDE BATCH THREADS INPUT PRECISION: serves timings of
// Netlens (timing_server.h). INPUT is float32, NHWC.
#include "bench/timed_model.h"
#include "bench/timing_server.h"

using namespace netlens;

int main(int argc, char** argv)
{
    const auto precision = argc == 8 ? precisionFromName(argv[7]) : std::nullopt;
    if (!precision) {
        std::fprintf(
            stderr, "usage: %s WEIGHTS.h5 ALPHA SIDE BATCH THREADS INPUT f32|bf16|int8\n", argv[0]);
        return 2;
    }
    const LoadedModel model = loadOrStop(argv[1], argv[2], argv[3], *precision);
    NetworkOptions options = model.networkOptions(std::atoi(argv[5]));
    options.batch = std::atoi(argv[4]);
    auto network = Network::build(model.architecture, model.weights, options);
    if (!network)
        stop(network.error());
    std::ranges::copy(readFloats(argv[6], network->input().size()), network->input().begin());
    return serveTimings([&] { network->run(); }, [&] { return network->output(); });
}

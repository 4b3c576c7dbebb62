// time_netlens WEIGHTS.h5 ALPHA SIDE THREADS INPUT: serves timings of Netlens (timing_server.h).
// INPUT is float32, NHWC.
#include "bench/timing_server.h"
#include "engine/network.h"
#include "loaded_model.h"

#include <cstdlib>

using namespace netlens;

int main(int argc, char** argv)
{
    if (argc != 6) {
        std::fprintf(stderr, "usage: %s WEIGHTS.h5 ALPHA SIDE THREADS INPUT\n", argv[0]);
        return 2;
    }
    ModelRequest request;
    request.config.alpha = std::atof(argv[2]);
    request.config.input.height = request.config.input.width = std::atoi(argv[3]);
    request.weights = { WeightsChoice::Kind::File, argv[1], 0 };
    const auto model = loadModel(request);
    if (!model) {
        std::fprintf(stderr, "%s: %s\n", argv[1], model.error().detail.c_str());
        return 1;
    }
    auto network
        = Network::build(model->architecture, model->weights, { .threads = std::atoi(argv[4]) });
    if (!network) {
        std::fprintf(stderr, "%s\n", network.error().detail.c_str());
        return 1;
    }
    std::ranges::copy(readFloats(argv[5], network->input().size()), network->input().begin());
    return serveTimings([&] { network->run(); }, [&] { return network->output(); });
}

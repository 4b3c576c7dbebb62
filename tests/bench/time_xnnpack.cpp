// time_xnnpack WEIGHTS.h5 ALPHA SIDE BATCH THREADS INPUT: serves timings of XNNPACK
// (timing_server.h).
// INPUT is float32, NHWC. The weights are read and folded by Netlens.
#include "bench/timed_model.h"
#include "bench/timing_server.h"
#include "bench/xnnpack_network.h"

using namespace netlens;

int main(int argc, char** argv)
{
    if (argc != 7) {
        std::fprintf(stderr, "usage: %s WEIGHTS.h5 ALPHA SIDE BATCH THREADS INPUT\n", argv[0]);
        return 2;
    }
    const LoadedModel model = loadOrStop(argv[1], argv[2], argv[3]);
    const LayerSpec& input = model.architecture.layers.front();
    const int batch = std::atoi(argv[4]);
    const std::vector<float> pixels = readFloats(
        argv[6], static_cast<std::size_t>(batch * input.height * input.width * input.channels));
    XnnpackNetwork network(model.architecture, *model.weights, pixels, batch, std::atoi(argv[5]));
    return serveTimings([&] { network.run(); }, [&] { return network.output(); });
}

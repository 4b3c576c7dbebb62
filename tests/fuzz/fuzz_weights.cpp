#include "weights/weights_file.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

using namespace netlens;

namespace {

Architecture smallest()
{
    Config config;
    config.alpha = 0.1;
    config.classes = 2;
    return describe(config);
}

bool isComplete(const WeightSet& weights, const Architecture& architecture)
{
    return std::ranges::all_of(architecture.layers, [&](const LayerSpec& layer) {
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            if (weights.of(layer.name)[i].values.size()
                != elementCount(weights.of(layer.name)[i].shape))
                return false;
        return true;
    });
}

} // namespace

/// Any bytes: an error, or weights that are complete for the network.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // libhdf5 opens names, not bytes.
    static const std::filesystem::path path = std::filesystem::temp_directory_path()
        / ("fuzz_weights_" + std::to_string(getpid()) + ".h5");
    static const Architecture architecture = smallest();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    const auto info = inspectWeights(path);
    const auto weights = readWeights(path, architecture);
    std::filesystem::remove(path);
    if (weights && (!info || !isComplete(*weights, architecture)))
        std::abort();
    return 0;
}

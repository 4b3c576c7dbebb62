#include "weights/weights_file.h"

#include <unistd.h>

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
    if (weights && (!info || weights->layers.size() != info->weightedLayerCount))
        std::abort();
    return 0;
}

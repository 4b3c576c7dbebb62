#include "weights/hdf5_file.h"
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

/// Follows every link and reads all there is, as no model would need it. Hard links may go in
/// circles.
void readEverything(const hdf5::Group& group, int& objects)
{
    constexpr int kMostObjects = 200;
    const auto names = group.childNames();
    if (!names)
        return;
    for (const std::string& name : *names) {
        if (++objects > kMostObjects)
            return;
        if (const auto child = group.group(name))
            readEverything(*child, objects);
        else if (const auto dataset = group.dataset(name))
            (void)dataset->read();
    }
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
    if (const auto root = hdf5::Group::openFile(path)) {
        int objects = 0;
        readEverything(*root, objects);
    }
    std::filesystem::remove(path);
    if (weights && (!info || !isComplete(*weights, architecture)))
        std::abort();
    return 0;
}

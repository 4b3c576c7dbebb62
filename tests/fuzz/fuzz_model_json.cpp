#include "weights/full_model.h"
#include "weights/keras3_layout.h"
#include "weights/layer_matching.h"
#include "weights/layout_writers.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string_view>

using namespace netlens;

namespace {

/// The weights of a small network, as a file holds them.
StoredModel smallModel()
{
    Config config;
    config.alpha = 0.1;
    config.input = { 96, 96, 3 };
    config.classes = 2;
    const Architecture architecture = describe(config);
    const auto bytes = keras3WeightsFile(architecture, initialiseWeights(architecture, 0));
    const std::filesystem::path path = std::filesystem::temp_directory_path()
        / ("fuzz_model_json_" + std::to_string(getpid()) + ".h5");
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes->data()),
            static_cast<std::streamsize>(bytes->size()));
    auto root = hdf5::Group::openFile(path);
    std::filesystem::remove(path);
    auto model = readKeras3Layout(*root);
    if (!model)
        std::abort();
    return std::move(*model);
}

} // namespace

/// Any text as the configuration of a model: an error, or a configuration that fits the weights.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static StoredModel model = smallModel();
    model.modelConfig = std::string(reinterpret_cast<const char*>(data), size);
    const auto config = configFromModel(model);
    if (config && !matchLayers(model, describe(*config)))
        std::abort();
    return 0;
}

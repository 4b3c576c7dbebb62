#include "base/file.h"
#include "weights/hdf5_file_in_memory.h"
#include "weights/weights_file.h"

namespace netlens {

namespace {

    // The Keras whose layer table and layout this is.
    constexpr const char* kKerasVersion = "2.4.0";

    Result<std::vector<std::byte>> makeFile(
        const Architecture& architecture, const WeightSet& weights)
    {
        const auto lock = hdf5::exclusive();
        hdf5::FileInMemory image;
        std::vector<std::string> layerNames;
        for (const LayerSpec& layer : architecture.layers) {
            layerNames.push_back(layer.name);
            image.addGroup(layer.name);
            std::vector<std::string> weightNames;
            for (std::size_t i = 0; i < layer.weights.size(); ++i) {
                weightNames.push_back(layer.name + "/" + layer.weights[i].name + ":0");
                image.addDataset(layer.name + "/" + weightNames.back(), weights.of(layer.name)[i]);
            }
            image.addTextList(layer.name, "weight_names", weightNames);
        }
        image.addTextList({}, "layer_names", layerNames);
        image.addText({}, "backend", "tensorflow");
        image.addText({}, "keras_version", kKerasVersion);
        return image.bytes();
    }

} // namespace

Result<void> writeLegacyWeights(
    const std::filesystem::path& path, const Architecture& architecture, const WeightSet& weights)
{
    const auto bytes = makeFile(architecture, weights);
    if (!bytes)
        return makeError(bytes.error().code, path.string(), bytes.error().detail);
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto written = file->write(*bytes); !written)
        return written;
    return file->commit();
}

} // namespace netlens

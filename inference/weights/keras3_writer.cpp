#include "weights/hdf5_file_in_memory.h"
#include "weights/keras3_naming.h"
#include "weights/layout_writers.h"

namespace netlens {

namespace {

    /// Every layer has one, with or without weights.
    void addVars(hdf5::FileInMemory& image, const std::string& parent, const std::string& name,
        const std::vector<Tensor>& tensors)
    {
        const std::string vars = parent + "vars";
        image.addGroup(vars);
        image.addText(vars, "name", name, hdf5::Charset::Utf8);
        for (std::size_t i = 0; i < tensors.size(); ++i)
            image.addDataset(vars + "/" + std::to_string(i), tensors[i]);
    }

} // namespace

Result<FileBytes> keras3WeightsFile(const Architecture& architecture, const WeightSet& weights)
{
    const std::vector<std::string> groups = keras3GroupNames(architecture);
    hdf5::FileInMemory image;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const LayerSpec& layer = architecture.layers[i];
        addVars(image, "layers/" + groups[i] + "/", keras3LayerName(layer),
            layer.weights.empty() ? std::vector<Tensor>() : weights.of(layer.name));
    }
    // The model's own, beside its layers'.
    addVars(image, {}, architecture.name, {});
    return image.bytes();
}

} // namespace netlens

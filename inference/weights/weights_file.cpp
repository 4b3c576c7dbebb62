#include "weights/weights_file.h"

#include "weights/file_config.h"
#include "weights/file_kind.h"
#include "weights/full_model.h"
#include "weights/layer_matching.h"
#include "weights/layer_naming.h"
#include "weights/legacy_layout.h"
#include "weights/tensor_reading.h"

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    Result<StoredModel> readLayout(const hdf5::Group& root)
    {
        // Keras looks for layer_names first, then descends.
        if (isLegacyLayout(root))
            return readLegacyLayout(root);
        if (root.has("model_weights"))
            return readFullModel(root);
        if (root.has("layers") || root.has("_layer_checkpoint_dependencies"))
            return makeError(ErrorCode::WeightsUnsupported, {}, "Keras 3 weights (.weights.h5)");
        return makeError(ErrorCode::NotWeights, {}, "an HDF5 file without Keras's layer_names");
    }

    Result<StoredModel> openModel(const fs::path& path)
    {
        if (auto hdf5 = requireHdf5(path); !hdf5)
            return hdf5.error();
        auto root = hdf5::Group::openFile(path);
        if (!root)
            return root.error();
        return readLayout(*root);
    }

    std::string nestedText(const StoredLayer& layer)
    {
        return "a model inside another one: layer " + layer.name + " holds "
            + std::to_string(layer.tensors.size()) + " weights";
    }

    void addCounts(WeightsFileInfo& info, const StoredModel& model)
    {
        info.layerCount = model.layers.size();
        for (const StoredLayer& layer : model.layers) {
            if (!layer.tensors.empty())
                ++info.weightedLayerCount;
            info.officialNames = info.officialNames || currentLayerName(layer.name) != layer.name;
            for (const StoredTensor& tensor : layer.tensors) {
                const std::string& type = tensor.data.typeName();
                info.parameterCount += static_cast<std::int64_t>(elementCount(tensor.data.shape()));
                info.dataType = info.dataType.empty() || info.dataType == type ? type : "mixed";
            }
        }
    }

    Result<Config> configOf(const StoredModel& model)
    {
        if (const StoredLayer* nested = model.nestedModel())
            return makeError(ErrorCode::WeightsUnsupported, {}, nestedText(*nested));
        return model.layout == WeightsLayout::FullModel ? configFromModel(model)
                                                        : configFromShapes(model);
    }

    Result<WeightSet> readMatching(const StoredModel& model, const Architecture& architecture)
    {
        auto matches = matchLayers(model, architecture);
        if (!matches)
            return makeError(ErrorCode::WeightsMismatch, {},
                describeMismatch(model, architecture, matches.error().detail));
        // The shapes may fit a graph that computes something else with them.
        if (model.layout == WeightsLayout::FullModel)
            if (auto config = configFromModel(model); !config)
                return config.error();
        WeightSet set;
        for (const LayerMatch& match : *matches) {
            auto tensors = readTensors(match, model.backend == "theano");
            if (!tensors)
                return tensors.error();
            set.layers.emplace(match.layer->name, std::move(*tensors));
        }
        return set;
    }

    Error about(const fs::path& path, const Error& error)
    {
        return makeError(error.code, path.string(), error.detail);
    }

} // namespace

Result<WeightsFileInfo> inspectWeights(const fs::path& path)
{
    const auto lock = hdf5::exclusive();
    const auto model = openModel(path);
    if (!model)
        return about(path, model.error());
    WeightsFileInfo info;
    info.path = path;
    info.layout = model->layout;
    info.kerasVersion = model->kerasVersion;
    info.backend = model->backend;
    info.nested = model->nestedModel() != nullptr;
    addCounts(info, *model);
    const auto config = configOf(*model);
    if (config) {
        info.config = *config;
        info.configIsComplete = model->layout == WeightsLayout::FullModel;
    } else {
        info.notMobileNet = config.error().detail;
    }
    return info;
}

Result<WeightSet> readWeights(const fs::path& path, const Architecture& architecture)
{
    const auto lock = hdf5::exclusive();
    const auto model = openModel(path);
    if (!model)
        return about(path, model.error());
    if (const StoredLayer* nested = model->nestedModel())
        return makeError(ErrorCode::WeightsUnsupported, path.string(), nestedText(*nested));
    auto set = readMatching(*model, architecture);
    if (!set)
        return about(path, set.error());
    return set;
}

} // namespace netlens

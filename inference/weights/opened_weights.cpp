#include "weights/opened_weights.h"

#include "weights/base_layers.h"
#include "weights/file_config.h"
#include "weights/file_kind.h"
#include "weights/full_model.h"
#include "weights/keras3_layout.h"
#include "weights/keras_archive.h"
#include "weights/layer_matching.h"
#include "weights/layer_naming.h"
#include "weights/legacy_layout.h"
#include "weights/model_graph.h"
#include "weights/tensor_reading.h"

#include <algorithm>
#include <utility>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    Result<StoredModel> readHdf5(const hdf5::Group& root)
    {
        // Keras looks for layer_names first, then descends.
        if (isLegacyLayout(root))
            return readLegacyLayout(root);
        if (root.has("model_weights"))
            return readFullModel(root);
        const auto isKeras3 = isKeras3Layout(root);
        if (!isKeras3)
            return isKeras3.error();
        if (*isKeras3)
            return readKeras3Layout(root);
        return makeError(ErrorCode::NotWeights, {}, "an HDF5 file without Keras's layer_names");
    }

    Result<StoredModel> readArchive(const fs::path& path)
    {
        auto archive = openKerasArchive(path);
        if (!archive)
            return archive.error();
        auto graph = readModelGraph(archive->config);
        if (!graph)
            return graph.error();
        auto model = readKeras3Layout(archive->weights, &*graph);
        if (!model)
            return model;
        nameBaseLayers(*model, graph->layers);
        model->layout = WeightsLayout::Keras3Archive;
        model->kerasVersion = std::move(archive->kerasVersion);
        model->modelConfig = std::move(archive->config);
        return model;
    }

    Result<StoredModel> openModel(const fs::path& path)
    {
        const auto kind = fileKind(path);
        if (!kind)
            return kind.error();
        if (*kind == FileKind::Zip)
            return readArchive(path);
        auto root = hdf5::Group::openFile(path);
        if (!root)
            return root.error();
        return readHdf5(*root);
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

    Error notFinite(const std::vector<std::string>& unsound)
    {
        constexpr std::size_t kShown = 3;
        std::string text;
        for (std::size_t i = 0; i < std::min(kShown, unsound.size()); ++i)
            text += (i == 0 ? "" : "; ") + unsound[i];
        if (unsound.size() > kShown)
            text += "; and " + std::to_string(unsound.size() - kShown) + " more";
        return makeError(ErrorCode::WeightsNotFinite, {}, text);
    }

    Error about(const fs::path& path, const Error& error)
    {
        return makeError(error.code, path.string(), error.detail);
    }

} // namespace

OpenedWeights::OpenedWeights(
    std::unique_ptr<hdf5::Session> session, fs::path path, StoredModel model)
    : m_session(std::move(session))
    , m_path(std::move(path))
    , m_model(std::move(model))
{
    if (m_model.hasConfig())
        m_ownConfig = configFromModel(m_model);
}

Result<OpenedWeights> OpenedWeights::open(const fs::path& path)
{
    auto session = std::make_unique<hdf5::Session>();
    auto model = openModel(path);
    if (!model)
        return about(path, model.error());
    return OpenedWeights(std::move(session), path, std::move(*model));
}

WeightsFileInfo OpenedWeights::info() const
{
    WeightsFileInfo info;
    info.path = m_path;
    info.layout = m_model.layout;
    info.kerasVersion = m_model.kerasVersion;
    info.backend = m_model.backend;
    info.nested = m_model.nested;
    info.bringsConfig = m_model.hasConfig();
    addCounts(info, m_model);
    const Result<Config> config = m_ownConfig ? *m_ownConfig : configFromShapes(m_model);
    if (config) {
        info.config = *config;
        info.configIsComplete = m_model.hasConfig();
    } else {
        info.notMobileNet = config.error().detail;
    }
    return info;
}

Result<WeightSet> OpenedWeights::read(const Architecture& architecture, Unsound unsound) const
{
    // The shapes may fit a graph that computes something else with them.
    if (m_ownConfig && !*m_ownConfig)
        return about(m_path, m_ownConfig->error());
    const auto matches = matchLayers(m_model, architecture);
    if (!matches)
        return makeError(ErrorCode::WeightsMismatch, m_path.string(),
            describeMismatch(m_model, architecture, matches.error().detail));
    WeightSet set;
    for (const LayerMatch& match : *matches) {
        auto tensors = readTensors(match, m_model.backend == "theano", set.unsound);
        if (!tensors)
            return about(m_path, tensors.error());
        set.layers.emplace(match.layer->name, std::move(*tensors));
    }
    if (!set.unsound.empty() && unsound == Unsound::Refused)
        return about(m_path, notFinite(set.unsound));
    return set;
}

} // namespace netlens

#include "weights/full_model.h"

#include "weights/base_layers.h"
#include "weights/extra_layers.h"
#include "weights/file_config.h"
#include "weights/legacy_layout.h"
#include "weights/model_graph.h"
#include "weights/model_json.h"

#include <charconv>
#include <cmath>
#include <set>

namespace netlens {

namespace {

    using nlohmann::json;

    Error mismatch(std::string detail)
    {
        return makeError(ErrorCode::WeightsMismatch, {}, std::move(detail));
    }

    /// 0.35 from "mobilenetv2_0.35_96".
    std::optional<double> alphaFromName(std::string_view name)
    {
        constexpr std::string_view kPrefix = "mobilenetv2_";
        if (!name.starts_with(kPrefix))
            return std::nullopt;
        name.remove_prefix(kPrefix.size());
        double alpha = 0;
        const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), alpha);
        if (failed != std::errc() || !std::isfinite(alpha))
            return std::nullopt;
        return alpha;
    }

    std::optional<double> alphaHint(const ModelGraph& graph)
    {
        for (const std::string& name : graph.modelNames)
            if (const auto alpha = alphaFromName(name))
                return alpha;
        return std::nullopt;
    }

    /// The input of the base alone: the InputLayer in front of it.
    std::optional<InputShape> baseInput(std::span<const GraphLayer> before)
    {
        for (std::size_t i = before.size(); i > 0; --i) {
            const json& config = before[i - 1].config;
            if (before[i - 1].kind == "InputLayer")
                return inputShapeIn(config.contains("batch_shape")
                        ? config["batch_shape"]
                        : config.at("batch_input_shape"));
        }
        return std::nullopt;
    }

    Result<void> readInput(const ModelGraph& graph, const BaseLayers& parts, Config& config)
    {
        const auto& input = graph.input;
        if (!input)
            return mismatch("an input that is not height × width × channels");
        config.input = *input;
        const auto own = baseInput(parts.before);
        config.padsAsDynamic = input->isStatic() && own && own->height == InputShape::kDynamic;
        return {};
    }

    /// Behind the base and without what does nothing.
    std::vector<const ExtraLayer*> working(const std::vector<ExtraLayer>& layers)
    {
        std::vector<const ExtraLayer*> found;
        for (const ExtraLayer& layer : layers)
            if (layer.kind != LayerKind::Identity)
                found.push_back(&layer);
        return found;
    }

    /// Keras's own top and poolings are arguments of the constructor, not layers around it.
    void takeKerasHead(Config& config, bool nested)
    {
        if (!config.before.empty())
            return;
        const auto head = working(config.after);
        const bool average = !head.empty() && head[0]->kind == LayerKind::GlobalAveragePooling2D;
        // With a top Keras wants to know the size.
        if (!nested && config.input.isStatic() && head.size() == 2 && average
            && head[1]->kind == LayerKind::Dense && head[1]->useBias) {
            config.includeTop = true;
            config.classes = head[1]->units;
            config.classifierActivation = head[1]->activation;
            config.after.clear();
        } else if (head.size() == 1 && average) {
            config.pooling = Pooling::Avg;
            config.after.clear();
        } else if (head.size() == 1 && head[0]->kind == LayerKind::GlobalMaxPooling2D) {
            config.pooling = Pooling::Max;
            config.after.clear();
        } else if (head.empty()) {
            config.after.clear();
        }
    }

    /// Shapes along the layers around the base, and names, which must tell them apart.
    Result<void> checkExtras(const Config& config)
    {
        for (const ExtraLayer& layer : config.before)
            if (layer.kind != LayerKind::Identity && layer.kind != LayerKind::Rescaling)
                return mismatch("layer " + layer.name + " (" + layer.type
                    + ") stands before the network, which is not supported");
        bool isVector = false;
        for (const ExtraLayer& layer : config.after) {
            const bool pools = layer.kind == LayerKind::GlobalAveragePooling2D
                || layer.kind == LayerKind::GlobalMaxPooling2D;
            if ((pools && isVector) || (layer.kind == LayerKind::Dense && !isVector)
                || (layer.kind == LayerKind::Flatten && !config.input.isStatic()))
                return mismatch("layer " + layer.name + " (" + layer.type
                    + ") stands where it is not supported");
            isVector = isVector || pools || layer.kind == LayerKind::Flatten;
        }
        return {};
    }

    Result<void> checkTable(const Architecture& table)
    {
        std::set<std::string> names;
        for (const LayerSpec& layer : table.layers) {
            if (!names.insert(layer.name).second)
                return mismatch("two layers are named " + layer.name);
            if (layer.kind == LayerKind::Rescaling && layer.scale.size() != 1
                && static_cast<std::int64_t>(layer.scale.size()) != layer.channels)
                return mismatch("layer " + layer.name + " scales another number of channels");
        }
        return {};
    }

    Result<Config> readConfig(const StoredModel& model, const json& document)
    {
        auto graph = readModelGraph(document);
        if (!graph)
            return graph.error();
        const auto parts = splitBase(graph->layers);
        if (!parts)
            return parts.error();
        Config draft;
        draft.includeTop = false;
        if (auto input = readInput(*graph, *parts, draft); !input)
            return input.error();
        for (auto [layers, extras] :
            { std::pair(parts->before, &draft.before), std::pair(parts->after, &draft.after) }) {
            auto read = extraLayers(layers, model.kerasVersion);
            if (!read)
                return read.error();
            *extras = std::move(*read);
        }
        if (auto sound = checkExtras(draft); !sound)
            return sound.error();
        takeKerasHead(draft, parts->base.front()->depth > 0);
        auto config = withAlpha(model, std::move(draft), parts->stemFilters(), alphaHint(*graph));
        if (!config)
            return config;
        const Architecture table = describe(*config);
        if (auto sound = checkTable(table); !sound)
            return sound.error();
        if (auto same = compareBase(*parts, table); !same)
            return same.error();
        return config;
    }

} // namespace

Result<StoredModel> readFullModel(const hdf5::Group& root)
{
    auto weights = root.group("model_weights");
    if (!weights)
        return weights.error();
    auto model = readLegacyLayout(*weights);
    if (!model)
        return model;
    auto modelConfig = root.text("model_config");
    if (!modelConfig)
        return modelConfig.error();
    model->layout = *modelConfig ? WeightsLayout::FullModel : WeightsLayout::LegacyWeights;
    model->modelConfig = modelConfig->value_or("");
    if (*modelConfig)
        if (const auto graph = readModelGraph(model->modelConfig))
            nameBaseLayers(*model, graph->layers);
    return model;
}

Result<Config> configFromModel(const StoredModel& model)
{
    const auto document = parseModelJson(model.modelConfig);
    if (!document)
        return document.error();
    try {
        return readConfig(model, *document);
    } catch (const json::exception& problem) {
        return makeError(
            ErrorCode::WeightsDamaged, {}, std::string("the model's JSON: ") + problem.what());
    }
}

} // namespace netlens

#include "weights/layer_matching.h"

#include "weights/layer_naming.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace netlens {

namespace {

    using Pair = std::pair<const LayerSpec*, const StoredLayer*>;

    Error mismatch(std::string detail)
    {
        return makeError(ErrorCode::WeightsMismatch, {}, std::move(detail));
    }

    std::string listed(const std::vector<std::string>& names)
    {
        constexpr std::size_t kShown = 3;
        std::string text;
        for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
            text += (i == 0 ? "" : ", ") + names[i];
        if (names.size() > kShown)
            text += " and " + std::to_string(names.size() - kShown) + " more";
        return text;
    }

    std::vector<const LayerSpec*> weightedLayers(const Architecture& architecture)
    {
        std::vector<const LayerSpec*> layers;
        for (const LayerSpec& layer : architecture.layers)
            if (!layer.weights.empty())
                layers.push_back(&layer);
        return layers;
    }

    std::vector<const StoredLayer*> weightedLayers(const StoredModel& model)
    {
        std::vector<const StoredLayer*> layers;
        for (const StoredLayer& layer : model.layers)
            if (!layer.tensors.empty())
                layers.push_back(&layer);
        return layers;
    }

    bool isDense(const StoredLayer* layer)
    {
        return layer->tensors.front().data.shape().size() == 2;
    }

    /// Stored layers under the names of today, with the ones that occur again set apart.
    struct NamedLayers {
        std::map<std::string, const StoredLayer*, std::less<>> byName;
        std::vector<std::string> repeated;
    };

    NamedLayers nameLayers(
        const std::vector<const StoredLayer*>& stored, const std::vector<const LayerSpec*>& wanted)
    {
        NamedLayers named;
        std::set<std::string_view> names;
        for (const LayerSpec* layer : wanted)
            names.insert(layer->name);
        for (const StoredLayer* layer : stored) {
            std::string name = currentLayerName(layer->name);
            if (std::string scope = currentLayerName(layer->scope);
                !names.contains(name) && names.contains(scope))
                name = std::move(scope);
            if (!named.byName.emplace(std::move(name), layer).second)
                named.repeated.push_back(layer->name);
        }
        // People name their own classifier as they like.
        const std::string head = wanted.back()->name;
        const auto dense = std::find_if(stored.rbegin(), stored.rend(), isDense);
        if (wanted.back()->kind == LayerKind::Dense && !named.byName.contains(head)
            && dense != stored.rend()) {
            named.byName.erase(currentLayerName((*dense)->name));
            named.byName.emplace(head, *dense);
        }
        return named;
    }

    /// @param ignoresExtra as Keras 3 does, which looks for what it needs and for nothing else.
    Result<std::vector<Pair>> pairByName(
        NamedLayers named, const std::vector<const LayerSpec*>& wanted, bool ignoresExtra)
    {
        std::vector<Pair> pairs;
        std::vector<std::string> missing;
        for (const LayerSpec* layer : wanted) {
            const auto found = named.byName.find(layer->name);
            if (found == named.byName.end()) {
                missing.push_back(layer->name);
                continue;
            }
            pairs.emplace_back(layer, found->second);
            named.byName.erase(found);
        }
        std::vector<std::string> extra = std::move(named.repeated);
        for (const auto& [name, layer] : named.byName)
            extra.push_back(layer->name);
        if (missing.empty() && (extra.empty() || ignoresExtra))
            return pairs;
        std::string detail;
        if (!missing.empty())
            detail = "missing from the file: " + listed(missing);
        if (!extra.empty())
            detail += (detail.empty() ? "" : "; ") + ("one layer too many: " + listed(extra));
        return mismatch(std::move(detail));
    }

    Result<std::vector<Pair>> pairByOrder(
        const std::vector<const StoredLayer*>& stored, const std::vector<const LayerSpec*>& wanted)
    {
        if (stored.size() != wanted.size())
            return mismatch("the file has " + std::to_string(stored.size())
                + " layers with weights, the network " + std::to_string(wanted.size()));
        std::vector<Pair> pairs;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            pairs.emplace_back(wanted[i], stored[i]);
        return pairs;
    }

    Result<std::vector<Pair>> pairLayers(const StoredModel& model, const Architecture& architecture)
    {
        const auto wanted = weightedLayers(architecture);
        const auto stored = weightedLayers(model);
        if (stored.empty())
            return mismatch("no layer in the file has weights");
        NamedLayers named = nameLayers(stored, wanted);
        const auto known = std::ranges::count_if(wanted,
            [&named](const LayerSpec* layer) { return named.byName.contains(layer->name); });
        if (static_cast<std::size_t>(known) * 2 > wanted.size())
            return pairByName(std::move(named), wanted, model.isKeras3());
        return pairByOrder(stored, wanted);
    }

    /// Keras 3 calls a depthwise kernel just "kernel".
    bool sameWeight(const std::string& stored, const std::string& wanted)
    {
        return stored == wanted || (stored == "kernel" && wanted == "depthwise_kernel");
    }

    /// The tensors in the layer's order: by name, or as they stand when the names are others.
    std::vector<const StoredTensor*> ordered(const LayerSpec& layer, const StoredLayer& stored)
    {
        std::vector<const StoredTensor*> byName;
        std::vector<const StoredTensor*> asStored;
        for (std::size_t i = 0; i < layer.weights.size(); ++i) {
            asStored.push_back(&stored.tensors[i]);
            const auto found = std::ranges::find_if(stored.tensors,
                [&](const StoredTensor& t) { return sameWeight(t.name, layer.weights[i].name); });
            if (found != stored.tensors.end())
                byName.push_back(&*found);
        }
        return byName.size() == asStored.size() ? byName : asStored;
    }

    Result<LayerMatch> matchTensors(const LayerSpec& layer, const StoredLayer& stored)
    {
        if (stored.tensors.size() != layer.weights.size())
            return mismatch(stored.name + " has " + std::to_string(stored.tensors.size())
                + " weights in the file, " + std::to_string(layer.weights.size())
                + " in the network");
        LayerMatch match { &layer, stored.name, ordered(layer, stored) };
        for (std::size_t i = 0; i < match.tensors.size(); ++i) {
            const Shape& shape = match.tensors[i]->data.shape();
            if (shape != layer.weights[i].shape)
                return mismatch(stored.name + "/" + match.tensors[i]->name + " has shape "
                    + toString(shape) + " in the file, " + toString(layer.weights[i].shape)
                    + " in the network");
        }
        return match;
    }

} // namespace

Result<std::vector<LayerMatch>> matchLayers(
    const StoredModel& model, const Architecture& architecture)
{
    auto pairs = pairLayers(model, architecture);
    if (!pairs)
        return pairs.error();
    std::vector<LayerMatch> matches;
    for (const auto& [layer, stored] : *pairs) {
        auto match = matchTensors(*layer, *stored);
        if (!match)
            return match.error();
        matches.push_back(std::move(*match));
    }
    return matches;
}

} // namespace netlens

#include "weights/base_layers.h"

#include "weights/extra_layers.h"
#include "weights/model_json.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace netlens {

namespace {

    using nlohmann::json;

    Error mismatch(std::string detail)
    {
        return makeError(ErrorCode::WeightsMismatch, {}, std::move(detail));
    }

    bool isReLU6(const GraphLayer& layer)
    {
        if (layer.kind == "Activation")
            return activationText(layer.config.at("activation")) == "relu6";
        return layer.kind == "ReLU" && numberIn(layer.config, "max_value", std::nullopt) == 6.0
            && isPlainReLU(layer.config);
    }

    bool sameConvolution(const LayerSpec& wanted, const json& config, bool paddedBefore)
    {
        const json stride = json::array({ wanted.stride, wanted.stride });
        const bool same = config.at("padding") == "same";
        // A 1 × 1 window needs no padding, so both words mean the same.
        const bool samePadding = wanted.kernel == 1 || same == (wanted.same && !paddedBefore);
        return config.at("strides") == stride && samePadding
            && activationText(config.at("activation")) == "linear"
            && config.value("dilation_rate", json::array({ 1, 1 })) == json::array({ 1, 1 });
    }

    bool samePadding(const Padding& wanted, const json& config)
    {
        return config.at("padding")
            == json::array({ json::array({ wanted.top, wanted.bottom }),
                json::array({ wanted.left, wanted.right }) });
    }

    bool sameLayer(const LayerSpec& wanted, const GraphLayer& layer, bool paddedBefore)
    {
        if (wanted.kind == LayerKind::ReLU)
            return isReLU6(layer);
        if (layer.kind != kerasTypeName(wanted.kind))
            return false;
        switch (wanted.kind) {
        case LayerKind::Conv2D:
        case LayerKind::DepthwiseConv2D:
            return sameConvolution(wanted, layer.config, paddedBefore);
        case LayerKind::BatchNormalization:
            return std::abs(numberIn(layer.config, "epsilon", 1e-3).value_or(0) - wanted.epsilon)
                < 1e-8;
        case LayerKind::ZeroPadding2D:
            return samePadding(wanted.padding, layer.config);
        default:
            return true;
        }
    }

    bool isPadding(const GraphLayer& layer)
    {
        return layer.kind == "ZeroPadding2D";
    }

} // namespace

std::int64_t BaseLayers::stemFilters() const
{
    constexpr std::int64_t kMost = 1 << 16;
    return wholeNumber(base.front()->config.at("filters"), 1, kMost).value_or(0);
}

Result<BaseLayers> splitBase(std::span<const GraphLayer> layers)
{
    const auto isConvolution = [](const GraphLayer& layer) { return layer.kind == "Conv2D"; };
    const auto first = std::ranges::find_if(layers, isConvolution);
    const auto lastConvolution = std::find_if(layers.rbegin(), layers.rend(), isConvolution).base();
    const auto end = std::find_if(lastConvolution, layers.end(), isReLU6);
    if (first == layers.end() || end == layers.end())
        return mismatch("no MobileNetV2 is in it");
    BaseLayers parts;
    const auto padded = first != layers.begin() && isPadding(*(first - 1));
    parts.stemPad = padded ? &*(first - 1) : nullptr;
    parts.before = { layers.begin(), first - (padded ? 1 : 0) };
    parts.after = { end + 1, layers.end() };
    for (auto layer = first; layer <= end; ++layer)
        parts.base.push_back(&*layer);
    return parts;
}

void nameBaseLayers(StoredModel& model, std::span<const GraphLayer> layers)
{
    const auto parts = splitBase(layers);
    if (!parts)
        return;
    std::vector<const GraphLayer*> weighted;
    for (const GraphLayer* layer : parts->base)
        if (layer->kind == "Conv2D" || layer->kind == "DepthwiseConv2D"
            || layer->kind == "BatchNormalization")
            weighted.push_back(layer);
    Config topless;
    topless.includeTop = false;
    std::map<std::string, std::string> names;
    auto own = weighted.begin();
    for (const LayerSpec& layer : describe(topless).layers) {
        if (layer.weights.empty())
            continue;
        if (own == weighted.end() || (*own)->kind != kerasTypeName(layer.kind))
            return;
        names.emplace((*own++)->name, layer.name);
    }
    for (StoredLayer& layer : model.layers) {
        auto known = names.find(layer.name);
        known = known == names.end() ? names.find(layer.scope) : known;
        if (known != names.end())
            layer.name = layer.scope = known->second;
    }
}

Result<void> compareBase(const BaseLayers& parts, const Architecture& wanted)
{
    const auto first = static_cast<std::size_t>(*wanted.find("Conv1"));
    const auto last = static_cast<std::size_t>(wanted.indexOfLastFeatureMap());
    const std::vector<const GraphLayer*>& base = parts.base;
    if (base.size() != last - first + 1)
        return mismatch("the model has " + std::to_string(base.size())
            + " layers from its first convolution on, MobileNetV2 has "
            + std::to_string(last - first + 1));
    // A model of unknown size cannot say what Conv1 would pad: there an odd side makes the two
    // kinds of stem differ.
    if (parts.stemPad && !samePadding(wanted.layers[first].padding, parts.stemPad->config))
        return mismatch(
            "layer " + parts.stemPad->name + " does not pad as MobileNetV2's Conv1 does");
    for (std::size_t i = 0; i < base.size(); ++i) {
        const LayerSpec& spec = wanted.layers[first + i];
        bool same = sameLayer(spec, *base[i], parts.stemPad && i == 0);
        if (spec.kind == LayerKind::Add) {
            same = same && base[i]->inputs.size() == spec.inbound.size();
            for (const int source : spec.inbound)
                same = same
                    && std::ranges::count(
                           base[i]->inputs, base[static_cast<std::size_t>(source) - first]->name)
                        == 1;
        }
        if (!same)
            return mismatch("layer " + base[i]->name + " (" + base[i]->kind
                + ") is not what MobileNetV2 has as " + spec.name);
    }
    return {};
}

} // namespace netlens

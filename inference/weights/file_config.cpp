#include "weights/file_config.h"

#include "weights/layer_matching.h"

#include <algorithm>
#include <limits>

namespace netlens {

namespace {

    // Thousandths: alphas people write come first, among those that give the same widths.
    constexpr int kSteps[] { 100, 50, 10, 1 };
    constexpr int kLargestAlpha = 3000;
    constexpr double kOfficialAlphas[] { 0.35, 0.5, 0.75, 1.0, 1.3, 1.4 };

    const StoredLayer* firstWeighted(const StoredModel& model)
    {
        const auto named = std::ranges::find(model.layers, "Conv1", &StoredLayer::name);
        if (named != model.layers.end() && !named->tensors.empty())
            return &*named;
        const auto found = std::ranges::find_if(
            model.layers, [](const StoredLayer& layer) { return !layer.tensors.empty(); });
        return found == model.layers.end() ? nullptr : &*found;
    }

    /// The shape of the first convolution's kernel if it can be a MobileNetV2's: (3, 3, c,
    /// filters).
    std::optional<Shape> stemShape(const StoredModel& model)
    {
        const StoredLayer* stem = firstWeighted(model);
        if (stem == nullptr)
            return std::nullopt;
        const Shape& shape = stem->tensors.front().data.shape();
        if (shape.size() != 4 || shape[0] != 3 || shape[1] != 3 || shape[2] < 1
            || shape[2] > std::numeric_limits<int>::max())
            return std::nullopt;
        return shape;
    }

    Config draftConfig(const StoredModel& model, const Shape& stem)
    {
        Config config;
        config.input.channels = static_cast<int>(stem[2]);
        config.includeTop = false;
        for (const StoredLayer& layer : model.layers) {
            if (layer.name.starts_with("global_average_pooling2d"))
                config.pooling = Pooling::Avg;
            if (layer.name.starts_with("global_max_pooling2d"))
                config.pooling = Pooling::Max;
            if (layer.tensors.empty() || layer.tensors.front().data.shape().size() != 2)
                continue;
            config.includeTop = true;
            config.classes = layer.tensors.front().data.shape()[1];
        }
        if (config.includeTop)
            config.pooling = Pooling::None;
        return config;
    }

    std::vector<double> alphasWithStem(std::int64_t filters, std::optional<double> hint)
    {
        std::vector<double> alphas;
        const auto consider = [&](double alpha) {
            if (makeDivisible(32 * alpha) == filters
                && std::ranges::find(alphas, alpha) == alphas.end())
                alphas.push_back(alpha);
        };
        constexpr double kLargestHint = 100; // as validate() has it
        if (hint && *hint >= 0 && *hint <= kLargestHint)
            consider(*hint);
        std::ranges::for_each(kOfficialAlphas, consider);
        for (const int step : kSteps)
            for (int thousandths = step; thousandths <= kLargestAlpha; thousandths += step)
                consider(thousandths / 1000.0);
        return alphas;
    }

    std::string words(const Config& config)
    {
        std::string text = "alpha " + pythonFloat(config.alpha);
        text += config.includeTop ? " with " + std::to_string(config.classes) + " classes"
                                  : std::string(" without top");
        if (config.input.channels != 3)
            text += " and " + std::to_string(config.input.channels) + " input channels";
        return text;
    }

} // namespace

Result<Config> withAlpha(
    const StoredModel& model, Config draft, std::int64_t filters, std::optional<double> alphaHint)
{
    std::optional<Error> why;
    for (const double alpha : alphasWithStem(filters, alphaHint)) {
        draft.alpha = alpha;
        const auto matches = matchLayers(model, describe(draft));
        if (matches)
            return draft;
        if (!why)
            why = matches.error();
    }
    return why.value_or(makeError(ErrorCode::WeightsMismatch, {},
        "no alpha gives " + std::to_string(filters) + " filters in Conv1"));
}

Result<Config> configFromShapes(const StoredModel& model, std::optional<double> alphaHint)
{
    const auto stem = stemShape(model);
    if (!stem)
        return makeError(ErrorCode::WeightsMismatch, {},
            "the first layer is not a MobileNetV2's 3 × 3 convolution");
    return withAlpha(model, draftConfig(model, *stem), (*stem)[3], alphaHint);
}

std::string describeMismatch(
    const StoredModel& model, const Architecture& wanted, const std::string& why)
{
    const auto config = configFromShapes(model);
    if (!config)
        return why;
    const auto filters = [](double alpha) { return makeDivisible(32 * alpha); };
    std::string reason = why;
    if (filters(config->alpha) != filters(wanted.config.alpha))
        reason = "Conv1 has " + std::to_string(filters(config->alpha)) + " filters; alpha "
            + pythonFloat(wanted.config.alpha) + " has "
            + std::to_string(filters(wanted.config.alpha));
    return "made for " + words(*config) + " (" + reason + ")";
}

} // namespace netlens

#include "model/architecture.h"

#include "model/layer_table.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace netlens {

namespace {

    constexpr int kDynamic = InputShape::kDynamic;

    struct Stage {
        int filters;
        int repeats;
        int stride;
    };
    // Sandler et al. 2018, table 2, without the first convolution and block 0.
    constexpr Stage kStages[] { { 24, 2, 2 }, { 32, 3, 2 }, { 64, 4, 2 }, { 96, 3, 1 },
        { 160, 3, 2 }, { 320, 1, 1 } };
    constexpr int kExpansion = 6;

    std::int64_t projectFilters(int filters, double alpha)
    {
        // Keras truncates to an integer before rounding to a multiple of 8.
        return makeDivisible(static_cast<double>(static_cast<std::int64_t>(filters * alpha)));
    }

    void invertedResidual(LayerTable& table, int block, int filters, int stride, double alpha)
    {
        const int skip = table.last();
        const std::int64_t inputs = table.at(skip).channels;
        const std::int64_t outputs = projectFilters(filters, alpha);
        const std::string prefix
            = block == 0 ? "expanded_conv_" : "block_" + std::to_string(block) + "_";
        if (block != 0) {
            table.convolution(prefix + "expand", kExpansion * inputs, 1, 1);
            table.batchNormalization(prefix + "expand_BN");
            table.relu(prefix + "expand_relu");
        }
        if (stride == 2)
            table.zeroPadding(prefix + "pad");
        table.depthwise(prefix + "depthwise", stride);
        table.batchNormalization(prefix + "depthwise_BN");
        table.relu(prefix + "depthwise_relu");
        table.convolution(prefix + "project", outputs, 1, 1);
        table.batchNormalization(prefix + "project_BN");
        // Decided from rounded channels: small alphas gain adds the paper's table does not have.
        if (stride == 1 && inputs == outputs)
            table.add(prefix + "add", skip);
    }

    void head(LayerTable& table, const Config& config)
    {
        if (config.includeTop) {
            table.globalPooling("global_average_pooling2d", LayerKind::GlobalAveragePooling2D);
            table.dense("predictions", config.classes, config.classifierActivation);
        } else if (config.pooling == Pooling::Avg) {
            table.globalPooling("global_average_pooling2d", LayerKind::GlobalAveragePooling2D);
        } else if (config.pooling == Pooling::Max) {
            table.globalPooling("global_max_pooling2d", LayerKind::GlobalMaxPooling2D);
        }
    }

    std::vector<LayerSpec> layersOf(const Config& config, bool sizeKnown)
    {
        const double alpha = config.alpha;
        LayerTable table(config, sizeKnown);
        for (const ExtraLayer& layer : config.before)
            table.extra(layer);
        table.convolution("Conv1", makeDivisible(32 * alpha), 3, 2);
        table.batchNormalization("bn_Conv1");
        table.relu("Conv1_relu");
        invertedResidual(table, 0, 16, 1, alpha);
        int block = 1;
        for (const Stage& stage : kStages)
            for (int i = 0; i < stage.repeats; ++i)
                invertedResidual(table, block++, stage.filters, i == 0 ? stage.stride : 1, alpha);
        table.convolution("Conv_1", alpha > 1.0 ? makeDivisible(1280 * alpha) : 1280, 1, 1, false);
        table.batchNormalization("Conv_1_bn");
        table.relu("out_relu");
        head(table, config);
        for (const ExtraLayer& layer : config.after)
            table.extra(layer);
        return std::move(table).take();
    }

    std::string modelName(double alpha, int rows)
    {
        // Not printf, which would take the locale's decimal sign.
        char digits[32];
        const auto end
            = std::to_chars(digits, digits + sizeof digits, alpha, std::chars_format::fixed, 2).ptr;
        return "mobilenetv2_" + std::string(digits, end) + "_"
            + (rows == kDynamic ? std::string("None") : std::to_string(rows));
    }

} // namespace

std::string_view kerasTypeName(LayerKind kind)
{
    constexpr std::string_view names[] { "InputLayer", "Conv2D", "DepthwiseConv2D",
        "BatchNormalization", "ReLU", "ZeroPadding2D", "Add", "GlobalAveragePooling2D",
        "GlobalMaxPooling2D", "Dense", "Rescaling", "Identity", "Flatten", "Activation" };
    return names[static_cast<std::size_t>(kind)];
}

std::int64_t LayerSpec::parameterCount() const
{
    std::int64_t sum = 0;
    for (const WeightSpec& weight : weights)
        sum += weight.count();
    return sum;
}

std::int64_t Architecture::parameterCount() const
{
    std::int64_t sum = 0;
    for (const LayerSpec& layer : layers)
        sum += layer.parameterCount();
    return sum;
}

std::int64_t Architecture::trainableCount() const
{
    std::int64_t sum = 0;
    for (const LayerSpec& layer : layers)
        for (const WeightSpec& weight : layer.weights)
            sum += weight.trainable ? weight.count() : 0;
    return sum;
}

std::int64_t Architecture::macs() const
{
    std::int64_t sum = 0;
    for (const LayerSpec& layer : layers)
        sum += layer.macs;
    return sum;
}

std::optional<int> Architecture::find(std::string_view layer) const
{
    const auto found = std::ranges::find(layers, layer, &LayerSpec::name);
    if (found == layers.end())
        return std::nullopt;
    return static_cast<int>(found - layers.begin());
}

int Architecture::indexOfLastFeatureMap() const
{
    return *find("out_relu");
}

std::optional<int> Architecture::classifier() const
{
    for (int i = static_cast<int>(layers.size()) - 1; i >= 0; --i)
        if (layers[static_cast<std::size_t>(i)].kind == LayerKind::Dense)
            return i;
    return std::nullopt;
}

bool Architecture::vanishes() const
{
    return std::ranges::any_of(layers, [&](const LayerSpec& layer) {
        if (layer.same || layer.kernel == 1)
            return false;
        const LayerSpec& source = layers[static_cast<std::size_t>(layer.inbound.front())];
        return std::min(source.height, source.width) < layer.kernel;
    });
}

std::int64_t makeDivisible(double value)
{
    constexpr std::int64_t kDivisor = 8;
    const auto rounded = static_cast<std::int64_t>(value + kDivisor / 2.0) / kDivisor * kDivisor;
    const std::int64_t result = std::max(kDivisor, rounded);
    return static_cast<double>(result) < 0.9 * value ? result + kDivisor : result;
}

Architecture describe(const Config& config, std::optional<int> rows)
{
    return { config, modelName(config.alpha, rows.value_or(config.input.height)),
        layersOf(config, config.input.height != kDynamic && !config.padsAsDynamic) };
}

Architecture atSize(const Architecture& dynamic, int height, int width)
{
    Config config = dynamic.config;
    const bool sizeKnown = config.input.height != kDynamic && !config.padsAsDynamic;
    config.input.height = height;
    config.input.width = width;
    return { config, dynamic.name, layersOf(config, sizeKnown) };
}

} // namespace netlens

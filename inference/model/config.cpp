#include "model/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <system_error>
#include <utility>

namespace netlens {

namespace {

    using Named = std::pair<std::string_view, Activation>;

    // The first name of each activation is the one Keras writes today.
    constexpr std::array kActivationNames {
        Named { "linear", Activation::Linear },
        Named { "softmax", Activation::Softmax },
        Named { "sigmoid", Activation::Sigmoid },
        Named { "tanh", Activation::Tanh },
        Named { "relu", Activation::Relu },
        Named { "relu6", Activation::Relu6 },
        Named { "elu", Activation::Elu },
        Named { "selu", Activation::Selu },
        Named { "softplus", Activation::Softplus },
        Named { "softsign", Activation::Softsign },
        Named { "swish", Activation::Swish },
        Named { "gelu", Activation::Gelu },
        Named { "exponential", Activation::Exponential },
        Named { "hard_sigmoid", Activation::HardSigmoid },
        Named { "hard_sigmoid", Activation::HardSigmoidKeras3 },
        Named { "none", Activation::Linear },
        Named { "silu", Activation::Swish },
    };

    constexpr std::array kPretrainedAlphas { 0.35, 0.50, 0.75, 1.0, 1.3, 1.4 };
    constexpr std::array kPretrainedRows { 96, 128, 160, 192, 224 };
    constexpr int kDefaultRows = 224;
    constexpr int kMinimumSide = 32;
    // Beyond these no machine holds the network; Keras has no limits and runs out of memory. They
    // keep every count of the layer table inside 64 bits.
    constexpr double kLargestAlpha = 100;
    constexpr int kLargestSide = 1 << 16;
    constexpr int kMostChannels = 1 << 16;
    constexpr std::int64_t kMostClasses = 1'000'000'000;

    std::string side(int extent)
    {
        return extent == InputShape::kDynamic ? "None" : std::to_string(extent);
    }

    std::string pythonTuple(const InputShape& shape)
    {
        return "(" + side(shape.height) + ", " + side(shape.width) + ", "
            + std::to_string(shape.channels) + ")";
    }

    bool isPretrainedSize(const InputShape& shape)
    {
        return shape.height == shape.width && std::ranges::count(kPretrainedRows, shape.height) > 0;
    }

    Error illegal(std::string kerasText)
    {
        return makeError(ErrorCode::IllegalConfiguration, {}, std::move(kerasText));
    }

    // Keras's obtain_input_shape with require_flatten = include_top and min_size = 32.
    Result<void> checkInputShape(
        const Config& config, bool imagenet, std::vector<std::string>& warnings)
    {
        const InputShape& shape = config.input;
        const bool unspecified = shape.height == InputShape::kDynamic
            && shape.width == InputShape::kDynamic && shape.channels == 3;
        if (!imagenet && !unspecified && shape.channels != 1 && shape.channels != 3)
            warnings.push_back(
                "This model usually expects 1 or 3 input channels. However, it was passed an "
                "input_shape with "
                + std::to_string(shape.channels) + " input channels.");
        if (imagenet && config.includeTop) {
            const int rows = isPretrainedSize(shape) ? shape.height : kDefaultRows;
            const InputShape expected { rows, rows, 3 };
            if (shape != expected)
                return illegal("When setting `include_top=True` and loading `imagenet` weights, "
                               "`input_shape` should be "
                    + pythonTuple(expected) + ".");
            return {};
        }
        if (imagenet && shape.channels != 3)
            return illegal(
                "The input must have 3 channels; got `input_shape=" + pythonTuple(shape) + "`");
        const auto tooSmall
            = [](int extent) { return extent != InputShape::kDynamic && extent < kMinimumSide; };
        if (tooSmall(shape.height) || tooSmall(shape.width))
            return illegal(
                "Input size must be at least 32x32; got `input_shape=" + pythonTuple(shape) + "`");
        if (config.includeTop && !shape.isStatic())
            return illegal("If `include_top` is True, you should specify a static `input_shape`. "
                           "Got `input_shape="
                + pythonTuple(shape) + "`");
        return {};
    }

    Error beyondLimit(std::string limit)
    {
        return makeError(ErrorCode::LimitExceeded, {}, std::move(limit));
    }

    Result<void> checkLimits(const Config& config)
    {
        const InputShape& shape = config.input;
        if (!(std::abs(config.alpha) <= kLargestAlpha))
            return beyondLimit("alpha must be a number from -100 to 100");
        if (std::max(shape.height, shape.width) > kLargestSide)
            return beyondLimit("an input side can have up to 65536 pixels");
        if (shape.channels < 1 || shape.channels > kMostChannels)
            return beyondLimit("the input can have 1 to 65536 channels");
        // correct_pad asks only whether the height is known.
        if (shape.height != InputShape::kDynamic && shape.width == InputShape::kDynamic)
            return illegal("unsupported operand type(s) for %: 'NoneType' and 'int'");
        if (config.includeTop && config.classes > kMostClasses)
            return beyondLimit("there can be up to 1000000000 classes");
        if (config.includeTop && config.classes < 0)
            return illegal("negative dimensions are not allowed");
        return {};
    }

} // namespace

std::optional<Activation> activationFromName(std::string_view name)
{
    const auto found = std::ranges::find(kActivationNames, name, &Named::first);
    if (found == kActivationNames.end())
        return std::nullopt;
    return found->second;
}

std::string_view activationName(Activation activation)
{
    return std::ranges::find(kActivationNames, activation, &Named::second)->first;
}

std::string_view poolingName(Pooling pooling)
{
    constexpr std::array<std::string_view, 3> names { "none", "avg", "max" };
    return names[static_cast<std::size_t>(pooling)];
}

std::string pythonFloat(double value)
{
    char text[32];
    const std::string digits(text, std::to_chars(text, text + sizeof text, value).ptr);
    const bool whole = digits.find_first_not_of("-0123456789") == std::string::npos;
    return whole ? digits + ".0" : digits;
}

bool Config::hasClasses() const
{
    return classCount() > 0 || includeTop;
}

std::int64_t Config::classCount() const
{
    if (includeTop)
        return classes;
    const auto dense = std::find_if(after.rbegin(), after.rend(),
        [](const ExtraLayer& l) { return l.kind == LayerKind::Dense; });
    return dense == after.rend() ? 0 : dense->units;
}

Activation Config::outputActivation() const
{
    if (includeTop)
        return classifierActivation;
    for (std::size_t i = after.size(); i > 0; --i)
        if (after[i - 1].kind != LayerKind::Identity)
            return after[i - 1].activation;
    return Activation::Linear;
}

bool Config::takesRawPixels() const
{
    return std::ranges::count(before, LayerKind::Rescaling, &ExtraLayer::kind) > 0;
}

Result<Validation> validate(const Config& config, const WeightsChoice& weights)
{
    const bool imagenet = weights.kind == WeightsChoice::Kind::ImageNet;
    std::error_code ignored;
    if (weights.kind == WeightsChoice::Kind::File
        && !std::filesystem::exists(weights.path, ignored))
        return makeError(ErrorCode::FileNotFound, weights.path,
            "The `weights` argument should be either `None` (random initialization), `imagenet` "
            "(pre-training on ImageNet), or the path to the weights file to be loaded.");
    if (imagenet && config.includeTop && config.classes != 1000)
        return illegal("If using `weights` as `\"imagenet\"` with `include_top` as true, `classes` "
                       "should be 1000");

    Validation result;
    if (const auto shape = checkInputShape(config, imagenet, result.warnings); !shape)
        return shape.error();
    result.rows = config.input.height;
    if (imagenet) {
        if (std::ranges::count(kPretrainedAlphas, config.alpha) == 0)
            return illegal("If imagenet weights are being loaded, alpha can be one of `0.35`, "
                           "`0.50`, `0.75`, `1.0`, `1.3` or `1.4` only.");
        if (!isPretrainedSize(config.input)) {
            result.rows = kDefaultRows;
            result.warnings.emplace_back(
                "`input_shape` is undefined or non-square, or `rows` is not in [96, 128, 160, 192, "
                "224]. Weights for input shape (224, 224) will be loaded as the default.");
        }
        result.officialFile = officialFileName(config.alpha, result.rows, config.includeTop);
    }
    if (const auto limits = checkLimits(config); !limits)
        return limits.error();
    if (config.includeTop && weights.kind != WeightsChoice::Kind::Random
        && config.classifierActivation != Activation::Softmax
        && config.classifierActivation != Activation::Linear)
        return illegal(
            "Only `None` and `softmax` activations are allowed for the `classifier_activation` "
            "argument when using pretrained weights, with `include_top=True`");
    return result;
}

std::string officialFileName(double alpha, int rows, bool includeTop)
{
    return "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_" + pythonFloat(alpha) + "_"
        + std::to_string(rows) + (includeTop ? "" : "_no_top") + ".h5";
}

} // namespace netlens

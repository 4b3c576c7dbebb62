#include "model/keras_call.h"

#include <algorithm>
#include <array>

namespace netlens {

namespace {

    constexpr std::array kOfficialRows { 96, 128, 160, 192, 224 };
    constexpr int kDefaultRows = 224;

    Error illegal(std::string kerasText)
    {
        return makeError(ErrorCode::IllegalConfiguration, {}, std::move(kerasText));
    }

    std::string python(const std::optional<int>& extent)
    {
        return extent ? std::to_string(*extent) : "None";
    }

    std::string python(const KerasCall::Extents& extents)
    {
        std::string text = "(";
        for (std::size_t i = 0; i < extents.size(); ++i)
            text += (i == 0 ? "" : ", ") + python(extents[i]);
        return text + (extents.size() == 1 ? ",)" : ")");
    }

    int side(const std::optional<int>& extent)
    {
        return extent.value_or(InputShape::kDynamic);
    }

    int defaultRows(int height, int width)
    {
        const bool official = height == width && std::ranges::count(kOfficialRows, height) > 0;
        return official ? height : kDefaultRows;
    }

    InputShape usualShape(bool includeTop, int rows)
    {
        return includeTop ? InputShape { rows, rows, 3 }
                          : InputShape { InputShape::kDynamic, InputShape::kDynamic, 3 };
    }

    Result<void> checkKeywords(const KerasCall& call)
    {
        if (call.unknown.empty())
            return {};
        std::string text;
        for (const auto& [keyword, value] : call.unknown) {
            text += text.empty() ? "'" : ", '";
            text += keyword;
            text += "': ";
            text += value;
        }
        return illegal("Unknown argument(s): {" + text + "}");
    }

    WeightsChoice weightsOf(const KerasCall& call)
    {
        if (!call.weights)
            return { WeightsChoice::Kind::Random, {}, 0 };
        if (*call.weights == "imagenet")
            return {};
        return { WeightsChoice::Kind::File, *call.weights, 0 };
    }

    /// The checks of `weights` alone come before those of the shape.
    Result<void> checkWeights(const KerasCall& call, const WeightsChoice& weights)
    {
        Config harmless;
        harmless.includeTop = call.includeTop;
        harmless.classes = call.classes;
        if (weights.kind != WeightsChoice::Kind::ImageNet)
            harmless.classes = 1000;
        const auto known = validate(harmless, weights);
        return known ? Result<void>() : known.error();
    }

    Result<void> checkTensor(const KerasCall& call)
    {
        // Keras compares the widths and nothing else.
        if (!call.inputTensor || !call.inputShape || call.inputShape->size() < 2
            || (*call.inputTensor)[1] == (*call.inputShape)[1])
            return {};
        return illegal("('input_shape: ', " + python(*call.inputShape)
            + ", 'and input_tensor: ', '<tensor>', 'do not meet the same shape requirements')");
    }

    Result<InputShape> shapeOf(const KerasCall& call, const WeightsChoice& weights)
    {
        if (!call.inputShape) {
            int rows = kDefaultRows;
            if (call.inputTensor)
                rows = defaultRows(side((*call.inputTensor)[0]), side((*call.inputTensor)[1]));
            return usualShape(call.includeTop, rows);
        }
        const KerasCall::Extents& shape = *call.inputShape;
        if (shape.size() < 2)
            return illegal("tuple index out of range");
        if (shape.size() != 3) {
            if (weights.kind != WeightsChoice::Kind::ImageNet || !call.includeTop)
                return illegal("`input_shape` must be a tuple of three integers.");
            const std::string rows = std::to_string(defaultRows(side(shape[0]), side(shape[1])));
            return illegal("When setting `include_top=True` and loading `imagenet` weights, "
                           "`input_shape` should be ("
                + rows + ", " + rows + ", 3).");
        }
        if (!shape[2])
            return illegal("The channel dimension of the inputs should be defined. Found `None`.");
        return InputShape { side(shape[0]), side(shape[1]), *shape[2] };
    }

    Result<Config> configOf(const KerasCall& call)
    {
        Config config;
        config.includeTop = call.includeTop;
        config.classes = call.classes;
        if (call.pooling == "avg")
            config.pooling = Pooling::Avg;
        if (call.pooling == "max")
            config.pooling = Pooling::Max;
        if (const auto* number = std::get_if<double>(&call.alpha))
            config.alpha = *number;
        if (const auto* number = std::get_if<std::int64_t>(&call.alpha))
            config.alpha = static_cast<double>(*number);
        if (!call.includeTop)
            return config;
        const std::string name = call.classifierActivation.value_or("linear");
        const auto activation = activationFromName(name);
        if (!activation)
            return illegal("Unknown activation function:" + name);
        config.classifierActivation = *activation;
        return config;
    }

    /// An int alpha goes into the file's name as Python prints it: "…_1_224.h5", which nobody
    /// publishes. A text fails when the first channel count is computed.
    Result<void> takeOddAlpha(const KerasCall& call, ResolvedCall& resolved)
    {
        if (std::holds_alternative<std::string>(call.alpha)) {
            if (resolved.weights.kind == WeightsChoice::Kind::ImageNet)
                return illegal("If imagenet weights are being loaded, alpha can be one of `0.35`, "
                               "`0.50`, `0.75`, `1.0`, `1.3` or `1.4` only.");
            return illegal("can only concatenate str (not \"float\") to str");
        }
        const auto* whole = std::get_if<std::int64_t>(&call.alpha);
        if (whole != nullptr && resolved.validation.officialFile) {
            std::string& file = *resolved.validation.officialFile;
            const std::string printed = pythonFloat(resolved.config.alpha);
            file.replace(file.find(printed), printed.size(), std::to_string(*whole));
        }
        return {};
    }

} // namespace

Result<ResolvedCall> resolve(const KerasCall& call)
{
    if (auto known = checkKeywords(call); !known)
        return known.error();
    ResolvedCall resolved;
    resolved.weights = weightsOf(call);
    for (const auto& checked : { checkWeights(call, resolved.weights), checkTensor(call) })
        if (!checked)
            return checked.error();
    const auto shape = shapeOf(call, resolved.weights);
    if (!shape)
        return shape.error();
    auto config = configOf(call);
    if (!config)
        return config.error();
    resolved.config = std::move(*config);
    resolved.config.input = *shape;
    auto validation = validate(resolved.config, resolved.weights);
    if (!validation)
        return validation.error();
    resolved.validation = std::move(*validation);
    if (auto taken = takeOddAlpha(call, resolved); !taken)
        return taken.error();
    if (call.inputTensor) {
        const KerasCall::Extents& tensor = *call.inputTensor;
        resolved.config.input = { side(tensor[0]), side(tensor[1]), tensor[2].value_or(3) };
    }
    return resolved;
}

InputShape shapeBesideTensor(const InputShape& tensor, bool includeTop)
{
    return usualShape(includeTop, defaultRows(tensor.height, tensor.width));
}

} // namespace netlens

#include "weights/model_json.h"

#include <stdexcept>

namespace netlens {

namespace {

    using nlohmann::json;

    // Three models inside one another, each with its layers' nodes, nest some thirty deep.
    constexpr int kDeepest = 100;
    constexpr std::size_t kLargestText = 32U << 20U;
    constexpr int kDeepestList = 6;

    Error damaged(const std::string& what)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, "the model's JSON: " + what);
    }

    /// False when something that is no number is in it.
    bool collect(const json& value, int depth, std::vector<double>& numbers)
    {
        if (value.is_number()) {
            numbers.push_back(value.get<double>());
            return true;
        }
        if (depth > kDeepestList)
            return false;
        if (value.is_array()) {
            for (const json& part : value)
                if (!collect(part, depth + 1, numbers))
                    return false;
            return true;
        }
        if (!value.is_object())
            return false;
        if (value.contains("value"))
            return collect(value["value"], depth + 1, numbers);
        return value.contains("config") && collect(value["config"], depth + 1, numbers);
    }

} // namespace

Result<json> parseModelJson(const std::string& text)
{
    if (text.size() > kLargestText)
        return damaged(std::to_string(text.size()) + " bytes");
    const auto bounded = [](int depth, json::parse_event_t, json&) {
        if (depth > kDeepest)
            throw std::length_error("nested too deep");
        return true;
    };
    try {
        return json::parse(text, bounded);
    } catch (const json::exception& problem) {
        return damaged(problem.what());
    } catch (const std::length_error& problem) {
        return damaged(problem.what());
    }
}

std::vector<double> numbersIn(const json& value)
{
    std::vector<double> numbers;
    return collect(value, 0, numbers) ? numbers : std::vector<double>();
}

std::optional<double> numberIn(const json& config, const char* key, std::optional<double> absent)
{
    if (!config.contains(key) || config[key].is_null())
        return absent;
    const std::vector<double> numbers = numbersIn(config[key]);
    return numbers.size() == 1 ? std::optional(numbers.front()) : std::nullopt;
}

std::optional<std::int64_t> wholeNumber(const json& value, std::int64_t least, std::int64_t most)
{
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
        return std::nullopt;
    if (!value.is_number_integer())
        return std::nullopt;
    const auto number = value.get<std::int64_t>();
    return number >= least && number <= most ? std::optional(number) : std::nullopt;
}

std::optional<InputShape> inputShapeIn(const json& batchShape)
{
    constexpr std::int64_t kMost = 1 << 16;
    if (!batchShape.is_array() || batchShape.size() != 4)
        return std::nullopt;
    int extents[3] {};
    for (std::size_t i = 0; i < 3; ++i) {
        const json& value = batchShape[i + 1];
        const auto number = wholeNumber(value, 1, kMost);
        const bool mayBeUnknown = i < 2;
        if (!number && !(mayBeUnknown && value.is_null()))
            return std::nullopt;
        extents[i] = number ? static_cast<int>(*number) : InputShape::kDynamic;
    }
    return InputShape { extents[0], extents[1], extents[2] };
}

} // namespace netlens

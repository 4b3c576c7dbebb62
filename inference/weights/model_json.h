#pragma once

#include "base/result.h"
#include "model/config.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// JSON of files nobody vouches for. Whatever is read by key may still throw
/// nlohmann::json::exception, which must not leave the function that reads.
namespace netlens {

/// Parses text whose nesting is bounded: copying and walking nlohmann's values is recursive.
/// Errors: WeightsDamaged.
Result<nlohmann::json> parseModelJson(const std::string& text);

/// The numbers in a value: a number, a list of such, or an array of NumPy's as Keras 1 and 2
/// ({"type": "ndarray", "value": …}) and Keras 3 ({"class_name": "__numpy__", …}) write it. Empty
/// when anything else is in it.
std::vector<double> numbersIn(const nlohmann::json& value);
/// The same for one number; `absent` for null and for what is not there.
std::optional<double> numberIn(
    const nlohmann::json& config, const char* key, std::optional<double> absent);

/// A whole number in a range; nothing for anything else.
std::optional<std::int64_t> wholeNumber(
    const nlohmann::json& value, std::int64_t least, std::int64_t most);

/// [null, height, width, channels], a side null where it is not known; nothing for anything else or
/// beyond what validate() allows.
std::optional<InputShape> inputShapeIn(const nlohmann::json& batchShape);

} // namespace netlens

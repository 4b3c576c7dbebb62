#include "weights/layer_naming.h"

#include <algorithm>

namespace netlens {

namespace {

    constexpr std::string_view kDigits = "0123456789";

    bool take(std::string_view& text, std::string_view prefix)
    {
        if (!text.starts_with(prefix))
            return false;
        text.remove_prefix(prefix.size());
        return true;
    }

    std::string_view takeNumber(std::string_view& text)
    {
        const auto number = text.substr(0, std::min(text.find_first_not_of(kDigits), text.size()));
        text.remove_prefix(number.size());
        return number;
    }

} // namespace

std::string currentLayerName(std::string_view name)
{
    if (name == "Logits")
        return "predictions";
    std::string_view rest = name;
    const bool normalization = take(rest, "bn");
    if (!normalization && !take(rest, "mobl"))
        return std::string(name);
    const std::string_view block = takeNumber(rest);
    if (block.empty() || !take(rest, "_conv_"))
        return std::string(name);
    std::string_view part = rest;
    if (takeNumber(rest) == block && take(rest, "_"))
        part = rest;
    if (normalization)
        take(part, "bn_");
    if (part != "expand" && part != "depthwise" && part != "project")
        return std::string(name);
    const std::string prefix
        = block == "0" ? "expanded_conv_" : "block_" + std::string(block) + "_";
    return prefix + std::string(part) + (normalization ? "_BN" : "");
}

} // namespace netlens

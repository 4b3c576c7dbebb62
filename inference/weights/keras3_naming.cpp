#include "weights/keras3_naming.h"

#include <map>

namespace netlens {

namespace {

    bool isUpper(char c)
    {
        return c >= 'A' && c <= 'Z';
    }

    bool isLower(char c)
    {
        return c >= 'a' && c <= 'z';
    }

} // namespace

std::string snakeCase(std::string_view className)
{
    std::string name;
    for (std::size_t i = 0; i < className.size(); ++i) {
        const char c = className[i];
        const bool beginsWord = isUpper(c) && i > 0
            && (isLower(className[i - 1])
                || (i + 1 < className.size() && isLower(className[i + 1])));
        if (beginsWord)
            name += '_';
        name += isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

std::string keras3LayerName(const LayerSpec& layer)
{
    return layer.kind == LayerKind::Input && layer.name == "input_1" ? "input_layer" : layer.name;
}

std::vector<std::string> keras3GroupNames(const Architecture& architecture)
{
    std::map<std::string, int> counts;
    std::vector<std::string> names;
    for (const LayerSpec& layer : architecture.layers) {
        const std::string name = snakeCase(kerasTypeName(layer.kind));
        const int before = counts[name]++;
        names.push_back(before == 0 ? name : name + "_" + std::to_string(before));
    }
    return names;
}

} // namespace netlens

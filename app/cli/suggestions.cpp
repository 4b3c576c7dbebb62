#include "app/cli/suggestions.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace netlens::cli {

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t { 0 });
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({ substituted, row[j] + 1, row[j + 1] + 1 });
        }
    }
    return row.back();
}

std::string didYouMean(std::string_view word, std::span<const std::string> names)
{
    constexpr std::size_t kMost = 3;
    const std::size_t allowed = std::max<std::size_t>(2, word.size() / 4);

    std::vector<std::pair<std::size_t, std::string_view>> close;
    for (const std::string& name : names) {
        const std::size_t distance = editDistance(word, name);
        if (distance <= allowed)
            close.emplace_back(distance, name);
    }
    std::ranges::stable_sort(close, {}, &std::pair<std::size_t, std::string_view>::first);
    if (close.size() > kMost)
        close.resize(kMost);

    std::string text;
    for (const auto& [distance, name] : close)
        text.append(text.empty() ? ", did you mean \"" : " or \"").append(name).append("\"");
    return text;
}

} // namespace netlens::cli

#include "model/labels.h"

#include "base/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace netlens {

namespace {

    using nlohmann::json;
    namespace fs = std::filesystem;

    constexpr std::uintmax_t kLargestFile = 16U << 20U;
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    constexpr std::string_view kBlanks = " \t\r";

    Error unreadable(const fs::path& path, std::string detail)
    {
        return makeError(ErrorCode::LabelsUnreadable, path.string(), std::move(detail));
    }

    /// "name", or ["wnid", "name"] as in Keras's class index.
    ClassLabel labelFromJson(const json& value)
    {
        if (value.is_array())
            return { value.at(0), value.at(1) };
        return { {}, value };
    }

    Result<Labels> parseJson(const fs::path& path, std::string_view text)
    {
        try {
            const json document = json::parse(text);
            Labels labels;
            for (std::size_t i = 0; i < document.size(); ++i)
                labels.push_back(labelFromJson(
                    document.is_array() ? document.at(i) : document.at(std::to_string(i))));
            if (labels.empty())
                return unreadable(path, "no names");
            return labels;
        } catch (const json::exception& problem) {
            return unreadable(path, problem.what());
        }
    }

    std::string_view trimmed(std::string_view line)
    {
        line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
        return line.substr(0, line.find_last_not_of(kBlanks) + 1);
    }

    std::vector<std::string_view> splitLines(std::string_view text)
    {
        std::vector<std::string_view> lines;
        while (!text.empty()) {
            const std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(line.size() + 1, text.size()));
            lines.push_back(trimmed(line));
        }
        while (!lines.empty() && lines.back().empty())
            lines.pop_back();
        return lines;
    }

    struct NumberedName {
        std::size_t number = 0;
        std::string_view name;
    };

    /// "12 name"
    std::optional<NumberedName> numberedName(std::string_view line)
    {
        std::size_t number = 0;
        const auto [end, failed] = std::from_chars(line.data(), line.data() + line.size(), number);
        line.remove_prefix(static_cast<std::size_t>(end - line.data()));
        if (failed != std::errc() || line.empty()
            || kBlanks.find(line.front()) == std::string_view::npos)
            return std::nullopt;
        return NumberedName { number, trimmed(line) };
    }

    /// The names by their numbers, when every line has one and they are 0, 1, 2 … in some order.
    /// Nothing when they are other numbers: then they belong to the names.
    std::optional<Labels> byNumber(const std::vector<std::string_view>& lines)
    {
        std::vector<std::optional<std::string>> names(lines.size());
        for (const std::string_view line : lines) {
            const auto entry = numberedName(line);
            if (!entry || entry->number >= names.size() || names[entry->number])
                return std::nullopt;
            names[entry->number] = std::string(entry->name);
        }
        Labels labels;
        for (std::optional<std::string>& name : names)
            labels.push_back({ {}, std::move(*name) });
        return labels;
    }

    Result<Labels> parseLines(const fs::path& path, std::string_view text)
    {
        if (text.find('\0') != std::string_view::npos)
            return unreadable(path, "not a text file");
        const std::vector<std::string_view> lines = splitLines(text);
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (lines[i].empty())
                return unreadable(path, "line " + std::to_string(i + 1) + " is empty");
        if (auto numbered = byNumber(lines))
            return std::move(*numbered);
        Labels labels;
        for (const std::string_view line : lines)
            labels.push_back({ {}, std::string(line) });
        return labels;
    }

    Labels indices(std::int64_t classes)
    {
        Labels labels;
        for (std::int64_t i = 0; i < classes; ++i)
            labels.push_back({ {}, std::to_string(i) });
        return labels;
    }

    Result<Labels> readLabelsFor(std::int64_t classes, const fs::path& path)
    {
        auto labels = readLabels(path);
        if (labels && static_cast<std::int64_t>(labels->size()) != classes)
            return unreadable(path,
                std::to_string(labels->size()) + " names for " + std::to_string(classes)
                    + " classes");
        return labels;
    }

} // namespace

Result<Labels> readLabels(const fs::path& path)
{
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return bytes.error();
    std::string text(bytes->begin(), bytes->end());
    if (text.starts_with(kByteOrderMark))
        text.erase(0, kByteOrderMark.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return unreadable(path, "no names");
    return text[first] == '{' || text[first] == '[' ? parseJson(path, text)
                                                    : parseLines(path, text);
}

Result<Labels> chooseLabels(std::int64_t classes, const fs::path& explicitFile,
    const fs::path& weightsFile, std::optional<Error>* passedOver)
{
    if (!explicitFile.empty())
        return readLabelsFor(classes, explicitFile);
    std::error_code failed;
    const fs::path beside = weightsFile.parent_path() / "labels.txt";
    if (!weightsFile.empty() && fs::is_regular_file(beside, failed)) {
        auto labels = readLabelsFor(classes, beside);
        if (labels)
            return labels;
        if (passedOver != nullptr)
            *passedOver = labels.error();
    }
    if (classes == static_cast<std::int64_t>(imagenetLabels().size()))
        return imagenetLabels();
    return indices(classes);
}

} // namespace netlens

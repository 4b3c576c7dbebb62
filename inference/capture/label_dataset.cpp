#include "capture/label_dataset.h"

#include "base/file.h"
#include "capture/label_name.h"
#include "image/encoder.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <span>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    constexpr std::string_view kSuffix = ".jpg";

    Error unwritable(const fs::path& path, const std::error_code& code)
    {
        const int number = code.value();
        const bool full = number == ENOSPC || number == EDQUOT;
        return makeError(
            full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, path.string(), code.message());
    }

    std::string faultText(LabelFault fault)
    {
        switch (fault) {
        case LabelFault::Empty:
            return "it is empty";
        case LabelFault::TooLong:
            return "it is longer than " + std::to_string(kLongestLabel) + " bytes";
        case LabelFault::NotText:
            return "it is not UTF-8";
        case LabelFault::Character:
            return "it has one of / \\ : * ? \" < > | or a control character in it";
        case LabelFault::Dot:
            return "it begins or ends with a dot";
        case LabelFault::Reserved:
            return "Windows keeps this name for a device";
        case LabelFault::None:
            break;
        }
        return {};
    }

    std::string fileName(const std::string& label, int number)
    {
        constexpr std::size_t kDigits = 6;
        const std::string digits = std::to_string(number);
        const std::string zeros(kDigits - std::min(kDigits, digits.size()), '0');
        return label + '-' + zeros + digits + std::string(kSuffix);
    }

    /// The number in a name that fileName() made for the label; 0 for others.
    int numberIn(std::string_view name, std::string_view label)
    {
        constexpr std::size_t kMostDigits = 9;
        if (!name.starts_with(label) || !name.ends_with(kSuffix))
            return 0;
        name.remove_suffix(kSuffix.size());
        name.remove_prefix(std::min(label.size(), name.size()));
        if (!name.starts_with('-') || name.size() > kMostDigits + 1)
            return 0;
        int number = 0;
        const auto [end, code]
            = std::from_chars(name.data() + 1, name.data() + name.size(), number);
        const bool isWhole = code == std::errc() && end == name.data() + name.size();
        return isWhole ? std::max(number, 0) : 0;
    }

    /// Under the first free number from that one on; returns it.
    Result<int> writeNew(const fs::path& folder, const std::string& label, int number,
        std::span<const std::uint8_t> bytes)
    {
        for (;; ++number) {
            const fs::path path = folder / fileName(label, number);
            std::error_code unknown;
            if (fs::exists(fs::symlink_status(path, unknown)))
                continue;
            auto file = AtomicFile::create(path);
            if (!file)
                return file.error();
            if (const auto written = file->write(std::as_bytes(bytes)); !written)
                return written.error();
            const auto committed = file->commitUnlessThere();
            if (!committed)
                return committed.error();
            if (*committed)
                return number;
        }
    }

    bool isPicture(const fs::path& file)
    {
        std::string suffix = file.extension().string();
        std::ranges::transform(suffix, suffix.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        return suffix == kSuffix || suffix == ".jpeg" || suffix == ".png";
    }

} // namespace

LabelDataset::LabelDataset(fs::path folder)
    : m_folder(std::move(folder))
{
    std::error_code trouble;
    for (fs::directory_iterator entry(m_folder, trouble), end; !trouble && entry != end;
         entry.increment(trouble)) {
        std::error_code unknown;
        if (entry->is_directory(unknown)
            && labelFault(entry->path().filename().string()) == LabelFault::None)
            countFolder(entry->path());
    }
}

void LabelDataset::countFolder(const fs::path& folder)
{
    const std::string label = folder.filename().string();
    Series& series = m_series[label];
    std::error_code trouble;
    for (fs::directory_iterator entry(folder, trouble), end; !trouble && entry != end;
         entry.increment(trouble)) {
        const fs::path name = entry->path().filename();
        series.pictures += isPicture(name) ? 1 : 0;
        series.next = std::max(series.next, numberIn(name.string(), label) + 1);
    }
}

Result<std::optional<fs::path>> LabelDataset::save(const Image& picture, std::string_view label)
{
    assert(!picture.isNull());
    const std::string name(trimmedLabel(label));
    if (const LabelFault fault = labelFault(name); fault != LabelFault::None)
        return makeError(ErrorCode::LabelUnusable, {}, faultText(fault));
    const auto known = m_series.find(name);
    const Series before = known != m_series.end() ? known->second : Series();
    const PictureThumbprint print = thumbprintOf(picture);
    if (before.last && difference(*before.last, print) < kSameScene) {
        ++m_skipped;
        return std::optional<fs::path>();
    }
    auto saved = write(picture, name, before.next);
    if (!saved)
        return saved.error();
    saved->before = before.last;
    m_series[name] = { saved->number + 1, before.pictures + 1, print };
    m_saved.push_back(*std::move(saved));
    if (m_saved.size() > kMostUndone)
        m_saved.pop_front();
    m_skipped = 0;
    return std::optional(m_saved.back().file);
}

Result<LabelDataset::Saved> LabelDataset::write(
    const Image& picture, const std::string& label, int number)
{
    const fs::path folder = m_folder / label;
    const auto bytes = encodeJpeg(picture, kQuality);
    if (!bytes)
        return makeError(bytes.error().code, folder.string(), bytes.error().detail);
    for (const fs::path& level : { m_folder, folder }) {
        std::error_code trouble;
        if (fs::create_directories(level, trouble))
            m_made.insert(level);
        if (trouble) {
            removeFolders(folder);
            return unwritable(level, trouble);
        }
    }
    const auto written = writeNew(folder, label, number, *bytes);
    if (!written) {
        removeFolders(folder);
        return written.error();
    }
    return Saved { folder / fileName(label, *written), label, *written, std::nullopt };
}

void LabelDataset::removeFolders(const fs::path& folder)
{
    for (const fs::path& level : { folder, m_folder }) {
        // rmdir() leaves what is not empty.
        if (m_made.contains(level) && ::rmdir(level.c_str()) == 0)
            m_made.erase(level);
    }
}

Result<std::optional<fs::path>> LabelDataset::undo()
{
    if (m_saved.empty())
        return std::optional<fs::path>();
    const Saved& saved = m_saved.back();
    std::error_code trouble;
    fs::remove(saved.file, trouble); // gone already is as good
    if (trouble)
        return unwritable(saved.file, trouble);
    const fs::path folder = saved.file.parent_path();
    removeFolders(folder);
    Series& series = m_series[saved.label];
    series = { saved.number, std::max(0, series.pictures - 1), saved.before };
    if (series.pictures == 0 && !fs::exists(folder, trouble))
        m_series.erase(saved.label);
    fs::path file = saved.file;
    m_saved.pop_back();
    m_skipped = 0;
    return std::optional(std::move(file));
}

std::vector<LabelCount> LabelDataset::counts() const
{
    std::vector<LabelCount> counts;
    for (const auto& [label, series] : m_series)
        counts.push_back({ label, series.pictures });
    return counts;
}

fs::path LabelDataset::lastFile() const
{
    return m_saved.empty() ? fs::path() : m_saved.back().file;
}

} // namespace netlens

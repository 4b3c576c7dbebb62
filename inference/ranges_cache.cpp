#include "ranges_cache.h"

#include "base/environment.h"
#include "base/file.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    constexpr std::string_view kSuffix = ".ranges";
    constexpr std::uintmax_t kMostBytes = std::uintmax_t { 16 } << 20U;

} // namespace

fs::path RangesCache::usualFolder()
{
    // The rules for $XDG_CACHE_HOME: what is no full path does not count.
    const char* chosen = environment("XDG_CACHE_HOME");
    if (chosen != nullptr && fs::path(chosen).is_absolute())
        return fs::path(chosen) / "netlens";
    return homeFolder() / ".cache" / "netlens";
}

fs::path RangesCache::fileOf(std::uint64_t key) const
{
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(key));
    return m_folder / (digits + std::string(kSuffix));
}

std::optional<MeasuredRanges> RangesCache::find(
    std::uint64_t key, const Architecture& architecture) const
{
    const fs::path path = fileOf(key);
    const auto bytes = readFile(path, kMostBytes);
    if (!bytes)
        return std::nullopt;
    auto measured = decodeRanges(std::as_bytes(std::span(*bytes)), key, architecture);
    std::error_code ignored;
    if (measured) // used now, so among the last to be deleted
        fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    return measured;
}

void RangesCache::keep(std::uint64_t key, const MeasuredRanges& measured) const
{
    std::error_code ignored; // without a folder the file cannot be made either
    fs::create_directories(m_folder, ignored);
    auto file = AtomicFile::create(fileOf(key));
    if (file && file->write(encodeRanges(key, measured)) && file->commit())
        dropOldest();
}

void RangesCache::dropOldest() const
{
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code failed;
    fs::directory_iterator entry(m_folder, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        std::error_code ignored;
        // With what a program that was killed has left unfinished.
        if (entry->path().filename().string().find(kSuffix) != std::string::npos)
            files.emplace_back(entry->last_write_time(ignored), entry->path());
    }
    std::ranges::sort(files, std::greater());
    for (std::size_t i = kMostFiles; i < files.size(); ++i)
        fs::remove(files[i].second, failed);
}

} // namespace netlens

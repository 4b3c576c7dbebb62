#pragma once

#include "ranges_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

namespace netlens {

/// Keeps what calibrations found, each in a small file that is named by a key of everything that
/// decides it. Every file may be deleted at any time. One that is not sound is as good as none, and
/// nobody is told when one cannot be written: it is measured again.
/// Programs may share the folder: files appear in it complete or not at all.
class RangesCache {
public:
    /// When there are more, those used longest ago are deleted.
    static constexpr std::size_t kMostFiles = 32;

    /// $XDG_CACHE_HOME/netlens, or ~/.cache/netlens.
    static std::filesystem::path usualFolder();

    explicit RangesCache(std::filesystem::path folder = usualFolder())
        : m_folder(std::move(folder))
    {
    }

    std::filesystem::path fileOf(std::uint64_t key) const;

    /// Nothing unless it is sound and of this architecture's layers.
    std::optional<MeasuredRanges> find(std::uint64_t key, const Architecture& architecture) const;
    void keep(std::uint64_t key, const MeasuredRanges& measured) const;

private:
    void dropOldest() const;

    std::filesystem::path m_folder;
};

} // namespace netlens

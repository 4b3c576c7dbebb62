#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>

namespace netlens {

/// Room on the disk for a file that a library writes without telling when it cannot: blocks are
/// reserved ahead of its end, so a full disk is known before it hurts.
class SpaceAhead {
public:
    /// Makes sure that the file can grow by three quarters of `bytes`.
    /// Errors: DiskFull (the disk, the user's share, the largest file allowed), FileUnwritable.
    Result<void> keep(int descriptor, const std::filesystem::path& path, std::uint64_t bytes);

    /// Gives back what was not needed.
    static void release(int descriptor);

private:
    std::uint64_t m_reserved = 0; ///< the file's blocks reach this far
};

} // namespace netlens

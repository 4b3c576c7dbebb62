#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace netlens {

/// The whole content of a regular file. Pipes and devices are refused: they could wait or flow
/// for ever. Errors: FileNotFound, FileUnreadable, FileEmpty, FileTooLarge (over maxBytes, nothing
/// read), OutOfMemory.
Result<std::vector<std::uint8_t>> readFile(
    const std::filesystem::path& path, std::uintmax_t maxBytes);

/// A file that appears under its name complete or not at all: written under a temporary name in
/// the same folder and renamed by commit(); without commit() the destructor removes it.
class AtomicFile {
public:
    /// Follows symbolic links to the file they end at, there or not; a file that is there keeps
    /// its permissions. Errors: FileUnwritable, DiskFull.
    static Result<AtomicFile> create(const std::filesystem::path& path);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();

    /// Appends. Errors: FileUnwritable, DiskFull.
    Result<void> write(std::span<const std::byte> bytes);

    /// Flushes to the disk, then renames. Call once, last. Errors: FileUnwritable, DiskFull.
    Result<void> commit();
    /// The same, but never replaces: false when by now something has the name; the new file is
    /// then given up.
    Result<bool> commitUnlessThere();

private:
    Result<void> flush();
    AtomicFile(int descriptor, std::filesystem::path target, std::filesystem::path temporary);

    int m_descriptor = -1;
    std::filesystem::path m_target;
    std::filesystem::path m_temporary; ///< empty once renamed
};

} // namespace netlens

#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace netlens {

/// A file that comes in pieces, over several runs of the program if need be: NAME.part beside
/// NAME, and NAME.part.note with what is to be remembered about its origin. What is under NAME is
/// complete at every moment: commit() puts the new file there with one rename.
/// While the object lives, the part is locked: of several programs (or threads) one has it. The
/// lock goes with the process, however that ends.
class PartFile {
public:
    /// Makes the folder and the part where they are missing. Nothing when another program has the
    /// part. Errors: FileUnwritable, DiskFull.
    static Result<std::optional<PartFile>> open(const std::filesystem::path& target);
    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;
    /// Leaves the part for another time, unless it is empty.
    ~PartFile();

    const std::filesystem::path& path() const { return m_part; }
    std::uint64_t size() const { return m_size; }
    const std::string& note() const { return m_note; }

    /// Starts over. Errors: FileUnwritable, DiskFull.
    Result<void> restart(const std::string& note);
    /// Errors: FileUnwritable, DiskFull; size() then says how much was written.
    Result<void> append(std::span<const std::byte> bytes);
    /// Gives up what is behind so many bytes, as far as the system allows. @pre size <= size()
    void cutBack(std::uint64_t size);

    /// Gives up everything: the empty part goes with its owner.
    void discard() { (void)restart({}); }

    /// Flushes to the disk and takes the target's name. Call once, last.
    /// @param keepOld a file that had the name is kept as NAME.bad.
    /// Errors: FileUnwritable, DiskFull.
    Result<void> commit(bool keepOld);

private:
    PartFile(int descriptor, std::filesystem::path target, std::uint64_t size);
    std::filesystem::path notePath() const;
    Result<void> setAside() const;

    int m_descriptor = -1;
    std::filesystem::path m_target;
    std::filesystem::path m_part; ///< empty once renamed
    std::uint64_t m_size = 0;
    std::string m_note;
};

} // namespace netlens

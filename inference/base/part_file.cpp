#include "base/part_file.h"

#include "base/file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    constexpr std::uintmax_t kLongestNote = 4096;

    Error unwritable(const fs::path& path, int number)
    {
        const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
        return makeError(full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, path.string(),
            std::generic_category().message(number));
    }

    /// Another program may have renamed the part, and this is the file that had its name before.
    bool isStillThere(const fs::path& path, const struct stat& opened)
    {
        struct stat now { };
        return ::lstat(path.c_str(), &now) == 0 && now.st_dev == opened.st_dev
            && now.st_ino == opened.st_ino;
    }

} // namespace

Result<std::optional<PartFile>> PartFile::open(const fs::path& target)
{
    std::error_code failed;
    fs::create_directories(target.parent_path(), failed);
    if (failed)
        return unwritable(target, failed.value());
    const fs::path part = target.string() + ".part";
    for (;;) {
        const int descriptor
            = ::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        if (descriptor < 0)
            return unwritable(target, errno);
        struct stat facts { };
        const bool isKnown = ::fstat(descriptor, &facts) == 0;
        if (!isKnown || !S_ISREG(facts.st_mode)) {
            const int number = isKnown ? EINVAL : errno;
            ::close(descriptor);
            return unwritable(part, number);
        }
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int number = errno;
            ::close(descriptor);
            if (number == EWOULDBLOCK)
                return std::optional<PartFile>();
            return unwritable(part, number);
        }
        if (isStillThere(part, facts) && ::fstat(descriptor, &facts) == 0)
            return std::optional(
                PartFile(descriptor, target, static_cast<std::uint64_t>(facts.st_size)));
        ::close(descriptor);
    }
}

PartFile::PartFile(int descriptor, fs::path target, std::uint64_t size)
    : m_descriptor(descriptor)
    , m_target(std::move(target))
    , m_part(m_target.string() + ".part")
    , m_size(size)
{
    if (const auto bytes = readFile(notePath(), kLongestNote))
        m_note.assign(bytes->begin(), bytes->end());
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_target(std::move(other.m_target))
    , m_part(std::exchange(other.m_part, {}))
    , m_size(other.m_size)
    , m_note(std::move(other.m_note))
{
}

PartFile::~PartFile()
{
    if (m_descriptor < 0)
        return;
    if (!m_part.empty() && m_size == 0) {
        ::unlink(notePath().c_str());
        ::unlink(m_part.c_str());
    }
    ::close(m_descriptor);
}

fs::path PartFile::notePath() const
{
    return m_target.string() + ".part.note";
}

Result<void> PartFile::restart(const std::string& note)
{
    if (::ftruncate(m_descriptor, 0) != 0)
        return unwritable(m_target, errno);
    m_size = 0;
    m_note = note;
    if (note.empty()) {
        ::unlink(notePath().c_str());
        return {};
    }
    // A link somebody else put there is not followed: it would have their target overwritten.
    ::unlink(notePath().c_str());
    const int descriptor
        = ::open(notePath().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return unwritable(m_target, errno);
    const ssize_t written = ::write(descriptor, note.data(), note.size());
    const int failure = written < 0 ? errno : ENOSPC;
    ::close(descriptor);
    return written == static_cast<ssize_t>(note.size()) ? Result<void>()
                                                        : unwritable(m_target, failure);
}

Result<void> PartFile::append(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written
            = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(m_size));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return unwritable(m_target, errno);
        m_size += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

void PartFile::cutBack(std::uint64_t size)
{
    if (::ftruncate(m_descriptor, static_cast<off_t>(size)) == 0)
        m_size = size;
}

Result<void> PartFile::setAside() const
{
    const fs::path bad = m_target.string() + ".bad";
    ::unlink(bad.c_str());
    // A second name leaves no moment without a file; not every file system has second names.
    if (::link(m_target.c_str(), bad.c_str()) == 0 || errno == ENOENT)
        return {};
    if (::rename(m_target.c_str(), bad.c_str()) != 0 && errno != ENOENT)
        return unwritable(bad, errno);
    return {};
}

Result<void> PartFile::commit(bool keepOld)
{
    // Without the fsync a power cut may leave the new name on an empty file.
    if (::fsync(m_descriptor) != 0)
        return unwritable(m_target, errno);
    if (keepOld)
        if (auto kept = setAside(); !kept)
            return kept;
    if (::rename(m_part.c_str(), m_target.c_str()) != 0)
        return unwritable(m_target, errno);
    ::unlink(notePath().c_str());
    m_part.clear();
    return {};
}

} // namespace netlens

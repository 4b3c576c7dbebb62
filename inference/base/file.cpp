#include "base/file.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <new>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace netlens {

namespace {

    std::string systemText(int number)
    {
        return std::generic_category().message(number);
    }

    class Descriptor {
    public:
        explicit Descriptor(int number)
            : m_number(number)
        {
        }
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        ~Descriptor()
        {
            if (m_number >= 0)
                ::close(m_number);
        }
        int number() const { return m_number; }

    private:
        int m_number;
    };

    Error unreadable(const std::filesystem::path& path, int number)
    {
        const bool missing = number == ENOENT || number == ENOTDIR;
        return makeError(missing ? ErrorCode::FileNotFound : ErrorCode::FileUnreadable,
            path.string(), systemText(number));
    }

    Error unwritable(const std::filesystem::path& path, int number)
    {
        const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
        return makeError(full ? ErrorCode::DiskFull : ErrorCode::FileUnwritable, path.string(),
            systemText(number));
    }

    /// Bytes read into `out`, fewer than its size only at the end of the file; −1 on error.
    ssize_t readFully(int descriptor, std::span<std::uint8_t> out)
    {
        std::size_t done = 0;
        while (done < out.size()) {
            const ssize_t got = ::read(descriptor, out.data() + done, out.size() - done);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return -1;
            if (got == 0)
                break;
            done += static_cast<std::size_t>(got);
        }
        return static_cast<ssize_t>(done);
    }

    /// Where a chain of symbolic links ends, also when no file is there. Errors: FileUnwritable.
    Result<std::filesystem::path> endOfLinks(const std::filesystem::path& path)
    {
        constexpr int kMostLinks = 40; // Linux's own limit
        std::error_code trouble;
        std::filesystem::path end = path;
        for (int links = 0; links < kMostLinks; ++links) {
            if (!std::filesystem::is_symlink(end, trouble))
                return end;
            end = end.parent_path() / std::filesystem::read_symlink(end, trouble);
        }
        return unwritable(path, ELOOP);
    }

    /// False with errno; EEXIST when something has the new name.
    bool renameUnlessThere(const char* from, const char* to)
    {
        if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
            return true;
        if (errno != EINVAL && errno != ENOSYS)
            return false;
        // Not every file system has it. A second name cannot replace anything either.
        if (::link(from, to) == 0)
            return ::unlink(from) == 0;
        if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
            return false;
        if (::faccessat(AT_FDCWD, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
            errno = EEXIST;
            return false;
        }
        return ::rename(from, to) == 0;
    }

    std::filesystem::path temporaryName(const std::filesystem::path& target)
    {
        static std::atomic<unsigned> counter { 0 };
        return target.string() + '.' + std::to_string(::getpid()) + '-' + std::to_string(counter++)
            + ".part";
    }

} // namespace

Result<std::vector<std::uint8_t>> readFile(
    const std::filesystem::path& path, std::uintmax_t maxBytes)
{
    // O_NONBLOCK: opening a pipe nobody writes to would wait otherwise.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat facts { };
    if (file.number() < 0 || ::fstat(file.number(), &facts) != 0)
        return unreadable(path, errno);
    if (S_ISDIR(facts.st_mode))
        return unreadable(path, EISDIR);
    if (!S_ISREG(facts.st_mode))
        return makeError(ErrorCode::FileUnreadable, path.string(), "not a regular file");
    const auto size = static_cast<std::uintmax_t>(facts.st_size);
    if (size == 0)
        return makeError(ErrorCode::FileEmpty, path.string());
    if (size > maxBytes)
        return makeError(ErrorCode::FileTooLarge, path.string(),
            std::to_string(size) + " bytes, limit " + std::to_string(maxBytes));
    try {
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
        const ssize_t got = readFully(file.number(), bytes);
        if (got < 0)
            return unreadable(path, errno);
        if (got == 0)
            return makeError(ErrorCode::FileEmpty, path.string());
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, path.string(), std::to_string(size) + " bytes");
    }
}

Result<AtomicFile> AtomicFile::create(const std::filesystem::path& path)
{
    struct stat facts { };
    const bool replaces = ::stat(path.c_str(), &facts) == 0;
    // Renaming over a device (/dev/stdout) would replace the device itself.
    if (replaces && !S_ISREG(facts.st_mode))
        return makeError(ErrorCode::FileUnwritable, path.string(), "not a regular file");
    auto target = endOfLinks(path);
    if (!target)
        return target.error();
    const mode_t permissions = replaces ? facts.st_mode & 0777 : 0666;
    for (;;) {
        const std::filesystem::path temporary = temporaryName(*target);
        const int descriptor
            = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
        if (descriptor < 0 && errno == EEXIST)
            continue;
        if (descriptor < 0)
            return unwritable(path, errno);
        AtomicFile file(descriptor, std::move(*target), temporary);
        if (replaces && ::fchmod(descriptor, permissions) != 0) // open() took the umask away
            return unwritable(path, errno);
        return file;
    }
}

AtomicFile::AtomicFile(
    int descriptor, std::filesystem::path target, std::filesystem::path temporary)
    : m_descriptor(descriptor)
    , m_target(std::move(target))
    , m_temporary(std::move(temporary))
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_target(std::move(other.m_target))
    , m_temporary(std::exchange(other.m_temporary, {}))
{
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Result<void> AtomicFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return unwritable(m_target, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> AtomicFile::flush()
{
    // Without the fsync a power cut may leave the new name on an empty file.
    const bool flushed = ::fsync(m_descriptor) == 0;
    const int flushTrouble = errno;
    const bool closed = ::close(std::exchange(m_descriptor, -1)) == 0;
    if (!flushed || !closed)
        return unwritable(m_target, flushed ? errno : flushTrouble);
    return {};
}

Result<void> AtomicFile::commit()
{
    if (auto flushed = flush(); !flushed)
        return flushed;
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return unwritable(m_target, errno);
    m_temporary.clear();
    return {};
}

Result<bool> AtomicFile::commitUnlessThere()
{
    if (auto flushed = flush(); !flushed)
        return flushed.error();
    if (renameUnlessThere(m_temporary.c_str(), m_target.c_str())) {
        m_temporary.clear();
        return true;
    }
    if (errno == EEXIST)
        return false;
    return unwritable(m_target, errno);
}

} // namespace netlens

#include "capture/space_ahead.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

namespace netlens {

namespace {

    bool isOverLimit(std::uint64_t size)
    {
        rlimit limit {};
        return ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY
            && size > limit.rlim_cur;
    }

    /// 0 or errno.
    int reserve(int descriptor, std::uint64_t from, std::uint64_t bytes)
    {
        int failed = 0;
        do
            failed = ::fallocate(descriptor, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(from),
                static_cast<off_t>(bytes));
        while (failed != 0 && errno == EINTR);
        return failed == 0 ? 0 : errno;
    }

    /// For file systems that cannot reserve: what is free now.
    bool isFree(int descriptor, std::uint64_t bytes)
    {
        struct statvfs facts { };
        return ::fstatvfs(descriptor, &facts) != 0
            || std::uint64_t { facts.f_bavail } * facts.f_frsize >= bytes;
    }

} // namespace

Result<void> SpaceAhead::keep(
    int descriptor, const std::filesystem::path& path, std::uint64_t bytes)
{
    struct stat facts { };
    if (::fstat(descriptor, &facts) != 0)
        return makeError(
            ErrorCode::FileUnwritable, path.string(), std::generic_category().message(errno));
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    if (size + bytes / 4 * 3 <= m_reserved)
        return {};
    const auto full = [&](int number) {
        return makeError(
            ErrorCode::DiskFull, path.string(), std::generic_category().message(number));
    };
    if (isOverLimit(size + bytes))
        return full(EFBIG);
    const int failure = reserve(descriptor, size, bytes);
    if (failure == ENOSPC || failure == EDQUOT || failure == EFBIG)
        return full(failure);
    const bool isUnsupported = failure == EOPNOTSUPP || failure == ENOSYS;
    if (isUnsupported && !isFree(descriptor, bytes))
        return full(ENOSPC);
    if (failure != 0 && !isUnsupported)
        return makeError(
            ErrorCode::FileUnwritable, path.string(), std::generic_category().message(failure));
    m_reserved = isUnsupported ? 0 : size + bytes;
    return {};
}

void SpaceAhead::release(int descriptor)
{
    struct stat facts { };
    if (::fstat(descriptor, &facts) == 0)
        (void)!::ftruncate(descriptor, facts.st_size);
}

} // namespace netlens

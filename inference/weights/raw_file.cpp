#include "weights/raw_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace netlens::hdf5 {

namespace {

    constexpr std::array<std::uint8_t, 8> kSignature { 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a,
        '\n' };
    constexpr std::uint64_t kWindow = 8192;
    constexpr std::uint64_t kPage = 4096;

    Error damaged(std::string detail)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, std::move(detail));
    }

} // namespace

RawFile::RawFile(RawFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_base(other.m_base)
    , m_size(other.m_size)
    , m_claimed(std::move(other.m_claimed))
    , m_window(std::move(other.m_window))
    , m_windowAt(other.m_windowAt)
{
}

RawFile::~RawFile()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

Result<RawFile> RawFile::open(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return damaged(std::strerror(errno));
    RawFile file(descriptor);
    if (!file.findSignature())
        return damaged("no HDF5 signature");
    return file;
}

bool RawFile::findSignature()
{
    struct stat status { };
    if (fstat(m_descriptor, &status) != 0)
        return false;
    const auto whole = static_cast<std::uint64_t>(status.st_size);
    std::array<std::uint8_t, kSignature.size()> start {};
    for (; m_base + start.size() <= whole; m_base = m_base == 0 ? 512 : m_base * 2)
        if (fill(start.data(), 0, start.size()) && start == kSignature) {
            m_size = whole - m_base;
            return true;
        }
    return false;
}

bool RawFile::holds(std::uint64_t address, std::uint64_t bytes) const
{
    return address <= m_size && bytes <= m_size - address;
}

bool RawFile::fill(std::uint8_t* to, std::uint64_t address, std::uint64_t bytes) const
{
    while (bytes > 0) {
        const ssize_t got = pread(m_descriptor, to, bytes, static_cast<off_t>(m_base + address));
        if (got <= 0)
            return false;
        to += got;
        address += static_cast<std::uint64_t>(got);
        bytes -= static_cast<std::uint64_t>(got);
    }
    return true;
}

std::optional<RawFile::Bytes> RawFile::read(std::uint64_t address, std::uint64_t bytes)
{
    if (!holds(address, bytes))
        return std::nullopt;
    Bytes result(bytes);
    if (bytes > kPage)
        return fill(result.data(), address, bytes) ? std::optional(std::move(result))
                                                   : std::nullopt;
    if (address < m_windowAt || address + bytes > m_windowAt + m_window.size()) {
        m_windowAt = address / kPage * kPage;
        m_window.resize(std::min(kWindow, m_size - m_windowAt));
        if (!fill(m_window.data(), m_windowAt, m_window.size())) {
            m_window.clear();
            return std::nullopt;
        }
    }
    const auto from = m_window.begin() + static_cast<std::ptrdiff_t>(address - m_windowAt);
    std::copy_n(from, bytes, result.begin());
    return result;
}

} // namespace netlens::hdf5

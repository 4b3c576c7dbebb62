#include "capture/video_recorder.h"

#include <array>
#include <cstdint>
#include <sys/stat.h>
#include <unistd.h>

namespace netlens {

namespace {

    std::uint64_t bigEndian(const std::uint8_t* bytes, int count)
    {
        std::uint64_t value = 0;
        for (int i = 0; i < count; ++i)
            value = value << 8U | bytes[i];
        return value;
    }

} // namespace

bool isWholeMp4(int descriptor)
{
    struct stat facts { };
    if (::fstat(descriptor, &facts) != 0)
        return false;
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    constexpr std::uint64_t kIndex = 0x6D6F6F76; // "moov"
    bool hasIndex = false;
    std::uint64_t at = 0;
    while (at < size) {
        std::array<std::uint8_t, 16> header {};
        if (::pread(descriptor, header.data(), header.size(), static_cast<off_t>(at)) < 8)
            return false;
        std::uint64_t length = bigEndian(header.data(), 4);
        if (length == 1)
            length = bigEndian(header.data() + 8, 8);
        if (length < 8 || length > size - at)
            return false;
        hasIndex = hasIndex || bigEndian(header.data() + 4, 4) == kIndex;
        at += length;
    }
    return hasIndex;
}

} // namespace netlens

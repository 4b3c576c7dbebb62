#include "image/tiff_field.h"

namespace netlens {

std::optional<std::uint32_t> findTiffField(ByteView tiff, TiffTag tag)
{
    using namespace std::string_view_literals;
    constexpr std::uint32_t kShort = 3;
    constexpr std::uint32_t kLong = 4;
    constexpr std::size_t kEntryBytes = 12;

    const bool bigEndian = tiff.has(0, "MM\0*"sv);
    if (!bigEndian && !tiff.has(0, "II*\0"sv))
        return std::nullopt;
    const auto number = [&](std::size_t offset, int count) {
        return bigEndian ? tiff.big(offset, count) : tiff.little(offset, count);
    };
    const std::size_t directory = number(4, 4);
    const std::size_t entries = number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * kEntryBytes;
        if (number(entry, 2) != static_cast<std::uint16_t>(tag))
            continue;
        const std::uint32_t type = number(entry + 2, 2);
        const std::uint32_t count = number(entry + 4, 4);
        if ((type != kShort && type != kLong) || count != 1)
            return std::nullopt;
        return number(entry + 8, type == kShort ? 2 : 4);
    }
    return std::nullopt;
}

int orientationIn(ByteView tiff)
{
    const auto field = findTiffField(tiff, TiffTag::Orientation);
    return field && *field >= 1 && *field <= 8 ? static_cast<int>(*field) : 1;
}

} // namespace netlens

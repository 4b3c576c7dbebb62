#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace netlens {

/// Foreign bytes, readable at any offset: what lies beyond the end reads as zero, so a parser
/// needs no check per field (a size of zero is refused once, at the end).
class ByteView {
public:
    explicit ByteView(std::span<const std::uint8_t> bytes)
        : m_bytes(bytes)
    {
    }

    std::size_t size() const { return m_bytes.size(); }
    std::uint32_t at(std::size_t offset) const
    {
        return offset < m_bytes.size() ? m_bytes[offset] : 0;
    }
    /// Unsigned integers of 1 to 4 bytes.
    std::uint32_t big(std::size_t offset, int count) const
    {
        std::uint32_t value = 0;
        for (int i = 0; i < count; ++i)
            value = value << 8 | at(offset + static_cast<std::size_t>(i));
        return value;
    }
    std::uint32_t little(std::size_t offset, int count) const
    {
        std::uint32_t value = 0;
        for (int i = count; i-- > 0;)
            value = value << 8 | at(offset + static_cast<std::size_t>(i));
        return value;
    }
    bool has(std::size_t offset, std::string_view text) const
    {
        return offset <= m_bytes.size() && text.size() <= m_bytes.size() - offset
            && std::memcmp(m_bytes.data() + offset, text.data(), text.size()) == 0;
    }
    /// From offset, at most count bytes; empty beyond the end.
    ByteView part(std::size_t offset, std::size_t count = SIZE_MAX) const
    {
        return offset >= m_bytes.size()
            ? ByteView({})
            : ByteView(m_bytes.subspan(offset, std::min(count, m_bytes.size() - offset)));
    }

private:
    std::span<const std::uint8_t> m_bytes;
};

} // namespace netlens

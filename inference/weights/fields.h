#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace netlens::hdf5 {

/// An HDF5 address or offset that leads nowhere. Format: HDF5 File Format Specification 3.0, I.C.
constexpr std::uint64_t kNowhere = ~std::uint64_t { 0 };

/// Little-endian fields taken one after another from bytes nobody vouches for. What is not there
/// reads as zero, and what must hold and does not is remembered: ask ok() at the end.
class Fields {
public:
    using Bytes = std::span<const std::uint8_t>;

    explicit Fields(Bytes bytes)
        : m_rest(bytes)
    {
    }

    Bytes take(std::uint64_t count)
    {
        require(count <= m_rest.size());
        if (!m_ok)
            return {};
        const Bytes taken = m_rest.first(count);
        m_rest = m_rest.subspan(count);
        return taken;
    }

    /// @pre bytes <= 8
    std::uint64_t number(std::size_t bytes)
    {
        const Bytes taken = take(bytes);
        std::uint64_t value = 0;
        for (std::size_t i = taken.size(); i-- > 0;)
            value = value << 8U | taken[i];
        return value;
    }

    /// A text that must end within what is left; the zero after it is taken too, and with `aligned`
    /// so are more bytes up to a multiple of eight.
    std::string_view text(bool aligned = false)
    {
        std::size_t length = 0;
        while (length < m_rest.size() && m_rest[length] != 0)
            ++length;
        const std::size_t whole = aligned ? (length + 8) / 8 * 8 : length + 1;
        const Bytes taken = take(whole);
        return taken.empty()
            ? std::string_view()
            : std::string_view(reinterpret_cast<const char*>(taken.data()), length);
    }

    void skip(std::uint64_t count) { take(count); }
    void expect(std::string_view signature)
    {
        for (const char c : signature)
            require(number(1) == static_cast<std::uint8_t>(c));
    }
    void require(bool holds) { m_ok = m_ok && holds; }

    std::size_t left() const { return m_rest.size(); }
    bool ok() const { return m_ok; }

private:
    Bytes m_rest;
    bool m_ok = true;
};

} // namespace netlens::hdf5

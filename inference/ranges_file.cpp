#include "ranges_file.h"

#include "base/content_hash.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace netlens {

namespace {

    // kMagic, kVersion, the key, the pictures passed over, the number of layers; of each layer the
    // length of its name, the name, its channels, their largest magnitudes and their means; the
    // hash of all before. Numbers are as this processor has them: where they lie the other way
    // round, the version is another.
    constexpr std::uint64_t kMagic = 0x5345474E41524C4EU; ///< "NLRANGES"
    constexpr std::uint32_t kVersion = 2; ///< raise with what is written, and with how it is found

    class Writing {
    public:
        void put(std::span<const std::byte> bytes)
        {
            m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
        }
        template <typename Number> void putNumber(Number number)
        {
            put(std::as_bytes(std::span(&number, 1)));
        }
        const std::vector<std::byte>& bytes() const& { return m_bytes; }
        std::vector<std::byte> bytes() && { return std::move(m_bytes); }

    private:
        std::vector<std::byte> m_bytes;
    };

    /// Takes what has to be there from bytes nobody vouches for; false where it is not.
    class Reading {
    public:
        explicit Reading(std::span<const std::byte> bytes)
            : m_rest(bytes)
        {
        }
        bool fill(std::span<std::byte> out)
        {
            if (m_rest.size() < out.size())
                return false;
            std::ranges::copy(m_rest.first(out.size()), out.begin());
            m_rest = m_rest.subspan(out.size());
            return true;
        }
        template <typename Number> bool expect(Number wanted)
        {
            Number found {};
            return fill(std::as_writable_bytes(std::span(&found, 1))) && found == wanted;
        }
        bool expectText(std::string_view wanted)
        {
            std::string found(wanted.size(), '\0');
            return expect(static_cast<std::uint32_t>(wanted.size()))
                && fill(std::as_writable_bytes(std::span(found))) && found == wanted;
        }
        bool isAtEnd() const { return m_rest.empty(); }

    private:
        std::span<const std::byte> m_rest;
    };

    /// Of magnitudes and means; zero where a channel never stirred.
    bool areSound(const ChannelRanges& range)
    {
        return std::ranges::all_of(range.largest, [](float v) {
            return std::isfinite(v) && v >= 0;
        }) && std::ranges::all_of(range.mean, [](float v) { return std::isfinite(v); });
    }

} // namespace

std::vector<std::byte> encodeRanges(std::uint64_t key, const MeasuredRanges& measured)
{
    Writing file;
    file.putNumber(kMagic);
    file.putNumber(kVersion);
    file.putNumber(key);
    file.putNumber(measured.passedOver);
    file.putNumber(static_cast<std::uint32_t>(measured.ranges.size()));
    for (const auto& [name, range] : measured.ranges) {
        file.putNumber(static_cast<std::uint32_t>(name.size()));
        file.put(std::as_bytes(std::span(name)));
        file.putNumber(static_cast<std::uint32_t>(range.largest.size()));
        file.put(std::as_bytes(std::span(range.largest)));
        file.put(std::as_bytes(std::span(range.mean)));
    }
    file.putNumber(contentHash(file.bytes()));
    return std::move(file).bytes();
}

std::optional<MeasuredRanges> decodeRanges(
    std::span<const std::byte> file, std::uint64_t key, const Architecture& architecture)
{
    constexpr std::size_t kHash = sizeof(std::uint64_t);
    if (file.size() < kHash
        || !Reading(file.last(kHash)).expect(contentHash(file.first(file.size() - kHash))))
        return std::nullopt;
    Reading reading(file.first(file.size() - kHash));
    MeasuredRanges measured { emptyRanges(architecture) };
    if (!reading.expect(kMagic) || !reading.expect(kVersion) || !reading.expect(key)
        || !reading.fill(std::as_writable_bytes(std::span(&measured.passedOver, 1)))
        || !reading.expect(static_cast<std::uint32_t>(measured.ranges.size())))
        return std::nullopt;
    for (auto& [name, range] : measured.ranges)
        if (!reading.expectText(name)
            || !reading.expect(static_cast<std::uint32_t>(range.largest.size()))
            || !reading.fill(std::as_writable_bytes(std::span(range.largest)))
            || !reading.fill(std::as_writable_bytes(std::span(range.mean))) || !areSound(range))
            return std::nullopt;
    return reading.isAtEnd() ? std::optional(std::move(measured)) : std::nullopt;
}

} // namespace netlens

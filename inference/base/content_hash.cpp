#include "base/content_hash.h"

#include <array>
#include <bit>
#include <cstring>

namespace netlens {

namespace {

    constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87U;
    constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4FU;
    constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9U;
    constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63U;
    constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5U;

    using Lanes = std::array<std::uint64_t, 4>;

    template <typename Number> Number take(std::span<const std::byte>& bytes)
    {
        Number number {};
        std::memcpy(&number, bytes.data(), sizeof number);
        bytes = bytes.subspan(sizeof number);
        return number;
    }

    std::uint64_t mix(std::uint64_t lane, std::uint64_t number)
    {
        return std::rotl(lane + number * kPrime2, 31) * kPrime1;
    }

    std::uint64_t join(const Lanes& lanes)
    {
        std::uint64_t hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7)
            + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
        for (const std::uint64_t lane : lanes)
            hash = (hash ^ mix(0, lane)) * kPrime1 + kPrime4;
        return hash;
    }

    std::uint64_t scatter(std::uint64_t hash)
    {
        hash = (hash ^ hash >> 33U) * kPrime2;
        hash = (hash ^ hash >> 29U) * kPrime3;
        return hash ^ hash >> 32U;
    }

} // namespace

std::uint64_t contentHash(std::span<const std::byte> bytes, std::uint64_t seed)
{
    const std::uint64_t size = bytes.size();
    std::uint64_t hash = seed + kPrime5;
    if (size >= sizeof(Lanes)) {
        Lanes lanes { seed + kPrime1 + kPrime2, seed + kPrime2, seed, seed - kPrime1 };
        while (bytes.size() >= sizeof(Lanes))
            for (std::uint64_t& lane : lanes)
                lane = mix(lane, take<std::uint64_t>(bytes));
        hash = join(lanes);
    }
    hash += size;
    while (bytes.size() >= sizeof(std::uint64_t))
        hash = std::rotl(hash ^ mix(0, take<std::uint64_t>(bytes)), 27) * kPrime1 + kPrime4;
    if (bytes.size() >= sizeof(std::uint32_t))
        hash = std::rotl(hash ^ take<std::uint32_t>(bytes) * kPrime1, 23) * kPrime2 + kPrime3;
    while (!bytes.empty())
        hash = std::rotl(hash ^ take<std::uint8_t>(bytes) * kPrime5, 11) * kPrime1;
    return scatter(hash);
}

} // namespace netlens

#include "weights/checksum.h"

#include "weights/fields.h"

#include <algorithm>
#include <array>
#include <bit>

namespace netlens::hdf5 {

namespace {

    constexpr std::size_t kRound = 12;
    constexpr std::size_t kChecksum = 4;

    using State = std::array<std::uint32_t, 3>;

    /// Zeros stand for what is missing of twelve bytes.
    void add(State& state, Fields::Bytes bytes)
    {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            state[i / 4] += static_cast<std::uint32_t>(bytes[i]) << i % 4 * 8;
    }

    void mix(State& state)
    {
        constexpr std::array kTurns { 4, 6, 8, 16, 19, 4 };
        for (std::size_t i = 0; i < kTurns.size(); ++i) {
            std::uint32_t& first = state[i % 3];
            std::uint32_t& last = state[(i + 2) % 3];
            first = (first - last) ^ std::rotl(last, kTurns[i]);
            last += state[(i + 1) % 3];
        }
    }

    void finish(State& state)
    {
        constexpr std::array kTurns { 14, 11, 25, 16, 4, 14, 24 };
        for (std::size_t i = 0; i < kTurns.size(); ++i) {
            std::uint32_t& first = state[(i + 2) % 3];
            const std::uint32_t before = state[(i + 1) % 3];
            first = (first ^ before) - std::rotl(before, kTurns[i]);
        }
    }

} // namespace

std::uint32_t checksum(std::span<const std::uint8_t> bytes)
{
    const std::uint32_t start = 0xdeadbeefU + static_cast<std::uint32_t>(bytes.size());
    State state { start, start, start };
    for (; bytes.size() > kRound; bytes = bytes.subspan(kRound)) {
        add(state, bytes.first(kRound));
        mix(state);
    }
    if (bytes.empty())
        return state[2];
    add(state, bytes);
    finish(state);
    return state[2];
}

bool hasChecksum(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() < kChecksum)
        return false;
    Fields stored(bytes.last(kChecksum));
    return stored.number(kChecksum) == checksum(bytes.first(bytes.size() - kChecksum));
}

} // namespace netlens::hdf5

#pragma once

#include "engine/activation_ranges.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace netlens {

/// What a calibration found.
struct MeasuredRanges {
    ActivationRanges ranges;
    std::uint32_t passedOver = 0; ///< pictures that could not be read
};

/// The bytes of a file that keeps it. @param key of everything that decides it
std::vector<std::byte> encodeRanges(std::uint64_t key, const MeasuredRanges& measured);

/// What such a file holds: nothing unless it is whole, sound, of this key and of this version of
/// the program, and of exactly this architecture's layers and channels. Any bytes will do.
std::optional<MeasuredRanges> decodeRanges(
    std::span<const std::byte> file, std::uint64_t key, const Architecture& architecture);

} // namespace netlens

#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace netlens {

/// The arithmetic of a network's convolutions.
enum class Precision {
    Float32,
    BFloat16, ///< float32 with 8 bits of mantissa; sums are float32
    Int8, ///< weights and what lies between convolutions are 8-bit integers; sums are 32-bit
};

inline constexpr std::array kPrecisions { Precision::Float32, Precision::BFloat16,
    Precision::Int8 };

/// "f32", "bf16", "int8"
constexpr std::string_view precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Float32:
        return "f32";
    case Precision::BFloat16:
        return "bf16";
    case Precision::Int8:
        return "int8";
    }
    return {};
}

constexpr std::optional<Precision> precisionFromName(std::string_view name)
{
    for (const Precision precision : kPrecisions)
        if (precisionName(precision) == name)
            return precision;
    return std::nullopt;
}

} // namespace netlens

#pragma once

#include <cstdint>

namespace netlens::drawings {

/// SplitMix64: the same numbers on every machine, which the standard's distributions do not
/// promise.
class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    /// In 0..count−1.
    int index(int count) { return static_cast<int>(unit() * count); }
    bool chance(double probability) { return unit() < probability; }
    int sign() { return chance(0.5) ? 1 : -1; }

private:
    std::uint64_t m_state;
};

} // namespace netlens::drawings

#pragma once

#include <cstddef>
#include <vector>

namespace netlens {

/// How the elements of a value lie in memory.
struct ValueFormat {
    enum class Type { Float32, BFloat16, Signed8, Unsigned8 };

    Type type = Type::Float32;
    /// What one step of an 8-bit element is worth, per channel; empty for the others.
    std::vector<float> scale {};

    bool isFloat32() const { return type == Type::Float32; }
    std::size_t elementBytes() const
    {
        return type == Type::Float32 ? 4 : type == Type::BFloat16 ? 2 : 1;
    }
    friend bool operator==(const ValueFormat&, const ValueFormat&) = default;
};

/// Where a value lies, for whom its type is not float32 by itself.
struct TypedData {
    void* data = nullptr;
    ValueFormat::Type type = ValueFormat::Type::Float32;
};

} // namespace netlens

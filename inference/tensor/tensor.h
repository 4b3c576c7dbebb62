#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace netlens {

/// Extents, outermost first. Feature maps are N, H, W, C as in Keras.
using Shape = std::vector<std::int64_t>;

inline std::size_t elementCount(const Shape& shape)
{
    return static_cast<std::size_t>(
        std::accumulate(shape.begin(), shape.end(), std::int64_t { 1 }, std::multiplies<>()));
}

/// Python's spelling of a shape: "(1, 224, 224, 3)", "(5,)", "()".
std::string toString(const Shape& shape);

/// Dense float32 values in row-major order.
struct Tensor {
    Shape shape;
    std::vector<float> values;
};

} // namespace netlens

#pragma once

#include "base/result.h"
#include "tensor/tensor.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace netlens {

/// What stands before the values of an .npy file.
struct NpyHeader {
    char kind = 'f'; ///< NumPy's: f, i, u, b
    std::size_t itemBytes = 4;
    bool bigEndian = false;
    Shape shape; ///< every extent ≥ 1, the product is what the file holds
    std::size_t valuesOffset = 0;
};

/// Accepts only headers whose values fill the rest of `bytes` exactly.
/// Errors: TensorMalformed, without a subject.
Result<NpyHeader> parseNpyHeader(std::span<const std::uint8_t> bytes);

/// The bytes NumPy writes before float32 values of this shape (format 1.0, padded to 64).
std::string npyHeaderFor(const Shape& shape);

} // namespace netlens

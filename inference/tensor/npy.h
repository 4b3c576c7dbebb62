#pragma once

#include "base/result.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace netlens {

/// Reads a NumPy .npy file (format 1.0–3.0, C order) of float16/32/64, (u)int8/16/32/64 or bool,
/// either byte order, as float32. The header's element count is checked against the file's size
/// before memory is reserved. Errors: FileNotFound, FileUnreadable, FileEmpty, FileTooLarge,
/// TensorMalformed, OutOfMemory.
Result<Tensor> readNpy(const std::filesystem::path& path);
/// The same from memory; name is used as the subject of errors.
Result<Tensor> parseNpy(std::span<const std::uint8_t> bytes, const std::string& name);

/// Writes float32, C order, format 1.0, to a temporary name beside path that is renamed when
/// complete. Errors: FileUnwritable, DiskFull.
Result<void> writeNpy(
    const std::filesystem::path& path, const Shape& shape, std::span<const float> values);

} // namespace netlens

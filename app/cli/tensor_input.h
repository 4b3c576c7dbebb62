#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "tensor/npy.h"

#include <filesystem>

namespace netlens::cli {

/// Reads a tensor of pictures; one of rank 3 becomes a batch of one. It holds at least one picture,
/// because readNpy refuses empty tensors. Errors: those of readNpy; TensorMismatch (another rank).
Result<Tensor> readPictures(const std::filesystem::path& file);

/// The layer table at the pictures' size: `model` itself, or a dynamic model at that size.
/// Errors: TensorMismatch (other height, width or channels than the model takes).
Result<Architecture> architectureFor(const Tensor& pictures, const Architecture& model);

} // namespace netlens::cli

#pragma once

#include "base/result.h"
#include "image/decoder.h"
#include "image/preprocess.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <span>

namespace netlens {

/// What a network's input looks like: preprocess_input undone, where the range says it was done;
/// one channel becomes grey, more than three show their first three.
/// @pre tensor is (1, height, width, channels) and not empty.
Image pictureOf(const Tensor& tensor, PixelRange range);

bool isNpy(std::span<const std::uint8_t> bytes);

/// Takes a .npy file for a network's own input: (H, W, C), or (1, H, W, C). It is shown as a
/// picture and goes into the network as it is. Values over 2 mean that it holds 0–255.
/// Errors: TensorMalformed, TensorMismatch (another rank, several pictures), PictureTooLarge.
Result<DecodedPicture> decodeTensor(std::span<const std::uint8_t> bytes, std::int64_t maxPixels);

} // namespace netlens

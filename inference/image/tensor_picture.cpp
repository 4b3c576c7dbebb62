#include "image/tensor_picture.h"

#include "tensor/npy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace netlens {

Image pictureOf(const Tensor& tensor, PixelRange range)
{
    const auto channels = static_cast<std::size_t>(tensor.shape.back());
    std::vector<std::uint8_t> rgb;
    rgb.reserve(tensor.values.size() / channels * Image::kChannels);
    for (std::size_t pixel = 0; pixel < tensor.values.size(); pixel += channels) {
        for (std::size_t channel = 0; channel < Image::kChannels; ++channel) {
            const float value = tensor.values[pixel + std::min(channel, channels - 1)];
            const float level = range == PixelRange::Bytes ? value : (value + 1) * 127.5F;
            // NaN becomes 0.
            rgb.push_back(
                static_cast<std::uint8_t>(std::lround(std::min(255.0F, std::max(0.0F, level)))));
        }
    }
    return { { static_cast<int>(tensor.shape[2]), static_cast<int>(tensor.shape[1]) },
        std::move(rgb) };
}

bool isNpy(std::span<const std::uint8_t> bytes)
{
    constexpr std::string_view kMagic = "\x93NUMPY";
    return bytes.size() >= kMagic.size()
        && std::equal(kMagic.begin(), kMagic.end(), bytes.begin(),
            [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Result<DecodedPicture> decodeTensor(std::span<const std::uint8_t> bytes, std::int64_t maxPixels)
{
    auto tensor = parseNpy(bytes, {});
    if (!tensor)
        return tensor.error();
    Shape& shape = tensor->shape;
    if (shape.size() == 3)
        shape.insert(shape.begin(), 1);
    if (shape.size() != 4 || shape[0] != 1)
        return makeError(ErrorCode::TensorMismatch, {},
            "its shape is " + toString(shape)
                + "; one picture (height, width, channels) is needed");
    if (!std::ranges::all_of(tensor->values, [](float v) { return std::isfinite(v); }))
        return makeError(ErrorCode::TensorMalformed, {}, "it holds NaN or infinity");
    constexpr std::int64_t kLongestSide = std::numeric_limits<std::int16_t>::max();
    if (std::max(shape[1], shape[2]) > kLongestSide || shape[1] * shape[2] > maxPixels)
        return makeError(ErrorCode::PictureTooLarge, {}, "its shape is " + toString(shape));
    const bool isBytes = std::ranges::any_of(tensor->values, [](float v) { return v > 2; });
    DecodedPicture picture;
    picture.image = pictureOf(*tensor, isBytes ? PixelRange::Bytes : PixelRange::MinusOneToOne);
    picture.fullSize = picture.image.size();
    picture.tensor = std::make_shared<const Tensor>(std::move(*tensor));
    return picture;
}

} // namespace netlens

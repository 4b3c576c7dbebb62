#include "image/preprocess.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <vector>

namespace netlens {

namespace {

    constexpr double kCropFraction = 0.875;
    constexpr std::uint8_t kPadGrey = 128;

    /// Halves go to the even side, as Python's round() does.
    int roundedSide(double side)
    {
        return std::max(1, static_cast<int>(std::nearbyint(side)));
    }

    Size paddedSize(Size picture, Size input)
    {
        const double scale = std::min(static_cast<double>(input.width) / picture.width,
            static_cast<double>(input.height) / picture.height);
        return { std::min(input.width, roundedSide(picture.width * scale)),
            std::min(input.height, roundedSide(picture.height * scale)) };
    }

    Image padded(const Image& picture, Size input, const RectF& where)
    {
        std::vector<std::uint8_t> rgb(static_cast<std::size_t>(input.width)
                * static_cast<std::size_t>(input.height) * Image::kChannels,
            kPadGrey);
        const std::ptrdiff_t left = std::lround(where.x);
        const std::ptrdiff_t top = std::lround(where.y);
        const std::size_t rowBytes = static_cast<std::size_t>(picture.width()) * Image::kChannels;
        for (int y = 0; y < picture.height(); ++y)
            std::copy_n(picture.row(y), rowBytes,
                rgb.data() + ((top + y) * input.width + left) * Image::kChannels);
        return Image(input, std::move(rgb));
    }

    /// The whole pixels of `part` as a picture of its own. A resampling kernel reaches over the
    /// edge of the rectangle it is given; what is cut away must not shine in.
    Image cut(const Image& picture, const RectF& part)
    {
        const auto left = static_cast<std::ptrdiff_t>(part.x);
        const auto top = static_cast<int>(part.y);
        const Size size { static_cast<int>(part.width), static_cast<int>(part.height) };
        const std::size_t rowBytes = static_cast<std::size_t>(size.width) * Image::kChannels;
        std::vector<std::uint8_t> rgb;
        rgb.reserve(rowBytes * static_cast<std::size_t>(size.height));
        for (int y = 0; y < size.height; ++y) {
            const std::uint8_t* row = picture.row(top + y) + left * Image::kChannels;
            rgb.insert(rgb.end(), row, row + rowBytes);
        }
        return Image(size, std::move(rgb));
    }

    FittedPicture fitPart(const Image& picture, const RectF& source, const RectF& target,
        Size input, ResampleKernel kernel, double softness = 0)
    {
        const Size size { static_cast<int>(target.width), static_cast<int>(target.height) };
        Image image = resample(picture, source, size, kernel, softness);
        if (size != input)
            image = padded(image, input, target);
        return { std::move(image), source, target };
    }

    /// preprocess_input of every byte. The division is Keras's: a product with 1 / 127.5 differs
    /// in the last bit.
    constexpr std::array<float, 256> kNetworkValue = [] {
        std::array<float, 256> values {};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(i) / 127.5F - 1.0F;
        return values;
    }();

    constexpr std::array<float, 256> kByteValue = [] {
        std::array<float, 256> values {};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(i);
        return values;
    }();

    std::uint8_t luma(const std::uint8_t* rgb)
    {
        return static_cast<std::uint8_t>(
            (19595U * rgb[0] + 38470U * rgb[1] + 7471U * rgb[2] + 0x8000U) >> 16);
    }

} // namespace

double usedFraction(Fit fit)
{
    return fit == Fit::Crop ? kCropFraction : 1.0;
}

RectF fitSource(Size picture, Size input, Fit fit)
{
    const double width = picture.width;
    const double height = picture.height;
    if (fit != Fit::Crop)
        return { 0, 0, width, height };
    // The side that limits the rectangle is scaled exactly, so that a half rounds as a half.
    const bool widthLimits = width * input.height <= height * input.width;
    const double usedWidth
        = kCropFraction * (widthLimits ? width : height * input.width / input.height);
    const double usedHeight
        = kCropFraction * (widthLimits ? width * input.height / input.width : height);
    const RectF used { 0, 0, std::min(width, double(roundedSide(usedWidth))),
        std::min(height, double(roundedSide(usedHeight))) };
    return { std::floor((width - used.width) / 2), std::floor((height - used.height) / 2),
        used.width, used.height };
}

RectF fitTarget(Size picture, Size input, Fit fit)
{
    const Size size = fit == Fit::Pad ? paddedSize(picture, input) : input;
    return { std::floor((input.width - size.width) / 2.0),
        std::floor((input.height - size.height) / 2.0), double(size.width), double(size.height) };
}

FittedPicture fitPicture(const Image& picture, Size input, const Preprocessing& how)
{
    const RectF source = fitSource(picture.size(), input, how.fit);
    const RectF target = fitTarget(picture.size(), input, how.fit);
    if (how.fit != Fit::Crop)
        return fitPart(picture, source, target, input, how.kernel);
    const Image used = cut(picture, source);
    FittedPicture fitted
        = fitPart(used, { 0, 0, source.width, source.height }, target, input, how.kernel);
    fitted.source = source;
    return fitted;
}

FittedPicture fitPicture(const DecodedPicture& picture, Size input, const Preprocessing& how)
{
    const Image& image = picture.image;
    if (picture.reduction == 1)
        return fitPicture(image, input, how);
    RectF source = fitSource(picture.fullSize, input, how.fit);
    source.x /= picture.reduction;
    source.y /= picture.reduction;
    source.width = std::min(source.width / picture.reduction, image.width() - source.x);
    source.height = std::min(source.height / picture.reduction, image.height() - source.y);
    // Each pixel is the mean of reduction² in the file (of 1/8 exactly, of 1/4 and 1/2 nearly).
    const double softness = (1 - 1.0 / (picture.reduction * picture.reduction)) / 12;
    return fitPart(
        image, source, fitTarget(picture.fullSize, input, how.fit), input, how.kernel, softness);
}

void toNetworkInput(const Image& picture, int channels, std::span<float> out, PixelRange range)
{
    const std::array<float, 256>& values = range == PixelRange::Bytes ? kByteValue : kNetworkValue;
    const std::span<const std::uint8_t> rgb = picture.pixels();
    assert(out.size() * Image::kChannels == rgb.size() * static_cast<std::size_t>(channels));
    if (channels == Image::kChannels) {
        std::ranges::transform(rgb, out.begin(), [&](std::uint8_t v) { return values[v]; });
        return;
    }
    float* value = out.data();
    for (std::size_t i = 0; i < rgb.size(); i += Image::kChannels) {
        if (channels == 1) {
            *value++ = values[luma(&rgb[i])];
            continue;
        }
        for (std::size_t c = 0; c < Image::kChannels; ++c)
            *value++ = values[rgb[i + c]];
        *value++ = values[255];
    }
}

} // namespace netlens

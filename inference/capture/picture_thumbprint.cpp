#include "capture/picture_thumbprint.h"

#include "image/resample.h"

#include <cstdlib>

namespace netlens {

PictureThumbprint thumbprintOf(const Image& picture)
{
    constexpr Size kSize { PictureThumbprint::kSide, PictureThumbprint::kSide };
    const RectF whole { 0, 0, static_cast<double>(picture.width()),
        static_cast<double>(picture.height()) };
    const Image small = resample(picture, whole, kSize, ResampleKernel::Box);
    PictureThumbprint print;
    const std::uint8_t* rgb = small.pixels().data();
    for (std::uint8_t& grey : print.grey) {
        const unsigned luma = 19595U * rgb[0] + 38470U * rgb[1] + 7471U * rgb[2];
        grey = static_cast<std::uint8_t>((luma + 32768U) >> 16U);
        rgb += Image::kChannels;
    }
    return print;
}

double difference(const PictureThumbprint& a, const PictureThumbprint& b)
{
    int sum = 0;
    for (std::size_t i = 0; i < a.grey.size(); ++i)
        sum += std::abs(static_cast<int>(a.grey[i]) - static_cast<int>(b.grey[i]));
    return sum / static_cast<double>(a.grey.size());
}

} // namespace netlens

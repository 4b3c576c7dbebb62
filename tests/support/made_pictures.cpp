#include "support/made_pictures.h"

#include <cstdlib>

using namespace netlens;

Image madePicture(Size size, int seed)
{
    std::vector<std::uint8_t> rgb;
    rgb.reserve(static_cast<std::size_t>(3) * static_cast<std::size_t>(size.width)
        * static_cast<std::size_t>(size.height));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const bool inside = std::abs(x - 20 - 5 * seed) < 12 && std::abs(y - 25) < 9;
            rgb.push_back(static_cast<std::uint8_t>(inside ? 255 : 255 * x / size.width));
            rgb.push_back(static_cast<std::uint8_t>(inside ? 240 : 255 * y / size.height));
            rgb.push_back(static_cast<std::uint8_t>(inside ? 20 : (x * 3 + y * 5 + seed) % 256));
        }
    return { size, std::move(rgb) };
}

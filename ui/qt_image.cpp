#include "ui/qt_image.h"

#include <algorithm>
#include <vector>

namespace netlens {

QImage toQImage(const Image& image)
{
    if (image.isNull())
        return {};
    return QImage(
        image.pixels().data(), image.width(), image.height(),
        qsizetype { Image::kChannels } * image.width(), QImage::Format_RGB888,
        [](void* kept) { delete static_cast<Image*>(kept); }, new Image(image));
}

Image fromQImage(const QImage& image)
{
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    const auto rowBytes = static_cast<std::size_t>(rgb.width()) * Image::kChannels;
    std::vector<std::uint8_t> pixels(rowBytes * static_cast<std::size_t>(rgb.height()));
    for (int y = 0; y < rgb.height(); ++y)
        std::copy_n(rgb.constScanLine(y), rowBytes,
            pixels.begin() + static_cast<std::ptrdiff_t>(rowBytes) * y);
    return Image({ rgb.width(), rgb.height() }, std::move(pixels));
}

} // namespace netlens

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

QImage toRgb32(const Image& image)
{
    QImage converted(image.width(), image.height(), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        const std::uint8_t* from = image.row(y);
        auto* to = reinterpret_cast<QRgb*>(converted.scanLine(y));
        for (int x = 0; x < image.width(); ++x, from += Image::kChannels)
            to[x] = qRgb(from[0], from[1], from[2]);
    }
    return converted;
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

#include "ui/qt_image.h"

#include <QtEndian>

#include <algorithm>
#include <vector>

namespace netlens {

namespace {

    constexpr QRgb kOpaque = 0xff000000;

} // namespace

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
    if (image.width() == 0)
        return {};
    QImage converted(image.width(), image.height(), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        const std::uint8_t* from = image.row(y);
        auto* to = reinterpret_cast<QRgb*>(converted.scanLine(y));
        // Four bytes at a time, of which the last is the next pixel's: the row's last has none.
        const int last = image.width() - 1;
        for (int x = 0; x < last; ++x, from += Image::kChannels)
            to[x] = kOpaque | (qFromBigEndian<QRgb>(from) >> 8U);
        to[last] = qRgb(from[0], from[1], from[2]);
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

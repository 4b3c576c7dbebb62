#include "ui/thumbnail.h"

#include <QImageReader>

#include <algorithm>

namespace netlens {

QImage makeThumbnail(const QString& path, QSize room, qreal ratio)
{
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    room *= ratio;
    const QSize full = reader.size();
    if (full.isValid() && (full.width() > room.width() || full.height() > room.height())) {
        // The reader turns the picture after scaling, so both ways round must fit.
        const int longest = std::max(room.width(), room.height());
        reader.setScaledSize(full.scaled(longest, longest, Qt::KeepAspectRatio));
    }
    QImage image = reader.read();
    if (image.isNull())
        return {};
    if (image.width() > room.width() || image.height() > room.height())
        image = image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    image.setDevicePixelRatio(ratio);
    return image.convertToFormat(QImage::Format_RGB32);
}

} // namespace netlens

#pragma once

#include <QImage>
#include <QSize>
#include <QString>

namespace netlens {

/// The picture in a file, no larger than `room` (in pixels of the layout, `ratio` of the screen's
/// to each), the right way up; null if it cannot be read. Slow: not for the GUI thread.
QImage makeThumbnail(const QString& path, QSize room, qreal ratio);

} // namespace netlens

#pragma once

#include <QFont>
#include <QPainter>
#include <QRect>
#include <QString>

namespace netlens {

/// Large words at the lower edge of a picture, on a plate that reads on any picture.
/// @param area in pixels of the painter @param detail smaller, beneath; may be empty
void drawCaption(QPainter& painter, const QRect& area, const QFont& font, const QString& text,
    const QString& detail);

} // namespace netlens

#pragma once

#include <QFont>
#include <QPainter>
#include <QRect>
#include <QString>

namespace netlens {

/// What is written over a frame.
struct Caption {
    QString text;
    QString detail {}; ///< smaller, beneath; may be empty

    friend bool operator==(const Caption&, const Caption&) = default;
};

/// The answer, or that there is none to rely on. Nothing for an empty label.
Caption captionFor(const QString& label, const QString& value, bool isSure);

/// Large words at the lower edge of a picture, on a plate that reads on any picture.
/// @param area in pixels of the painter @param detail smaller, beneath; may be empty
void drawCaption(QPainter& painter, const QRect& area, const QFont& font, const QString& text,
    const QString& detail);

} // namespace netlens

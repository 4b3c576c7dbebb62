#pragma once

#include <QBrush>
#include <QColor>
#include <QPalette>

namespace netlens {

/// The colour of the label with that number, 1 for the first. Okabe and Ito's colours, which people
/// with any colour vision tell apart; then the same darkened; then again from the start, where only
/// the number drawn on it tells a label from another.
QColor timelineColor(int number);

/// Black or white, whichever reads better on it.
QColor inkOn(const QColor& color);

/// Neutral grey stripes for "not sure", in device pixels.
/// @param ratio device pixels a pixel
QBrush unsureHatching(const QPalette& palette, qreal ratio);

} // namespace netlens

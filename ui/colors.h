#pragma once

#include <QColor>
#include <QPalette>

namespace netlens {

/// WCAG 2 contrast ratio of two opaque colours, 1 … 21.
double contrast(const QColor& a, const QColor& b);

/// `share` of b mixed into a, 0 … 1.
QColor mixed(const QColor& a, const QColor& b, double share);

/// `wanted` moved towards the text colour until it reads on `background` (contrast ≥ 4.5).
QColor readable(const QColor& wanted, const QColor& background, const QColor& text);

/// For hints and units: quieter than the text, still readable on the window.
QColor secondaryText(const QPalette& palette);

bool isDark(const QPalette& palette);

} // namespace netlens

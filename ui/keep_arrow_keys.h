#pragma once

class QWidget;

namespace netlens {

/// Lets a widget that uses the arrow keys have them while it is focused; elsewhere ← and → are
/// the window's shortcuts for the previous and the next picture.
void keepArrowKeys(QWidget* widget);

} // namespace netlens

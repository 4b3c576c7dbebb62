#pragma once

class QWidget;

namespace netlens {

/// Leaves the wheel to the scrolling area around the spin boxes and drop-down lists in `contents`,
/// so that scrolling past one never changes its value.
void scrollPastControls(QWidget* contents);

} // namespace netlens

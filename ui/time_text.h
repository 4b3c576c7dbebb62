#pragma once

#include <QString>

namespace netlens {

/// A place in a medium as players write it: 0:07, 12:34, 1:02:03.
/// @pre seconds is finite and not negative.
QString timeText(double seconds);
/// The same with tenths: 0:07.4.
QString tenthsText(double seconds);

} // namespace netlens

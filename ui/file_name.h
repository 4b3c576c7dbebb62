#pragma once

#include <QString>

namespace netlens {

/// What files made from a source are called: its name without folder and suffix, and without what
/// file systems do not take. Leaves room for a time and a suffix. May be empty.
QString fileNameOf(const QString& source);

} // namespace netlens

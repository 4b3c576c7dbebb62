#pragma once

#include <QString>

namespace netlens {

/// With places at which a long name can go on in the next line.
QString breakable(QString text);

} // namespace netlens

#pragma once

#include <QIcon>
#include <QString>

namespace netlens {

/// The icon of that name (resources/icons/<name>.svg), drawn in the palette's text colour of the
/// moment, so one file serves light, dark, disabled and selected.
QIcon icon(const QString& name);

} // namespace netlens

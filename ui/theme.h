#pragma once

#include <QPalette>

namespace netlens {

enum class Theme { System, Light, Dark };

/// The program's own colours. @pre theme is Light or Dark.
QPalette themePalette(Theme theme);

/// Gives the whole application these colours; System returns to the desktop's.
void applyTheme(Theme theme);

/// The theme kept from the last run.
Theme savedTheme();
void saveTheme(Theme theme);

} // namespace netlens

#pragma once

#include "symbol.h"

namespace netlens::drawings {

/// Something a person may well draw or hold up that is none of the symbols.
Symbol makeDecoy(Random& random);

/// One letter or digit, or lines of marks that look like writing.
Symbol makeLetters(Random& random);

} // namespace netlens::drawings

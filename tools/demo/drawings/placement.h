#pragma once

#include "symbol.h"

#include <vector>

namespace netlens::drawings {

/// A symbol where it is drawn: in shares of the picture's side.
struct Placed {
    std::vector<Mark> marks;
    double lineWidth = 0.02;
    Box box; ///< of everything drawn, lines with their width
};

struct PlacementRange {
    double scale = 0.5; ///< the longer side of the box
    double wobble = 0; ///< 0 ruled … 1 a shaky hand
    double perspective = 0; ///< 0 … 1
};

/// Turns, stretches, wobbles and scales a symbol and puts it somewhere wholly inside the picture.
Placed place(Symbol symbol, const PlacementRange& range, Random& random);

/// The same drawing gone over once more by hand.
Placed retraced(const Placed& placed, Random& random);

} // namespace netlens::drawings

#include "symbol.h"

#include <cmath>

namespace netlens::drawings {

Symbol makeSymbol(int symbolClass, Random& random)
{
    static constexpr std::array<SymbolMaker, kSymbols> kMakers { makeCircle, makeSquare,
        makeTriangle, makeStar, makeHeart, makeArrowUp, makeArrowDown, makeArrowLeft,
        makeArrowRight, makeCross, makePlus, makeCheckMark, makeCrescent, makeSpiral, makeWave,
        makeLightning, makeHouse, makeTree, makeFlower, makeFish, makeCup, makeKey, makeUmbrella,
        makeSmiley };
    return kMakers.at(static_cast<std::size_t>(symbolClass))(random);
}

void turnBy(Symbol& symbol, double radians)
{
    const double c = std::cos(radians);
    const double s = std::sin(radians);
    for (Mark& mark : symbol.marks) {
        for (Point& p : mark.path)
            p = { c * p.x - s * p.y, s * p.x + c * p.y };
    }
}

void mirror(Symbol& symbol)
{
    for (Mark& mark : symbol.marks) {
        for (Point& p : mark.path)
            p.x = -p.x;
    }
}

} // namespace netlens::drawings

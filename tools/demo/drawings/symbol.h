#pragma once

#include "geometry.h"
#include "random.h"

#include <array>
#include <string_view>
#include <vector>

namespace netlens::drawings {

/// The classes in the order of the network's outputs; the last one is what is none of the others.
inline constexpr std::array<std::string_view, 25> kClassNames { "circle", "square", "triangle",
    "star", "heart", "arrow up", "arrow down", "arrow left", "arrow right", "cross", "plus",
    "check mark", "crescent", "spiral", "wave", "lightning", "house", "tree", "flower", "fish",
    "cup", "key", "umbrella", "smiley", "nothing" };
inline constexpr int kClasses = static_cast<int>(kClassNames.size());
inline constexpr int kSymbols = kClasses - 1;
inline constexpr int kNothing = kClasses - 1;

/// One stroke or area of a symbol.
struct Mark {
    enum class Kind {
        Body, ///< a closed way: its area is filled or its edge is drawn
        Line, ///< an open way, always drawn
        Detail, ///< a line on a body
        Spot, ///< a filled area on a body
    };
    Kind kind = Kind::Line;
    Path path;
    double weight = 1; ///< of the line's width
    int tone = 0; ///< bodies of another tone may have another colour

    bool isClosed() const { return kind == Kind::Body || kind == Kind::Spot; }
};

/// A symbol in its own frame, about −1..1 with y down, and how far it may be turned and stretched
/// before it would be read as something else.
struct Symbol {
    std::vector<Mark> marks;
    double turn = 0.35; ///< radians to either side
    double stretch = 0.32; ///< log of the aspect, to either side
    double lineWidth = 0.13; ///< usual width in the symbol's frame
    double widest = 0.24; ///< width at which its parts would run together
};

/// One of the ways people draw it. @pre 0 <= symbolClass < kSymbols.
Symbol makeSymbol(int symbolClass, Random& random);

/// Families of makeSymbol, a file each.
using SymbolMaker = Symbol (*)(Random&);
Symbol makeCircle(Random& random);
Symbol makeSquare(Random& random);
Symbol makeTriangle(Random& random);
Symbol makeStar(Random& random);
Symbol makeHeart(Random& random);
Symbol makeArrowUp(Random& random);
Symbol makeArrowDown(Random& random);
Symbol makeArrowLeft(Random& random);
Symbol makeArrowRight(Random& random);
Symbol makeCross(Random& random);
Symbol makePlus(Random& random);
Symbol makeCheckMark(Random& random);
Symbol makeCrescent(Random& random);
Symbol makeSpiral(Random& random);
Symbol makeWave(Random& random);
Symbol makeLightning(Random& random);
Symbol makeHouse(Random& random);
Symbol makeTree(Random& random);
Symbol makeFlower(Random& random);
Symbol makeFish(Random& random);
Symbol makeCup(Random& random);
Symbol makeKey(Random& random);
Symbol makeUmbrella(Random& random);
Symbol makeSmiley(Random& random);

/// Turns every mark about the origin.
void turnBy(Symbol& symbol, double radians);
void mirror(Symbol& symbol);

} // namespace netlens::drawings

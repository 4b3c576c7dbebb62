#include "symbol.h"

#include <cmath>

namespace netlens::drawings {

namespace {

    using Kind = Mark::Kind;

    /// Pointing up: a block, lines, or a line with a filled head.
    Symbol arrow(Random& random, double direction)
    {
        Symbol symbol;
        const double head = random.between(0.45, 0.85); // half the head's width
        const double neck = random.between(-0.35, 0.1);
        const int form = random.index(3);
        if (form == 0) {
            const double shaft = random.between(0.18, 0.32);
            symbol.marks.push_back({ Kind::Body,
                { { 0, -1 }, { head, neck }, { shaft, neck }, { shaft, 1 }, { -shaft, 1 },
                    { -shaft, neck }, { -head, neck } } });
        } else if (form == 1) {
            symbol.marks.push_back({ Kind::Line, { { 0, -1 }, { 0, 1 } } });
            symbol.marks.push_back({ Kind::Line, { { -head, neck }, { 0, -1 }, { head, neck } } });
        } else {
            symbol.marks.push_back({ Kind::Line, { { 0, neck }, { 0, 1 } } });
            symbol.marks.push_back(
                { Kind::Body, { { 0, -1 }, { head * 0.8, neck }, { -head * 0.8, neck } } });
        }
        turnBy(symbol, direction);
        symbol.turn = 0.35;
        symbol.widest = 0.22;
        return symbol;
    }

    Path bars(double half)
    {
        return { { -half, -1 }, { half, -1 }, { half, -half }, { 1, -half }, { 1, half },
            { half, half }, { half, 1 }, { -half, 1 }, { -half, half }, { -1, half }, { -1, -half },
            { -half, -half } };
    }

    Symbol twoBars(Random& random)
    {
        Symbol symbol;
        if (random.chance(0.35)) {
            symbol.marks.push_back({ Kind::Body, bars(random.between(0.16, 0.34)) });
        } else {
            const double offCentre = random.between(-0.12, 0.12);
            symbol.marks.push_back({ Kind::Line, { { offCentre, -1 }, { offCentre, 1 } } });
            symbol.marks.push_back({ Kind::Line, { { -1, -offCentre }, { 1, -offCentre } } });
        }
        symbol.turn = 0.19;
        symbol.stretch = 0.2;
        symbol.lineWidth = 0.17;
        symbol.widest = 0.45;
        return symbol;
    }

} // namespace

Symbol makeArrowUp(Random& random)
{
    return arrow(random, 0);
}

Symbol makeArrowDown(Random& random)
{
    return arrow(random, kPi);
}

Symbol makeArrowLeft(Random& random)
{
    return arrow(random, -kPi / 2);
}

Symbol makeArrowRight(Random& random)
{
    return arrow(random, kPi / 2);
}

Symbol makeCross(Random& random)
{
    Symbol symbol = twoBars(random);
    turnBy(symbol, kPi / 4);
    return symbol;
}

Symbol makePlus(Random& random)
{
    return twoBars(random);
}

Symbol makeCheckMark(Random& random)
{
    const Point bottom { random.between(-0.45, -0.15), random.between(0.65, 0.9) };
    const Point left { -1, random.between(-0.1, 0.3) };
    const Point right { 1, random.between(-1.0, -0.6) };
    Symbol symbol;
    if (random.chance(0.3)) {
        const Point bend { (bottom.x + right.x) / 2 - 0.12, (bottom.y + right.y) / 2 - 0.1 };
        symbol.marks.push_back({ Kind::Line, { left, bottom } });
        symbol.marks.push_back({ Kind::Line, smooth({ bottom, bend, right }, false) });
    } else {
        symbol.marks.push_back({ Kind::Line, { left, bottom, right } });
    }
    symbol.turn = 0.25;
    symbol.lineWidth = 0.17;
    symbol.widest = 0.36;
    return symbol;
}

Symbol makeLightning(Random& random)
{
    Symbol symbol;
    const double lean = random.between(-0.08, 0.08);
    if (random.chance(0.75)) {
        symbol.marks.push_back({ Kind::Body,
            { { 0.25 + lean, -1 }, { -0.5, 0.15 }, { -0.06, 0.12 }, { -0.32 - lean, 1 },
                { 0.52, -0.28 }, { 0.08, -0.24 }, { 0.62 + lean, -1 } } });
    } else {
        symbol.marks.push_back({ Kind::Line,
            { { 0.3 + lean, -1 }, { -0.38, 0.12 }, { 0.36, -0.12 }, { -0.3 - lean, 1 } } });
    }
    if (random.chance(0.3))
        mirror(symbol);
    symbol.turn = 0.3;
    symbol.stretch = 0.25;
    symbol.widest = 0.18;
    return symbol;
}

} // namespace netlens::drawings

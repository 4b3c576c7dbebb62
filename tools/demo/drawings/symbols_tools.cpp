#include "symbol.h"

#include <cmath>

namespace netlens::drawings {

namespace {

    using Kind = Mark::Kind;

    void addSteam(Symbol& symbol, Random& random)
    {
        const int lines = 2 + random.index(2);
        for (int i = 0; i < lines; ++i) {
            const double x = -0.15 + (i - (lines - 1) / 2.0) * 0.38;
            symbol.marks.push_back({ Kind::Line,
                smooth({ { x, -0.55 }, { x + 0.08, -0.7 }, { x - 0.08, -0.85 }, { x, -1 } }, false),
                0.8 });
        }
    }

    void addTeeth(Symbol& symbol, Random& random)
    {
        const int teeth = 2 + random.index(2);
        const double length = random.between(0.24, 0.36);
        for (int i = 0; i < teeth; ++i) {
            const double x = 0.96 - 0.24 * i;
            const double reach = length * (i % 2 == 0 ? 1 : random.between(0.65, 1.0));
            symbol.marks.push_back({ Kind::Line, { { x, 0 }, { x, reach } }, 1.2 });
        }
    }

    /// The lower edge of an umbrella: arcs from the right end to the left.
    Path scallops(int count, double level, double rise)
    {
        Path path;
        for (int i = 0; i < count; ++i) {
            const double half = 1.0 / count;
            append(path, arc({ 1 - half * (2 * i + 1), level }, half, rise, 0, -kPi, 8));
        }
        return path;
    }

} // namespace

Symbol makeCup(Random& random)
{
    Symbol symbol;
    const double top = random.between(0.62, 0.75);
    const double foot = top * random.between(0.6, 1.0);
    const double rim = -0.42;
    const double base = random.between(0.65, 0.95);
    const double reach = random.between(0.28, 0.4);
    symbol.marks.push_back({ Kind::Line,
        arc({ top - 0.2, (rim + base) / 2 - 0.06 }, reach + 0.05, (base - rim) * 0.32, -kPi / 2,
            kPi / 2, 16),
        1.2 });
    Path cup { { -top - 0.15, rim }, { top - 0.15, rim } };
    if (random.chance(0.5))
        append(cup, { { foot - 0.15, base }, { -foot - 0.15, base } });
    else
        append(cup, arc({ -0.15, rim + 0.1 }, top, base - rim - 0.1, 0, kPi, 20));
    symbol.marks.push_back({ Kind::Body, cup });
    if (random.chance(0.35))
        symbol.marks.push_back({ Kind::Detail, arc({ -0.15, rim }, top, 0.16, 0, kPi, 16) });
    if (random.chance(0.45))
        addSteam(symbol, random);
    if (random.chance(0.25))
        symbol.marks.push_back({ Kind::Line, { { -1, 1 }, { 0.75, 1 } } });
    if (random.chance(0.4))
        mirror(symbol);
    symbol.lineWidth = 0.11;
    symbol.widest = 0.17;
    symbol.turn = 0.25;
    return symbol;
}

Symbol makeKey(Random& random)
{
    Symbol symbol;
    const double radius = random.between(0.32, 0.44);
    const Point bow { -1 + radius, 0 };
    symbol.marks.push_back({ Kind::Line, { { bow.x + radius, 0 }, { 1, 0 } }, 1.3 });
    addTeeth(symbol, random);
    if (random.chance(0.5)) {
        symbol.marks.push_back({ Kind::Body, ellipse(bow, radius, radius, 24) });
        symbol.marks.push_back(
            { Kind::Spot, ellipse({ bow.x - 0.06, 0 }, radius * 0.42, radius * 0.42, 16) });
    } else {
        symbol.marks.push_back({ Kind::Line, arc(bow, radius, radius, 0, 2 * kPi), 1.3 });
    }
    if (random.chance(0.5))
        mirror(symbol);
    if (random.chance(0.5))
        turnBy(symbol, random.sign() * kPi / 2);
    symbol.turn = 0.8;
    symbol.stretch = 0.25;
    symbol.lineWidth = 0.12;
    symbol.widest = 0.16;
    return symbol;
}

Symbol makeUmbrella(Random& random)
{
    Symbol symbol;
    const double level = random.between(0.0, 0.15);
    const int panels = 3 + random.index(2);
    const int side = random.sign();
    Path handle { { 0, level - 0.12 }, { 0, 0.8 } };
    append(
        handle, arc({ side * 0.17, 0.8 }, 0.17, 0.2, side > 0 ? kPi : 0, side > 0 ? 0 : kPi, 10));
    Path dome = arc({ 0, level }, 1, level + 0.9, -kPi, 0, 24);
    append(dome, scallops(panels, level, random.between(0.08, 0.2)));
    symbol.marks.push_back({ Kind::Line, { { 0, -1 }, { 0, -0.85 } } });
    symbol.marks.push_back({ Kind::Line, handle });
    symbol.marks.push_back({ Kind::Body, dome });
    if (random.chance(0.45)) {
        for (int i = 1; i < panels; ++i) {
            const double x = -1 + 2.0 * i / panels;
            symbol.marks.push_back({ Kind::Detail,
                smooth({ { 0, -0.9 }, { x * 0.75, -0.4 }, { x, level } }, false), 0.8 });
        }
    }
    symbol.lineWidth = 0.1;
    symbol.widest = 0.16;
    symbol.turn = 0.5;
    return symbol;
}

} // namespace netlens::drawings

#include "symbol.h"

#include <cmath>

namespace netlens::drawings {

namespace {

    using Kind = Mark::Kind;

    /// A crown of bumps round a centre.
    Path cloud(Random& random, Point centre, double radiusX, double radiusY)
    {
        const int bumps = 6 + random.index(4);
        const double depth = random.between(0.06, 0.16);
        Path path;
        for (int i = 0; i < 60; ++i) {
            const double angle = 2 * kPi * i / 60;
            const double bump = 1 - depth + depth * std::abs(std::sin(angle * bumps / 2)) * 2;
            path.push_back({ centre.x + radiusX * bump * std::cos(angle),
                centre.y + radiusY * bump * std::sin(angle) });
        }
        return path;
    }

    void addConifer(Symbol& symbol, Random& random)
    {
        const int layers = 2 + random.index(2);
        Path path { { 0, -1 } };
        for (int side = 1; side >= -1; side -= 2) {
            for (int i = 0; i < layers; ++i) {
                const int layer = side > 0 ? i : layers - 1 - i;
                const double y = -1 + 1.5 * (layer + 1) / layers;
                const double out = 0.35 + 0.4 * (layer + 1) / layers;
                const Point tip { side * out, y };
                const Point notch { side * out * 0.45, y };
                path.push_back(side > 0 ? tip : notch);
                path.push_back(side > 0 ? notch : tip);
            }
        }
        symbol.marks.push_back({ Kind::Body, rectangle(-0.13, 0.5, 0.13, 1), 1, 1 });
        symbol.marks.push_back({ Kind::Body, path });
    }

    Path petal(double angle, double length, double width)
    {
        Path path = ellipse({ 0.2 + length / 2, 0 }, length / 2, width / 2, 18);
        for (Point& p : path) {
            const Point q = p;
            p = { q.x * std::cos(angle) - q.y * std::sin(angle),
                q.x * std::sin(angle) + q.y * std::cos(angle) };
        }
        return path;
    }

    void shift(Symbol& symbol, double dx, double dy, double scale)
    {
        for (Mark& mark : symbol.marks) {
            for (Point& p : mark.path)
                p = { p.x * scale + dx, p.y * scale + dy };
        }
    }

} // namespace

Symbol makeHouse(Random& random)
{
    const double wall = random.between(0.68, 0.9);
    const double eaves = random.between(-0.25, 0.0);
    Symbol symbol;
    if (random.chance(0.35)) {
        const double x = random.sign() * wall * 0.55;
        symbol.marks.push_back({ Kind::Body, rectangle(x - 0.12, -0.95, x + 0.12, -0.4), 1, 1 });
    }
    symbol.marks.push_back({ Kind::Body, rectangle(-wall, eaves, wall, 1) });
    symbol.marks.push_back({ Kind::Body, { { 0, -1 }, { 1, eaves }, { -1, eaves } }, 1, 1 });
    const bool solid = random.chance(0.5);
    const double door = random.between(-0.3, 0.3);
    symbol.marks.push_back({ solid ? Kind::Spot : Kind::Detail,
        { { door - 0.17, 1 }, { door - 0.17, 0.42 }, { door + 0.17, 0.42 }, { door + 0.17, 1 } } });
    if (random.chance(0.6)) {
        const double x = door > 0 ? -wall * 0.5 : wall * 0.5;
        Path window = rectangle(x - 0.16, eaves + 0.22, x + 0.16, eaves + 0.52);
        window.push_back(window[0]);
        symbol.marks.push_back({ solid ? Kind::Spot : Kind::Detail, window });
    }
    symbol.lineWidth = 0.1;
    symbol.widest = 0.15;
    symbol.turn = 0.3;
    return symbol;
}

Symbol makeTree(Random& random)
{
    Symbol symbol;
    if (random.chance(0.4)) {
        addConifer(symbol, random);
    } else {
        const double half = random.between(0.09, 0.17);
        symbol.marks.push_back({ Kind::Body, rectangle(-half, 0.1, half, 1), 1, 1 });
        symbol.marks.push_back(
            { Kind::Body, cloud(random, { 0, -0.3 }, random.between(0.6, 0.85), 0.66) });
        if (random.chance(0.2)) // apples
            for (int i = 0; i < 4; ++i)
                symbol.marks.push_back({ Kind::Spot,
                    ellipse({ random.between(-0.4, 0.4), random.between(-0.7, 0.05) }, 0.08, 0.08,
                        10) });
    }
    symbol.lineWidth = 0.1;
    symbol.widest = 0.16;
    symbol.turn = 0.3;
    return symbol;
}

Symbol makeFlower(Random& random)
{
    Symbol symbol;
    const int petals = 5 + random.index(4);
    const double width = random.between(0.85, 1.1) * 3.4 / petals;
    const double first = random.between(0, kPi);
    for (int i = 0; i < petals; ++i)
        symbol.marks.push_back({ Kind::Body, petal(first + 2 * kPi * i / petals, 0.8, width) });
    symbol.marks.push_back({ Kind::Body, ellipse({ 0, 0 }, 0.3, 0.3, 20), 1, 1 });
    symbol.turn = kPi;
    symbol.lineWidth = 0.09;
    symbol.widest = 0.13;
    if (random.chance(0.6)) {
        shift(symbol, 0, -0.4, 0.6);
        const double bend = random.between(-0.12, 0.12);
        symbol.marks.insert(symbol.marks.begin(),
            { Kind::Line, smooth({ { 0, -0.3 }, { bend, 0.4 }, { 0, 1 } }, false), 1.2, 1 });
        const int side = random.sign();
        symbol.marks.push_back({ Kind::Body,
            smooth({ { bend, 0.7 }, { side * 0.25, 0.35 }, { side * 0.55, 0.3 },
                       { side * 0.35, 0.62 } },
                true),
            1, 1 });
        symbol.turn = 0.35;
        symbol.widest = 0.1;
        symbol.lineWidth = 0.075;
    }
    return symbol;
}

Symbol makeFish(Random& random)
{
    const double height = random.between(0.38, 0.55);
    Symbol symbol;
    if (random.chance(0.35)) { // in one go, crossing at the tail
        Path path = arc({ -0.2, 0 }, 0.8, height, 0.42, 2 * kPi - 0.42);
        append(path, { { 1, 0.45 }, { 0.9, 0 }, { 1, -0.45 } });
        symbol.marks.push_back({ Kind::Body, path });
    } else {
        const double fork = random.between(0.75, 0.98);
        symbol.marks.push_back(
            { Kind::Body, { { 0.42, 0 }, { 1, -0.45 }, { fork, 0 }, { 1, 0.45 } }, 1, 1 });
        symbol.marks.push_back({ Kind::Body, ellipse({ -0.22, 0 }, 0.78, height) });
    }
    symbol.marks.push_back({ Kind::Spot, ellipse({ -0.6, -height * 0.3 }, 0.09, 0.09, 12) });
    if (random.chance(0.4))
        symbol.marks.push_back(
            { Kind::Detail, arc({ -0.5, 0 }, 0.24, height * 0.75, -1.0, 1.0, 12) });
    if (random.chance(0.3))
        symbol.marks.push_back({ Kind::Line,
            { { -0.35, -height }, { -0.1, -height - 0.25 }, { 0.1, -height * 0.9 } } });
    if (random.chance(0.5))
        mirror(symbol);
    symbol.lineWidth = 0.1;
    symbol.widest = 0.17;
    return symbol;
}

Symbol makeSmiley(Random& random)
{
    Symbol symbol;
    symbol.marks.push_back({ Kind::Body, ellipse({ 0, 0 }, 1, 1) });
    const double apart = random.between(0.28, 0.42);
    const double eye = random.between(0.1, 0.16);
    for (int side = -1; side <= 1; side += 2)
        symbol.marks.push_back({ Kind::Spot,
            ellipse({ side * apart, random.between(-0.33, -0.27) }, eye,
                eye * random.between(1.0, 1.6), 14) });
    const double open = random.between(0.35, 0.6);
    Path mouth = arc({ 0, 0.0 }, 0.6, random.between(0.5, 0.68), open, kPi - open);
    if (random.chance(0.25))
        symbol.marks.push_back({ Kind::Spot, mouth });
    else
        symbol.marks.push_back({ Kind::Detail, mouth, 1.1 });
    if (random.chance(0.15))
        symbol.marks.push_back({ Kind::Detail, { { 0, -0.12 }, { 0, 0.14 } } });
    symbol.lineWidth = 0.12;
    symbol.widest = 0.17;
    symbol.turn = 0.4;
    return symbol;
}

} // namespace netlens::drawings

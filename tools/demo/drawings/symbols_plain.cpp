#include "symbol.h"

#include <cmath>

namespace netlens::drawings {

namespace {

    using Kind = Mark::Kind;

    Symbol body(Path path, double turn)
    {
        Symbol symbol;
        symbol.marks.push_back({ Kind::Body, std::move(path) });
        symbol.turn = turn;
        return symbol;
    }

} // namespace

Symbol makeCircle(Random& random)
{
    Symbol symbol = body(ellipse({ 0, 0 }, 1, 1), kPi);
    if (random.chance(0.1)) // a second ring is still a circle
        symbol.marks.push_back({ Kind::Detail, arc({ 0, 0 }, 0.7, 0.7, 0, 2 * kPi) });
    return symbol;
}

Symbol makeSquare(Random& random)
{
    Symbol symbol = body(rectangle(-1, -1, 1, 1), random.chance(0.2) ? kPi / 4 : 0.3);
    if (random.chance(0.15)) {
        Path rounded;
        for (int corner = 0; corner < 4; ++corner) {
            const double angle = corner * kPi / 2;
            const Point centre { std::cos(angle + kPi / 4) * 1.1, std::sin(angle + kPi / 4) * 1.1 };
            append(rounded, arc(centre, 0.22, 0.22, angle, angle + kPi / 2, 6));
        }
        symbol.marks[0].path = rounded;
    }
    if (random.chance(0.08))
        symbol.marks.push_back({ Kind::Detail, rectangle(-0.7, -0.7, 0.7, 0.7) });
    if (symbol.marks.size() > 1)
        symbol.marks[1].path.push_back(symbol.marks[1].path[0]);
    symbol.stretch = 0.3;
    return symbol;
}

Symbol makeTriangle(Random& random)
{
    const double apex = random.between(-0.35, 0.35);
    Symbol symbol = body({ { apex, -1 }, { 1, 0.8 }, { -1, 0.8 } }, 0.4);
    if (random.chance(0.25))
        symbol.turn = kPi;
    return symbol;
}

Symbol makeStar(Random& random)
{
    const int points = random.chance(0.85) ? 5 : 6;
    Path path;
    if (points == 5 && random.chance(0.3)) { // in one go, lines crossing
        for (int i = 0; i < 5; ++i)
            path.push_back({ std::sin(i * 4 * kPi / 5), -std::cos(i * 4 * kPi / 5) });
    } else {
        const double inner = points == 5 ? random.between(0.36, 0.52) : random.between(0.45, 0.58);
        for (int i = 0; i < 2 * points; ++i) {
            const double radius = i % 2 == 0 ? 1 : inner;
            path.push_back(
                { radius * std::sin(i * kPi / points), -radius * std::cos(i * kPi / points) });
        }
    }
    Symbol symbol = body(path, random.chance(0.7) ? 0.3 : kPi);
    symbol.widest = 0.18;
    return symbol;
}

Symbol makeHeart(Random& random)
{
    Path path;
    const double depth = random.between(4.0, 6.5);
    for (int i = 0; i < 40; ++i) {
        const double t = 2 * kPi * i / 40;
        const double s = std::sin(t);
        path.push_back({ 16 * s * s * s / 16,
            -(13 * std::cos(t) - depth * std::cos(2 * t) - 2 * std::cos(3 * t) - std::cos(4 * t))
                / 16 });
    }
    return body(path, 0.5);
}

Symbol makeCrescent(Random& random)
{
    const double tip = random.between(0.7, 1.25);
    const double shift = random.between(0.36, 0.55);
    Path path = arc({ 0, 0 }, 1, 1, tip, 2 * kPi - tip);
    const double innerRadius = std::hypot(std::cos(tip) - shift, std::sin(tip));
    const double innerTip = std::atan2(std::sin(tip), std::cos(tip) - shift);
    append(path, arc({ shift, 0 }, innerRadius, innerRadius, 2 * kPi - innerTip, innerTip));
    Symbol symbol = body(path, 0.7);
    if (random.chance(0.4))
        mirror(symbol);
    symbol.widest = 0.18;
    return symbol;
}

Symbol makeSpiral(Random& random)
{
    const double turns = random.between(2.0, 3.3);
    const double first = random.between(0.0, 0.12);
    Path path;
    const int steps = static_cast<int>(turns * 26);
    for (int i = 0; i <= steps; ++i) {
        const double radius = first + (1 - first) * i / steps;
        const double angle = 2 * kPi * turns * i / steps;
        path.push_back({ radius * std::cos(angle), radius * std::sin(angle) });
    }
    Symbol symbol;
    symbol.marks.push_back({ Kind::Line, path });
    if (random.chance(0.5))
        mirror(symbol);
    symbol.turn = kPi;
    symbol.lineWidth = 0.09;
    symbol.widest = 0.42 / turns;
    return symbol;
}

Symbol makeWave(Random& random)
{
    const int lines = random.chance(0.5) ? 1 : 2 + random.index(2);
    const double periods = random.between(1.6, 3.2);
    const double height = random.between(0.45, 0.75) / periods;
    const double phase = random.between(0, 2 * kPi);
    const double gap = random.between(0.42, 0.6);
    Symbol symbol;
    for (int line = 0; line < lines; ++line) {
        Path path;
        const double middle = (line - (lines - 1) / 2.0) * gap;
        for (int i = 0; i <= 60; ++i) {
            const double x = -1 + i / 30.0;
            path.push_back({ x, middle + height * std::sin(phase + x * kPi * periods) });
        }
        symbol.marks.push_back({ Kind::Line, path });
    }
    symbol.turn = 0.35;
    symbol.lineWidth = 0.11;
    symbol.widest = lines == 1 ? 0.2 : 0.15;
    return symbol;
}

} // namespace netlens::drawings

#include "decoys.h"

#include <cmath>

namespace netlens::drawings {

namespace {

    using Kind = Mark::Kind;

    Symbol lines(std::vector<Path> paths, double turn)
    {
        Symbol symbol;
        for (Path& path : paths)
            symbol.marks.push_back({ Kind::Line, std::move(path) });
        symbol.turn = turn;
        symbol.lineWidth = 0.1;
        return symbol;
    }

    Path anyPoints(Random& random, int count)
    {
        Path path;
        for (int i = 0; i < count; ++i)
            path.push_back({ random.between(-1, 1), random.between(-1, 1) });
        return path;
    }

    Symbol scribble(Random& random)
    {
        return lines({ smooth(anyPoints(random, 6 + random.index(9)), false) }, kPi);
    }

    Symbol crossedLines(Random& random)
    {
        std::vector<Path> paths;
        for (int i = 3 + random.index(5); i > 0; --i)
            paths.push_back(anyPoints(random, 2));
        return lines(std::move(paths), kPi);
    }

    Symbol oneLine(Random& random)
    {
        const double bend = random.between(-0.25, 0.25);
        return lines({ smooth({ { -1, 0 }, { 0, bend }, { 1, 0 } }, false) }, kPi);
    }

    Symbol parallels(Random& random)
    {
        std::vector<Path> paths;
        const int count = 2 + random.index(5);
        const double gap = random.between(0.3, 0.5);
        for (int i = 0; i < count; ++i) {
            const double y = (i - (count - 1) / 2.0) * gap;
            paths.push_back({ { -1, y }, { random.between(0.4, 1), y } });
        }
        return lines(std::move(paths), random.chance(0.5) ? 0.2 : kPi);
    }

    Symbol grid(Random& random)
    {
        std::vector<Path> paths;
        const int count = 3 + random.index(3);
        for (int i = 0; i < count; ++i) {
            const double at = -1 + 2.0 * i / (count - 1);
            paths.push_back({ { at, -1.1 }, { at, 1.1 } });
            paths.push_back({ { -1.1, at }, { 1.1, at } });
        }
        Symbol symbol = lines(std::move(paths), 0.4);
        symbol.lineWidth = 0.07;
        return symbol;
    }

    Symbol rays(Random& random)
    {
        std::vector<Path> paths;
        const int count = 3 + random.index(3);
        for (int i = 0; i < count; ++i) {
            const double angle = kPi * i / count;
            paths.push_back(
                { { -std::cos(angle), -std::sin(angle) }, { std::cos(angle), std::sin(angle) } });
        }
        return lines(std::move(paths), kPi);
    }

    Symbol blob(Random& random)
    {
        Path around;
        const int count = 7 + random.index(4);
        for (int i = 0; i < count; ++i) {
            const double radius = i % 3 == 0 ? random.between(0.2, 0.5) : random.between(0.5, 1);
            const double angle = 2 * kPi * (i + random.between(-0.25, 0.25)) / count;
            around.push_back({ radius * std::cos(angle), radius * std::sin(angle) });
        }
        Symbol symbol;
        symbol.marks.push_back({ Kind::Body, smooth(around, true) });
        symbol.turn = kPi;
        return symbol;
    }

    Symbol polygon(Random& random)
    {
        Symbol symbol;
        Path path;
        const int count = 6 + random.index(4);
        for (int i = 0; i < count; ++i) {
            const double radius = random.between(0.3, 1);
            const double angle = 2 * kPi * (i + random.between(-0.35, 0.35)) / count;
            path.push_back({ radius * std::cos(angle), radius * std::sin(angle) });
        }
        symbol.marks.push_back({ Kind::Body, path });
        symbol.turn = kPi;
        return symbol;
    }

    /// A page, a door, a ruler, a screen: far from square.
    Symbol longRectangle(Random& random)
    {
        Symbol symbol;
        const double half = random.between(0.12, 0.4);
        symbol.marks.push_back({ Kind::Body, rectangle(-half, -1, half, 1) });
        symbol.turn = kPi;
        return symbol;
    }

    Symbol dots(Random& random)
    {
        Symbol symbol;
        for (int i = 4 + random.index(9); i > 0; --i) {
            const Point at { random.between(-1, 1), random.between(-1, 1) };
            const double radius = random.between(0.04, 0.12);
            symbol.marks.push_back({ Kind::Spot, ellipse(at, radius, radius, 12) });
        }
        return symbol;
    }

    Symbol stickFigure(Random& random)
    {
        const double arms = random.between(-0.5, 0.3);
        const double legs = random.between(0.25, 0.5);
        Symbol symbol
            = lines({ { { 0, -0.5 }, { 0, 0.3 } }, { { -0.5, arms }, { 0, -0.2 }, { 0.5, arms } },
                        { { -legs, 1 }, { 0, 0.3 }, { legs, 1 } } },
                0.3);
        symbol.marks.push_back({ Kind::Body, ellipse({ 0, -0.75 }, 0.25, 0.25, 20) });
        return symbol;
    }

} // namespace

Symbol makeDecoy(Random& random)
{
    static constexpr std::array<SymbolMaker, 15> kMakers { scribble, scribble, crossedLines,
        oneLine, parallels, grid, rays, blob, blob, polygon, longRectangle, dots, stickFigure,
        makeLetters, makeLetters };
    return kMakers[static_cast<std::size_t>(random.index(static_cast<int>(kMakers.size())))](
        random);
}

} // namespace netlens::drawings

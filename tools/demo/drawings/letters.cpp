#include "decoys.h"

#include <cmath>

namespace netlens::drawings {

namespace {

    using Strokes = std::vector<Path>;

    /// In a frame of −0.6..0.6 by −1..1. No letter that is a symbol of ours (O, V, X, C, S, Z).
    const std::vector<Strokes>& alphabet()
    {
        static const std::vector<Strokes> kAlphabet {
            { { { -0.6, 1 }, { 0, -1 }, { 0.6, 1 } }, { { -0.35, 0.25 }, { 0.35, 0.25 } } }, // A
            { { { 0.6, -1 }, { -0.6, -1 }, { -0.6, 1 }, { 0.6, 1 } },
                { { -0.6, 0 }, { 0.4, 0 } } }, // E
            { { { 0.6, -1 }, { -0.6, -1 }, { -0.6, 1 } }, { { -0.6, 0 }, { 0.4, 0 } } }, // F
            { { { -0.6, -1 }, { -0.6, 1 } }, { { 0.6, -1 }, { 0.6, 1 } },
                { { -0.6, 0 }, { 0.6, 0 } } }, // H
            { { { -0.6, -1 }, { -0.6, 1 } }, { { 0.6, -1 }, { -0.6, 0.1 }, { 0.6, 1 } } }, // K
            { { { -0.6, -1 }, { -0.6, 1 }, { 0.6, 1 } } }, // L
            { { { -0.7, 1 }, { -0.6, -1 }, { 0, 0.4 }, { 0.6, -1 }, { 0.7, 1 } } }, // M
            { { { -0.6, 1 }, { -0.6, -1 }, { 0.6, 1 }, { 0.6, -1 } } }, // N
            { { { -0.5, 1 }, { -0.5, -1 }, { 0.3, -0.95 }, { 0.6, -0.5 }, { 0.3, -0.05 },
                { -0.5, 0 } } }, // P
            { { { -0.5, 1 }, { -0.5, -1 }, { 0.3, -0.95 }, { 0.55, -0.5 }, { 0.3, -0.05 },
                  { -0.5, 0 } },
                { { 0, 0 }, { 0.6, 1 } } }, // R
            { { { -0.7, -1 }, { 0.7, -1 } }, { { 0, -1 }, { 0, 1 } } }, // T
            { { { -0.6, -1 }, { -0.6, 0.5 }, { -0.2, 1 }, { 0.2, 1 }, { 0.6, 0.5 },
                { 0.6, -1 } } }, // U
            { { { -0.8, -1 }, { -0.4, 1 }, { 0, -0.4 }, { 0.4, 1 }, { 0.8, -1 } } }, // W
            { { { -0.5, -0.6 }, { 0, -1 }, { 0.5, -0.6 }, { 0.3, 0 }, { -0.6, 1 },
                { 0.6, 1 } } }, // 2
            { { { -0.5, -0.9 }, { 0.3, -0.9 }, { 0.5, -0.5 }, { 0, -0.1 }, { 0.6, 0.4 },
                { 0.2, 0.95 }, { -0.5, 0.9 } } }, // 3
            { { { 0.3, 1 }, { 0.3, -1 }, { -0.7, 0.4 }, { 0.6, 0.4 } } }, // 4
            { { { 0.5, -1 }, { -0.4, -1 }, { -0.5, -0.2 }, { 0.2, -0.3 }, { 0.6, 0.3 },
                { 0.2, 0.95 }, { -0.5, 0.9 } } }, // 5
            { { { -0.6, -1 }, { 0.6, -1 }, { -0.1, 1 } } }, // 7
        };
        return kAlphabet;
    }

    void addLetter(Symbol& symbol, Random& random, Point at, double size)
    {
        const auto& all = alphabet();
        for (Path path :
            all[static_cast<std::size_t>(random.index(static_cast<int>(all.size())))]) {
            for (Point& p : path)
                p = { at.x + p.x * size, at.y + p.y * size };
            symbol.marks.push_back({ Mark::Kind::Line, std::move(path) });
        }
    }

    /// Lines of writing, seen as from too far to be read.
    void addWriting(Symbol& symbol, Random& random)
    {
        const int rows = 1 + random.index(5);
        const double height = random.between(0.07, 0.14);
        for (int row = 0; row < rows; ++row) {
            const double y = (row - (rows - 1) / 2.0) * height * 3.4;
            double x = -1;
            while (x < 0.95) {
                Path word;
                for (int i = 3 + random.index(6); i > 0 && x < 1; --i, x += height * 0.7)
                    word.push_back({ x, y + random.between(-height, height) });
                if (word.size() > 1)
                    symbol.marks.push_back({ Mark::Kind::Line, smooth(word, false, 3) });
                x += height * 0.6;
            }
        }
        symbol.lineWidth = height * 0.4;
    }

} // namespace

Symbol makeLetters(Random& random)
{
    Symbol symbol;
    symbol.lineWidth = 0.12;
    const int letters = 1 + random.index(4);
    if (random.chance(0.4)) {
        addWriting(symbol, random);
    } else {
        for (int i = 0; i < letters; ++i)
            addLetter(symbol, random, { (i - (letters - 1) / 2.0) * 1.5, 0 }, 0.9);
    }
    symbol.turn = 0.3;
    return symbol;
}

} // namespace netlens::drawings

#include "backdrop.h"

#include "ink.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    Colour paperColour(Random& random)
    {
        const auto light = static_cast<float>(random.between(195, 255));
        const auto warm = static_cast<float>(random.between(-6, 26));
        return { light, light - warm * 0.3F, light - warm };
    }

    void ruleLines(Canvas& canvas, Random& random)
    {
        const double gap = random.between(0.05, 0.14);
        const double slant = random.between(-0.12, 0.12);
        const double width = random.between(0.003, 0.007);
        const auto strength = static_cast<float>(random.between(0.2, 0.6));
        const Colour colour = random.chance(0.7) ? Colour { 110, 140, 200 } : Colour { 90, 90, 95 };
        const bool squared = random.chance(0.5);
        double at = random.between(-0.2, -0.1);
        while (at < 1.2) {
            canvas.stroke({ { -0.1, at - slant / 2 }, { 1.1, at + slant / 2 } }, false, width,
                colour, strength);
            if (squared)
                canvas.stroke({ { at + slant / 2, -0.1 }, { at - slant / 2, 1.1 } }, false, width,
                    colour, strength);
            at += gap;
        }
    }

    void paintPaper(Canvas& canvas, Random& random)
    {
        canvas.clear(paperColour(random));
        if (random.chance(0.4))
            addNoise(canvas, random, 40, static_cast<float>(random.between(2, 9)), 0.1F);
        if (random.chance(0.4))
            addNoise(canvas, random, 3, static_cast<float>(random.between(3, 14)), 0.2F);
        if (random.chance(0.5))
            ruleLines(canvas, random);
        if (random.chance(0.15)) { // a fold
            const double at = random.unit();
            const double end = random.unit();
            canvas.stroke({ { at, 0 }, { end, 1 } }, false, 0.01, { 120, 118, 112 }, 0.4F);
        }
    }

    void paintTexture(Canvas& canvas, Random& random)
    {
        canvas.clear(anyColour(random));
        const int kind = random.index(3);
        if (kind == 0) {
            for (int cells = 4; cells <= 32; cells *= 2)
                addNoise(canvas, random, cells, static_cast<float>(random.between(4, 18)), 0.4F);
            return;
        }
        const double angle = random.between(0, kPi);
        const double gap = random.between(0.04, 0.16);
        const Colour colour = anyColour(random);
        const auto strength = static_cast<float>(random.between(0.1, 0.4));
        const Point along { std::cos(angle), std::sin(angle) };
        double at = -0.8;
        while (at < 0.8) {
            const Point middle { 0.5 - along.y * at, 0.5 + along.x * at };
            canvas.stroke({ { middle.x - along.x, middle.y - along.y },
                              { middle.x + along.x, middle.y + along.y } },
                false, gap * (kind == 1 ? 0.5 : 0.2), colour, strength);
            at += gap;
        }
        addNoise(canvas, random, 24, static_cast<float>(random.between(2, 10)), 0.3F);
    }

} // namespace

void addNoise(Canvas& canvas, Random& random, int cells, float amplitude, float colourShare)
{
    const std::size_t stride = static_cast<std::size_t>(cells) + 1;
    std::vector<Colour> grid(stride * stride);
    for (Colour& value : grid) {
        const auto common = static_cast<float>(random.between(-1, 1));
        for (float& channel : value) {
            const auto own = static_cast<float>(random.between(-1, 1));
            channel = amplitude * (common + (own - common) * colourShare);
        }
    }
    const int side = canvas.side();
    const float step = static_cast<float>(cells) / static_cast<float>(side);
    for (int y = 0; y < side; ++y) {
        const float v = (static_cast<float>(y) + 0.5F) * step;
        const auto top = static_cast<std::size_t>(v);
        const float down = v - static_cast<float>(top);
        const Colour* upper = grid.data() + top * stride;
        float* pixel = canvas.row(y);
        for (int x = 0; x < side; ++x, pixel += 3) {
            const float u = (static_cast<float>(x) + 0.5F) * step;
            const auto left = static_cast<std::size_t>(u);
            const float right = u - static_cast<float>(left);
            const Colour* a = upper + left;
            const Colour* b = a + stride;
            for (std::size_t c = 0; c < 3; ++c) {
                const float above = a[0][c] + (a[1][c] - a[0][c]) * right;
                const float below = b[0][c] + (b[1][c] - b[0][c]) * right;
                pixel[c] += above + (below - above) * down;
            }
        }
    }
}

void addGradient(Canvas& canvas, const Colour& from, const Colour& to, double angle)
{
    const int side = canvas.side();
    const auto dx = static_cast<float>(std::cos(angle) / side);
    const auto dy = static_cast<float>(std::sin(angle) / side);
    for (int y = 0; y < side; ++y) {
        float* pixel = canvas.row(y);
        for (int x = 0; x < side; ++x, pixel += 3) {
            const float half = static_cast<float>(side) / 2;
            const float share = std::clamp(
                0.5F + (static_cast<float>(x) - half) * dx + (static_cast<float>(y) - half) * dy,
                0.0F, 1.0F);
            for (std::size_t c = 0; c < 3; ++c)
                pixel[c] += from[c] + (to[c] - from[c]) * share;
        }
    }
}

void paintBackdrop(Canvas& canvas, Random random, const Box* symbol)
{
    const int kind = random.index(100);
    if (kind < 12) {
        canvas.clear(anyColour(random));
    } else if (kind < 22) {
        canvas.clear({ 0, 0, 0 });
        const Colour from = anyColour(random);
        const Colour to = mixed(from, anyColour(random), 0.5F);
        addGradient(canvas, from, to, random.between(0, 2 * kPi));
    } else if (kind < 50) {
        paintPaper(canvas, random);
    } else if (kind < 62) {
        paintTexture(canvas, random);
    } else {
        paintScene(canvas, random);
        if (kind >= 80)
            paintSheet(canvas, random, symbol);
    }
}

} // namespace netlens::drawings

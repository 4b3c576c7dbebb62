#include "backdrop.h"
#include "ink.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    Colour skinColour(Random& random)
    {
        const auto tone = static_cast<float>(random.unit());
        const auto light = static_cast<float>(random.between(0.75, 1.05));
        const Colour skin = mixed({ 240, 200, 175 }, { 95, 60, 42 }, tone);
        return { skin[0] * light, skin[1] * light, skin[2] * light };
    }

    /// Furniture, windows, trees, neighbours' walls: big shapes with edges.
    void addThings(Canvas& canvas, Random& random)
    {
        for (int i = 3 + random.index(6); i > 0; --i) {
            const Point at { random.unit(), random.unit() };
            const double width = random.between(0.05, 0.45);
            const double height = random.between(0.05, 0.6);
            Path path;
            if (random.chance(0.6)) {
                const double lean = random.between(-0.08, 0.08);
                path = { { at.x - width, at.y - height + lean }, { at.x + width, at.y - height },
                    { at.x + width + lean, at.y + height }, { at.x - width, at.y + height } };
            } else {
                Path around;
                for (int k = 0; k < 7; ++k) {
                    const double radius = random.between(0.35, 1);
                    around.push_back({ at.x + width * radius * std::cos(k * 2 * kPi / 7),
                        at.y + height * radius * std::sin(k * 2 * kPi / 7) });
                }
                path = smooth(around, true);
            }
            canvas.fill(path, anyColour(random), static_cast<float>(random.between(0.3, 0.95)));
        }
    }

    /// Head and shoulders. Features are soft: it is no smiley.
    void addPerson(Canvas& canvas, Random& random)
    {
        const double size = random.between(0.1, 0.22);
        const Point head { random.between(0.15, 0.85), random.between(0.15, 0.55) };
        const Colour skin = skinColour(random);
        const Colour hair = mixed({ 20, 15, 12 }, anyColour(random), 0.25F);
        const double shoulders = size * random.between(1.8, 2.5);
        const double neck = head.y + size * 1.1;
        canvas.fill(
            smooth({ { head.x - shoulders, 1.2 }, { head.x - shoulders, neck + size * 0.9 },
                       { head.x - size * 0.5, neck + size * 0.2 },
                       { head.x + size * 0.5, neck + size * 0.2 },
                       { head.x + shoulders, neck + size * 0.9 }, { head.x + shoulders, 1.2 } },
                true),
            anyColour(random));
        canvas.fill(
            rectangle(head.x - size * 0.35, head.y, head.x + size * 0.35, neck + size * 0.3),
            mixed(skin, { 0, 0, 0 }, 0.15F));
        canvas.fill(ellipse({ head.x, head.y - size * 0.2 }, size * 0.95, size * 1.15), hair);
        canvas.fill(ellipse({ head.x, head.y + size * 0.12 }, size * 0.78, size), skin);
        const Colour dark = mixed(skin, { 30, 20, 20 }, 0.6F);
        for (int side = -1; side <= 1; side += 2)
            canvas.stroke(
                { { head.x + side * size * 0.2, head.y }, { head.x + side * size * 0.46, head.y } },
                false, size * 0.12, dark, 0.7F);
        canvas.stroke({ { head.x - size * 0.2, head.y + size * 0.62 },
                          { head.x + size * 0.2, head.y + size * 0.62 } },
            false, size * 0.1, mixed(skin, { 150, 40, 50 }, 0.5F), 0.6F);
    }

    /// Fingers over the edge of what is held.
    void addHand(Canvas& canvas, Random& random, Point at, double toX, double toY)
    {
        const Colour skin = skinColour(random);
        const double width = random.between(0.05, 0.08);
        const int fingers = 1 + random.index(4);
        for (int i = 0; i < fingers; ++i) {
            const double along = (i - (fingers - 1) / 2.0) * width * 1.05;
            const Point tip { at.x + toX * 0.05 - toY * along, at.y + toY * 0.05 + toX * along };
            const Point root { tip.x - toX * 0.3, tip.y - toY * 0.3 };
            const Colour shade = mixed(skin, { 40, 20, 15 }, i % 2 == 0 ? 0.0F : 0.12F);
            canvas.stroke({ root, tip }, false, width, shade);
        }
    }

} // namespace

void paintScene(Canvas& canvas, Random& random)
{
    canvas.clear({ 0, 0, 0 });
    const Colour from = anyColour(random);
    addGradient(canvas, from, mixed(from, anyColour(random), 0.7F), random.between(0, 2 * kPi));
    addThings(canvas, random);
    if (random.chance(0.3))
        addPerson(canvas, random);
    const auto rough = static_cast<float>(random.between(4, 26));
    float amplitude = rough;
    for (int cells = 3; cells <= 48; cells *= 2, amplitude *= 0.75F)
        addNoise(canvas, random, cells, amplitude, 0.35F);
}

void paintSheet(Canvas& canvas, Random& random, const Box* symbol)
{
    // Without a drawing the sheet leaves the picture below: a whole blank sheet would be a square.
    const Point at { random.between(0.25, 0.75), random.between(0.3, 0.6) };
    Box box { at.x - random.between(0.15, 0.4), at.y - random.between(0.1, 0.3),
        at.x + random.between(0.15, 0.4), 1.1 };
    if (symbol != nullptr) {
        const double room = std::max(symbol->width(), symbol->height());
        const auto margin = [&] { return 0.03 + room * random.between(0.08, 0.5); };
        box = { symbol->left - margin(), symbol->top - margin(), symbol->right + margin(),
            symbol->bottom + margin() };
    }
    const double tilt = std::min(0.03, box.width() * 0.06);
    Path sheet = rectangle(box.left, box.top, box.right, box.bottom);
    for (Point& corner : sheet)
        corner = { corner.x + random.between(-tilt, tilt), corner.y + random.between(-tilt, tilt) };
    const auto light = static_cast<float>(random.between(205, 252));
    const auto warm = static_cast<float>(random.between(0, 18));
    canvas.fill(sheet, { light, light - warm * 0.4F, light - warm });
    if (random.chance(0.5))
        addHand(canvas, random, { box.left, random.between(box.top, box.bottom) }, 1, 0);
    if (random.chance(0.4))
        addHand(canvas, random, { box.right, random.between(box.top, box.bottom) }, -1, 0);
    if (random.chance(0.4))
        addHand(canvas, random, { random.between(box.left, box.right), box.bottom }, 0, -1);
}

} // namespace netlens::drawings

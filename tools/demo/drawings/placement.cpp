#include "placement.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    constexpr double kStep = 0.09; ///< between the points of a wobbling line
    constexpr double kMargin = 0.01; ///< of the picture, around the symbol
    constexpr double kThinnest = 0.0125; ///< line, of the picture's side

    /// A smooth displacement of the plane: joints stay joined.
    class Warp {
    public:
        Warp(double amount, Random& random)
        {
            for (Wave& wave : m_waves)
                wave = { random.between(-3.5, 3.5), random.between(-3.5, 3.5),
                    random.between(0, 2 * kPi), random.between(-amount, amount),
                    random.between(-amount, amount) };
        }
        Point operator()(Point p) const
        {
            Point moved = p;
            for (const Wave& wave : m_waves) {
                const double s = std::sin(wave.x * p.x + wave.y * p.y + wave.phase);
                moved.x += wave.dx * s;
                moved.y += wave.dy * s;
            }
            return moved;
        }

    private:
        struct Wave {
            double x = 0, y = 0, phase = 0, dx = 0, dy = 0;
        };
        std::array<Wave, 3> m_waves;
    };

    /// The small unsteadiness along one line.
    void tremble(Path& path, double amount, Random& random)
    {
        const double first = random.between(0, 2 * kPi);
        const double second = random.between(0, 2 * kPi);
        const double pace = random.between(0.4, 0.9);
        for (std::size_t i = 0; i < path.size(); ++i) {
            const double t = static_cast<double>(i) * pace;
            path[i].x += amount * std::sin(first + t);
            path[i].y += amount * std::sin(second + 1.3 * t);
        }
    }

    /// A hand does not end a closed line exactly where it began.
    void drift(Path& path, double amount, Random& random)
    {
        const Point by { random.between(-amount, amount), random.between(-amount, amount) };
        for (std::size_t i = 0; i < path.size(); ++i) {
            const double share = static_cast<double>(i) / static_cast<double>(path.size());
            path[i] = { path[i].x + by.x * share, path[i].y + by.y * share };
        }
    }

    void wobble(Symbol& symbol, double amount, Random& random)
    {
        const Warp warp(0.028 * amount, random);
        for (Mark& mark : symbol.marks) {
            mark.path = subdivided(mark.path, mark.isClosed(), kStep);
            for (Point& p : mark.path)
                p = warp(p);
            tremble(mark.path, 0.012 * amount, random);
            if (mark.kind == Mark::Kind::Body)
                drift(mark.path, 0.05 * amount, random);
        }
    }

    Projection view(const Symbol& symbol, double perspective, Random& random)
    {
        const double turn = random.between(-symbol.turn, symbol.turn);
        const double stretch = std::exp(random.between(-symbol.stretch, symbol.stretch) / 2);
        const double shear = random.between(-0.08, 0.08) * perspective;
        const double c = std::cos(turn);
        const double s = std::sin(turn);
        Projection p;
        p.xx = c * stretch;
        p.xy = -s * stretch + shear;
        p.yx = s / stretch;
        p.yy = c / stretch;
        p.wx = random.between(-0.14, 0.14) * perspective;
        p.wy = random.between(-0.14, 0.14) * perspective;
        return p;
    }

    double widthOf(const Mark& mark, double lineWidth)
    {
        return mark.kind == Mark::Kind::Spot ? 0 : mark.weight * lineWidth;
    }

    Box boxOf(const std::vector<Mark>& marks, double lineWidth)
    {
        Box all = boundingBox(marks[0].path).grown(widthOf(marks[0], lineWidth) / 2);
        for (const Mark& mark : marks) {
            const Box box = boundingBox(mark.path).grown(widthOf(mark, lineWidth) / 2);
            all = { std::min(all.left, box.left), std::min(all.top, box.top),
                std::max(all.right, box.right), std::max(all.bottom, box.bottom) };
        }
        return all;
    }

} // namespace

Placed place(Symbol symbol, const PlacementRange& range, Random& random)
{
    wobble(symbol, range.wobble, random);
    const Projection project = view(symbol, range.perspective, random);
    for (Mark& mark : symbol.marks) {
        for (Point& p : mark.path)
            p = project(p);
    }
    Placed placed;
    placed.marks = std::move(symbol.marks);
    const double unit = range.scale / 2; // near enough for the thinnest line
    double width = std::min(symbol.widest, symbol.lineWidth * std::exp(random.between(-0.6, 0.6)));
    width = std::max(width, kThinnest / unit);
    const Box own = boxOf(placed.marks, width);
    const double scale = range.scale / std::max(own.width(), own.height());
    const double x = random.between(kMargin, 1 - kMargin - own.width() * scale);
    const double y = random.between(kMargin, 1 - kMargin - own.height() * scale);
    for (Mark& mark : placed.marks) {
        for (Point& p : mark.path)
            p = { x + (p.x - own.left) * scale, y + (p.y - own.top) * scale };
    }
    placed.lineWidth = width * scale;
    placed.box = { x, y, x + own.width() * scale, y + own.height() * scale };
    return placed;
}

Placed retraced(const Placed& placed, Random& random)
{
    Placed again = placed;
    const double size = std::max(placed.box.width(), placed.box.height());
    const double reach = std::min(0.03 * size, placed.lineWidth * 0.8);
    for (Mark& mark : again.marks) {
        const Point by { random.between(-reach, reach), random.between(-reach, reach) };
        tremble(mark.path, reach * 0.5, random);
        for (Point& p : mark.path)
            p = { std::clamp(p.x + by.x, 0.0, 1.0), std::clamp(p.y + by.y, 0.0, 1.0) };
    }
    again.box = boxOf(again.marks, placed.lineWidth);
    return again;
}

} // namespace netlens::drawings

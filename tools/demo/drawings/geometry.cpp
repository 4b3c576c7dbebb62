#include "geometry.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

Box boundingBox(const Path& points)
{
    Box box { points[0].x, points[0].y, points[0].x, points[0].y };
    for (const Point& p : points) {
        box.left = std::min(box.left, p.x);
        box.top = std::min(box.top, p.y);
        box.right = std::max(box.right, p.x);
        box.bottom = std::max(box.bottom, p.y);
    }
    return box;
}

Path arc(Point centre, double radiusX, double radiusY, double from, double to, int steps)
{
    Path path;
    for (int i = 0; i <= steps; ++i) {
        const double angle = from + (to - from) * i / steps;
        path.push_back(
            { centre.x + radiusX * std::cos(angle), centre.y + radiusY * std::sin(angle) });
    }
    return path;
}

Path ellipse(Point centre, double radiusX, double radiusY, int steps)
{
    Path path = arc(centre, radiusX, radiusY, 0, 2 * kPi, steps);
    path.pop_back();
    return path;
}

Path rectangle(double left, double top, double right, double bottom)
{
    return { { left, top }, { right, top }, { right, bottom }, { left, bottom } };
}

namespace {

    double curve(double a, double b, double c, double d, double t)
    {
        return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

} // namespace

Path smooth(const Path& points, bool closed, int steps)
{
    const int count = static_cast<int>(points.size());
    const auto at = [&](int i) {
        const int k = closed ? (i + count) % count : std::clamp(i, 0, count - 1);
        return points[static_cast<std::size_t>(k)];
    };
    Path path;
    for (int i = 0; i < (closed ? count : count - 1); ++i) {
        const Point a = at(i - 1);
        const Point b = at(i);
        const Point c = at(i + 1);
        const Point d = at(i + 2);
        for (int s = 0; s < steps; ++s) {
            const double t = static_cast<double>(s) / steps;
            path.push_back({ curve(a.x, b.x, c.x, d.x, t), curve(a.y, b.y, c.y, d.y, t) });
        }
    }
    if (!closed)
        path.push_back(points.back());
    return path;
}

Path subdivided(const Path& points, bool closed, double step)
{
    Path path;
    const std::size_t count = points.size();
    for (std::size_t i = 0; i < (closed ? count : count - 1); ++i) {
        const Point a = points[i];
        const Point b = points[(i + 1) % count];
        const int parts = std::max(1, static_cast<int>(std::hypot(b.x - a.x, b.y - a.y) / step));
        for (int k = 0; k < parts; ++k) {
            const double t = static_cast<double>(k) / parts;
            path.push_back({ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t });
        }
    }
    if (!closed)
        path.push_back(points.back());
    return path;
}

void append(Path& path, const Path& more)
{
    path.insert(path.end(), more.begin(), more.end());
}

} // namespace netlens::drawings

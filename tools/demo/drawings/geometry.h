#pragma once

#include <vector>

namespace netlens::drawings {

inline constexpr double kPi = 3.14159265358979323846;

struct Point {
    double x = 0;
    double y = 0;
};

/// y points down, as in pictures.
using Path = std::vector<Point>;

struct Box {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    double width() const { return right - left; }
    double height() const { return bottom - top; }
    Point centre() const { return { (left + right) / 2, (top + bottom) / 2 }; }
    Box grown(double by) const { return { left - by, top - by, right + by, bottom + by }; }
    bool meets(const Box& other) const
    {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
};

/// @pre points is not empty.
Box boundingBox(const Path& points);

/// Part of an ellipse; angles in radians, clockwise on the screen from the right.
Path arc(Point centre, double radiusX, double radiusY, double from, double to, int steps = 24);
/// The whole ellipse, without repeating its first point.
Path ellipse(Point centre, double radiusX, double radiusY, int steps = 36);
Path rectangle(double left, double top, double right, double bottom);
/// Catmull-Rom curve through the points.
Path smooth(const Path& points, bool closed, int steps = 6);
/// Points at most `step` apart along the same way.
Path subdivided(const Path& points, bool closed, double step);
void append(Path& path, const Path& more);

/// A projective map of the plane.
struct Projection {
    double xx = 1, xy = 0, x0 = 0;
    double yx = 0, yy = 1, y0 = 0;
    double wx = 0, wy = 0;

    Point operator()(Point p) const
    {
        const double w = wx * p.x + wy * p.y + 1;
        return { (xx * p.x + xy * p.y + x0) / w, (yx * p.x + yy * p.y + y0) / w };
    }
};

} // namespace netlens::drawings

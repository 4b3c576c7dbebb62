#pragma once

#include "geometry.h"
#include "image/image.h"

#include <array>
#include <vector>

namespace netlens::drawings {

/// RGB, 0..255.
using Colour = std::array<float, 3>;

float luminance(const Colour& colour);
Colour mixed(const Colour& a, const Colour& b, float share);

/// A square picture in floating point. Paths are given in shares of the side, so the same strokes
/// make the same picture at every size.
class Canvas {
public:
    explicit Canvas(int side);

    int side() const { return m_side; }
    float* row(int y) { return m_rgb.data() + static_cast<std::size_t>(y * m_side) * 3; }
    const float* row(int y) const
    {
        return m_rgb.data() + static_cast<std::size_t>(y * m_side) * 3;
    }
    std::vector<float>& values() { return m_rgb; }

    void clear(const Colour& colour);
    /// Round-ended line of the given width, antialiased.
    void stroke(
        const Path& path, bool closed, double width, const Colour& colour, float opacity = 1);
    /// Area inside (non-zero winding), antialiased.
    void fill(const Path& path, const Colour& colour, float opacity = 1);
    Image toImage() const;

private:
    struct Patch {
        int left = 0, top = 0, right = 0, bottom = 0; ///< pixels, right and bottom excluded
    };
    Patch patchOf(const Path& pixels, double margin) const;
    void coverSegment(Point a, Point b, double halfWidth);
    void coverLine(const Patch& patch, const Path& pixels, double y, float* out) const;
    void blend(const Patch& patch, const Colour& colour, float opacity);
    Path inPixels(const Path& path) const;

    int m_side;
    std::vector<float> m_rgb;
    std::vector<float> m_coverage; ///< of the shape being drawn; zero in between
};

} // namespace netlens::drawings

#include "canvas.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace netlens::drawings {

namespace {

    constexpr int kLines = 4; ///< sample lines a pixel row when filling

    std::size_t offset(int side, int x, int y)
    {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(side)
            + static_cast<std::size_t>(x);
    }

    /// Adds the span [from, to) of one sample line to a row of pixels.
    void addSpan(double from, double to, int left, int right, float* out)
    {
        from = std::max(from, static_cast<double>(left));
        to = std::min(to, static_cast<double>(right));
        for (int x = static_cast<int>(from); x < to; ++x) {
            const double share = std::min(to, x + 1.0) - std::max(from, static_cast<double>(x));
            out[x] += static_cast<float>(share / kLines);
        }
    }

} // namespace

float luminance(const Colour& colour)
{
    return 0.299F * colour[0] + 0.587F * colour[1] + 0.114F * colour[2];
}

Colour mixed(const Colour& a, const Colour& b, float share)
{
    return { a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share };
}

Canvas::Canvas(int side)
    : m_side(side)
    , m_rgb(offset(side, 0, side) * 3)
    , m_coverage(offset(side, 0, side))
{
}

void Canvas::clear(const Colour& colour)
{
    for (std::size_t i = 0; i < m_rgb.size(); i += 3)
        std::copy(colour.begin(), colour.end(), m_rgb.begin() + static_cast<std::ptrdiff_t>(i));
}

Path Canvas::inPixels(const Path& path) const
{
    Path pixels = path;
    for (Point& p : pixels)
        p = { p.x * m_side, p.y * m_side };
    return pixels;
}

Canvas::Patch Canvas::patchOf(const Path& pixels, double margin) const
{
    const Box box = boundingBox(pixels).grown(margin);
    const auto bound = [&](double v) {
        return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(m_side)));
    };
    return { bound(std::floor(box.left)), bound(std::floor(box.top)), bound(std::ceil(box.right)),
        bound(std::ceil(box.bottom)) };
}

void Canvas::coverSegment(Point a, Point b, double halfWidth)
{
    const Patch patch = patchOf({ a, b }, halfWidth + 1);
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double scale = 1 / std::max(1e-9, dx * dx + dy * dy);
    for (int y = patch.top; y < patch.bottom; ++y) {
        for (int x = patch.left; x < patch.right; ++x) {
            const double px = x + 0.5 - a.x;
            const double py = y + 0.5 - a.y;
            const double t = std::clamp((px * dx + py * dy) * scale, 0.0, 1.0);
            const double ex = px - t * dx;
            const double ey = py - t * dy;
            const double share = halfWidth + 0.5 - std::sqrt(ex * ex + ey * ey);
            float& value = m_coverage[offset(m_side, x, y)];
            value = std::max(value, static_cast<float>(std::min(share, 1.0)));
        }
    }
}

void Canvas::stroke(
    const Path& path, bool closed, double width, const Colour& colour, float opacity)
{
    if (path.empty())
        return;
    const Path pixels = inPixels(path);
    const double halfWidth = width * m_side / 2;
    for (std::size_t i = 1; i < pixels.size(); ++i)
        coverSegment(pixels[i - 1], pixels[i], halfWidth);
    if (closed || pixels.size() == 1)
        coverSegment(pixels.back(), pixels.front(), halfWidth);
    // A line thinner than a pixel covers no more than its width of it.
    const auto thin = static_cast<float>(std::min(1.0, 2 * halfWidth / (halfWidth + 0.5)));
    blend(patchOf(pixels, halfWidth + 1), colour, opacity * thin);
}

void Canvas::coverLine(const Patch& patch, const Path& pixels, double y, float* out) const
{
    std::vector<std::pair<double, int>> crossings;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const Point a = pixels[i];
        const Point b = pixels[(i + 1) % pixels.size()];
        if ((a.y <= y) == (b.y <= y))
            continue;
        crossings.emplace_back(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), a.y <= y ? 1 : -1);
    }
    std::sort(crossings.begin(), crossings.end());
    int winding = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
        winding += crossings[i].second;
        if (winding != 0)
            addSpan(crossings[i].first, crossings[i + 1].first, patch.left, patch.right, out);
    }
}

void Canvas::fill(const Path& path, const Colour& colour, float opacity)
{
    if (path.size() < 3)
        return;
    const Path pixels = inPixels(path);
    const Patch patch = patchOf(pixels, 1);
    for (int y = patch.top; y < patch.bottom; ++y) {
        for (int line = 0; line < kLines; ++line)
            coverLine(
                patch, pixels, y + (line + 0.5) / kLines, m_coverage.data() + offset(m_side, 0, y));
    }
    blend(patch, colour, opacity);
}

void Canvas::blend(const Patch& patch, const Colour& colour, float opacity)
{
    for (int y = patch.top; y < patch.bottom; ++y) {
        float* pixel = row(y) + static_cast<std::ptrdiff_t>(patch.left) * 3;
        float* coverage = m_coverage.data() + offset(m_side, patch.left, y);
        for (int x = patch.left; x < patch.right; ++x, ++coverage, pixel += 3) {
            const float share = *coverage * opacity;
            *coverage = 0;
            for (std::size_t c = 0; c < 3; ++c)
                pixel[c] += (colour[c] - pixel[c]) * share;
        }
    }
}

Image Canvas::toImage() const
{
    std::vector<std::uint8_t> bytes(m_rgb.size());
    std::transform(m_rgb.begin(), m_rgb.end(), bytes.begin(),
        [](float v) { return static_cast<std::uint8_t>(std::clamp(v + 0.5F, 0.0F, 255.0F)); });
    return Image({ m_side, m_side }, std::move(bytes));
}

} // namespace netlens::drawings

#include "ink.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    constexpr Colour kBlack { 12, 12, 14 };
    constexpr Colour kWhite { 248, 248, 245 };

    float contrastOf(const Colour& a, const Colour& b)
    {
        return std::abs(luminance(a) - luminance(b));
    }

    /// A colour at least `contrast` from another; black or white where luck does not find one.
    Colour standingOut(const Colour& from, float contrast, Random& random)
    {
        for (int i = 0; i < 12; ++i) {
            const Colour colour = anyColour(random);
            if (contrastOf(colour, from) >= contrast)
                return colour;
        }
        return luminance(from) > 127 ? kBlack : kWhite;
    }

    Colour penColour(Random& random)
    {
        static constexpr std::array<Colour, 6> kPens { Colour { 20, 20, 24 },
            Colour { 30, 45, 130 }, Colour { 190, 30, 40 }, Colour { 20, 100, 50 },
            Colour { 60, 60, 65 }, Colour { 90, 40, 110 } };
        return kPens[static_cast<std::size_t>(random.index(6))];
    }

} // namespace

Colour anyColour(Random& random)
{
    const auto value = static_cast<float>(255 * std::sqrt(random.between(0.003, 1)));
    const double saturation = random.chance(0.3) ? 0.08 : random.unit();
    const double hue = random.between(0, 6);
    Colour colour {};
    for (int c = 0; c < 3; ++c) {
        const double k = std::fmod(5 - 2 * c + hue, 6.0);
        const double share = 1 - saturation * std::clamp(std::min(k, 4 - k), 0.0, 1.0);
        colour[static_cast<std::size_t>(c)] = value * static_cast<float>(share);
    }
    return colour;
}

Ground groundIn(const Canvas& canvas, const Box& box)
{
    const auto bound = [&](double v) {
        return std::clamp(static_cast<int>(v * canvas.side()), 0, canvas.side() - 1);
    };
    std::array<double, 3> sum {};
    double lights = 0;
    double squares = 0;
    int count = 0;
    for (int y = bound(box.top); y <= bound(box.bottom); ++y) {
        for (int x = bound(box.left); x <= bound(box.right); ++x, ++count) {
            const float* pixel = canvas.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
            const double light = luminance({ pixel[0], pixel[1], pixel[2] });
            for (std::size_t c = 0; c < 3; ++c)
                sum[c] += static_cast<double>(pixel[c]);
            lights += light;
            squares += light * light;
        }
    }
    const double mean = lights / count;
    Ground ground;
    for (std::size_t c = 0; c < 3; ++c)
        ground.mean[c] = static_cast<float>(sum[c] / count);
    ground.spread = static_cast<float>(std::sqrt(std::max(0.0, squares / count - mean * mean)));
    return ground;
}

Ink chooseInk(const Ground& ground, float contrast, Random& random)
{
    Ink ink;
    const int kind = random.index(20);
    ink.filled = kind >= 11;
    ink.outlined = kind < 11 || kind >= 17;
    ink.shade = kind >= 8 && kind < 11 ? static_cast<float>(random.between(0.25, 0.6)) : 0.0F;
    ink.line = luminance(ground.mean) > 150 && random.chance(0.55)
        ? penColour(random)
        : standingOut(ground.mean, contrast, random);
    if (contrastOf(ink.line, ground.mean) < contrast)
        ink.line = luminance(ground.mean) > 127 ? kBlack : kWhite;
    ink.body = ink.line;
    if (ink.filled && ink.outlined) // of another colour than its edge
        ink.body = standingOut(ink.line, 70, random);
    else if (ink.shade > 0)
        ink.body = anyColour(random);
    ink.tone = random.chance(0.5) ? ink.body : standingOut(ground.mean, contrast, random);
    if (ink.filled && ink.outlined)
        ink.tone = random.chance(0.5) ? ink.body : standingOut(ink.line, 70, random);
    ink.detail = ink.line;
    if (ink.filled && !ink.outlined)
        ink.detail = standingOut(ink.body, 110, random);
    return ink;
}

void drawMarks(Canvas& canvas, const Placed& placed, const Ink& ink, float opacity)
{
    for (const Mark& mark : placed.marks) {
        const double width = placed.lineWidth * mark.weight;
        const Colour& colour = mark.tone == 0 ? ink.body : ink.tone;
        switch (mark.kind) {
        case Mark::Kind::Body:
            if (ink.filled || ink.shade > 0)
                canvas.fill(mark.path, colour, ink.filled ? opacity : ink.shade * opacity);
            if (ink.outlined)
                canvas.stroke(mark.path, true, width, ink.line, opacity);
            break;
        case Mark::Kind::Line:
            canvas.stroke(mark.path, false, width,
                ink.filled && mark.tone != 0 && !ink.outlined ? ink.tone : ink.line, opacity);
            break;
        case Mark::Kind::Detail:
            canvas.stroke(mark.path, false, width, ink.detail, opacity);
            break;
        case Mark::Kind::Spot:
            canvas.fill(mark.path, ink.detail, opacity);
            break;
        }
    }
}

} // namespace netlens::drawings

#include "drawing.h"

#include "backdrop.h"
#include "camera.h"
#include "decoys.h"
#include "ink.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    constexpr int kProbeSide = 32; ///< the canvas on which the ground is measured
    constexpr double kMostBlur = 0.045; ///< of the symbol's longer side
    constexpr double kLargestMark = 0.6; ///< beside the symbol, share of its size
    constexpr double kSmallest = 0.2;
    constexpr double kLargest = 0.9;

    /// Everything about a drawing but its pixels.
    struct Plan {
        explicit Plan(Random& random)
            : backdrop(random.next())
            , light(random.next())
        {
        }
        Placed placed; ///< the symbol or a decoy; no marks where there is neither
        bool retrace = false;
        Ink ink;
        Random backdrop;
        Random light;
        float flattening = 1; ///< contrast left to the backdrop
        Colour ground {};
        Camera camera;
        std::vector<Placed> clutter;
        std::vector<Ink> clutterInks;
        Difficulty difficulty;
    };

    PlacementRange anyRange(Conditions conditions, Random& random)
    {
        const bool clear = conditions == Conditions::Clear;
        PlacementRange range;
        range.scale = random.between(clear ? 0.5 : kSmallest, clear ? 0.85 : kLargest);
        range.wobble = random.chance(0.35) ? 0 : random.between(0.15, clear ? 0.6 : 1);
        range.perspective = random.chance(0.4) ? 0 : random.between(0, clear ? 0.5 : 1);
        return range;
    }

    /// Measured on a small canvas, so that colours do not depend on the picture's size.
    void chooseColours(Plan& plan, Conditions conditions, Random& random)
    {
        Canvas probe(kProbeSide);
        const bool placed = !plan.placed.marks.empty();
        const Box box = placed ? plan.placed.box : Box { 0.25, 0.25, 0.75, 0.75 };
        paintBackdrop(probe, plan.backdrop, placed ? &box : nullptr);
        Ground ground = groundIn(probe, box);
        const float calm = conditions == Conditions::Clear ? 14 : 26;
        plan.flattening = placed ? std::min(1.0F, calm / std::max(1.0F, ground.spread)) : 1.0F;
        plan.ground = ground.mean;
        const auto least = conditions == Conditions::Clear ? 110.0 : 75.0;
        const double contrast
            = random.between(least, 150) + static_cast<double>(ground.spread * plan.flattening);
        plan.ink = chooseInk(ground, static_cast<float>(contrast), random);
    }

    /// Small decoys beside the symbol; those that would touch it are left out.
    void addClutter(Plan& plan, double amount, Random& random)
    {
        const int count = static_cast<int>(std::round(amount * 12));
        for (int i = 0; i < count; ++i) {
            const double largest = std::min(0.2, kLargestMark * plan.difficulty.scale);
            PlacementRange range { random.between(0.05, largest), random.unit(), 0 };
            const Placed mark = place(makeDecoy(random), range, random);
            Ground ground;
            ground.mean = plan.ground;
            const auto contrast = static_cast<float>(random.between(15, 110));
            const Ink ink = chooseInk(ground, contrast, random);
            if (!plan.placed.marks.empty() && mark.box.meets(plan.placed.box.grown(0.015)))
                continue;
            plan.clutter.push_back(mark);
            plan.clutterInks.push_back(ink);
        }
        plan.difficulty.clutter = static_cast<double>(plan.clutter.size()) / 12;
    }

    void chooseCamera(Plan& plan, Conditions conditions, Random& random)
    {
        const double harshness = conditions == Conditions::Clear ? 0.25 : random.unit();
        plan.camera = anyCamera(harshness, random);
        const double strength = random.chance(0.3) ? 0 : random.unit();
        const double most = conditions == Conditions::Clear ? 0.008 : kMostBlur;
        plan.difficulty.blur = strength * most * std::sqrt(random.unit());
        plan.camera.blur = plan.difficulty.blur * plan.difficulty.scale;
    }

    Plan planOf(Random& random, int symbolClass, Conditions conditions)
    {
        Plan plan(random);
        const PlacementRange range = anyRange(conditions, random);
        const bool isSymbol = symbolClass != kNothing;
        plan.difficulty.scale = range.scale;
        if (isSymbol || random.chance(0.7)) {
            plan.placed = place(
                isSymbol ? makeSymbol(symbolClass, random) : makeDecoy(random), range, random);
            plan.retrace = random.chance(0.12);
        }
        chooseColours(plan, conditions, random);
        const bool cluttered = conditions == Conditions::Any && random.chance(0.55);
        addClutter(plan, cluttered ? random.unit() : 0, random);
        chooseCamera(plan, conditions, random);
        return plan;
    }

    void flatten(Canvas& canvas, const Colour& ground, float share)
    {
        std::vector<float>& values = canvas.values();
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = ground[i % 3] + (values[i] - ground[i % 3]) * share;
    }

} // namespace

double Difficulty::hardness() const
{
    return 0.5 * (kLargest - scale) / (kLargest - kSmallest) + 0.25 * blur / kMostBlur
        + 0.25 * clutter;
}

Drawing draw(std::uint64_t seed, int symbolClass, int side, Conditions conditions)
{
    Random random(seed * 64 + static_cast<std::uint64_t>(symbolClass));
    Plan plan = planOf(random, symbolClass, conditions);
    const bool placed = !plan.placed.marks.empty();
    Canvas canvas(side);
    paintBackdrop(canvas, plan.backdrop, placed ? &plan.placed.box : nullptr);
    if (plan.flattening < 1)
        flatten(canvas, plan.ground, plan.flattening);
    for (std::size_t i = 0; i < plan.clutter.size(); ++i)
        drawMarks(canvas, plan.clutter[i], plan.clutterInks[i], 0.85F);
    Drawing drawing;
    drawing.symbolClass = symbolClass;
    drawing.difficulty = plan.difficulty;
    if (placed)
        drawMarks(canvas, plan.placed, plan.ink);
    if (placed && plan.retrace && !plan.ink.filled)
        drawMarks(canvas, retraced(plan.placed, random), plan.ink);
    if (symbolClass != kNothing)
        drawing.box = plan.placed.box;
    photograph(canvas, plan.camera, plan.light);
    drawing.picture = canvas.toImage();
    return drawing;
}

Drawing drawNth(std::uint64_t series, std::uint64_t index, int side, Conditions conditions)
{
    Random random(series);
    const std::uint64_t seed = random.next() + index;
    return draw(Random(seed).next() >> 6U, static_cast<int>(index % kClasses), side, conditions);
}

} // namespace netlens::drawings

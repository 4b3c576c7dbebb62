#pragma once

#include "geometry.h"
#include "image/image.h"
#include "symbol.h"

#include <cstdint>

namespace netlens::drawings {

/// What makes a drawing hard to recognise, each a fact of how it was made.
struct Difficulty {
    double scale = 1; ///< longer side of the symbol's box, share of the picture's side
    double blur = 0; ///< standard deviation, share of the symbol's longer side
    double clutter = 0; ///< 0 nothing else there … 1 a dozen other marks

    /// 0 … 1: smallness counts for 0.5, blur and clutter for 0.25 each.
    double hardness() const;
};

/// A quarter of the drawings of symbols are at least this hard (measured: see resources/demo).
inline constexpr double kHardestQuarter = 0.475;

enum class Conditions {
    Any, ///< what a person may hold up to a webcam
    Clear, ///< large, sharp, uncluttered
};

struct Drawing {
    Image picture; ///< side × side
    int symbolClass = kNothing;
    Box box; ///< of the symbol in shares of the side; all zero for nothing
    Difficulty difficulty;

    bool isHard() const
    {
        return symbolClass != kNothing && difficulty.hardness() >= kHardestQuarter;
    }
};

/// The same seed and class give the same drawing: at one size the same bytes, at another the same
/// strokes, backdrop and light (sensor noise and JPEG blocks are a pixel's business).
/// @pre 0 <= symbolClass < kClasses, side >= 8.
Drawing draw(
    std::uint64_t seed, int symbolClass, int side, Conditions conditions = Conditions::Any);

/// Drawing `index` of an endless series in which all classes are equally frequent.
Drawing drawNth(
    std::uint64_t series, std::uint64_t index, int side, Conditions conditions = Conditions::Any);

} // namespace netlens::drawings

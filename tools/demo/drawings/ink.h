#pragma once

#include "canvas.h"
#include "placement.h"
#include "random.h"

namespace netlens::drawings {

/// What a symbol is drawn with.
struct Ink {
    Colour line {};
    Colour body {};
    Colour tone {}; ///< of the bodies of another tone
    Colour detail {}; ///< on a filled body
    bool filled = false;
    bool outlined = true;
    float shade = 0; ///< opacity of the body's colour inside an outline
};

/// What is under a drawing.
struct Ground {
    Colour mean {};
    float spread = 0; ///< standard deviation of the luminance
};

Colour anyColour(Random& random);
Ground groundIn(const Canvas& canvas, const Box& box);

/// Colours that stand out from the ground by at least `contrast` (luminance, 0..255).
Ink chooseInk(const Ground& ground, float contrast, Random& random);

void drawMarks(Canvas& canvas, const Placed& placed, const Ink& ink, float opacity = 1);

} // namespace netlens::drawings

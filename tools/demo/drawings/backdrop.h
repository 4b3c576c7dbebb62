#pragma once

#include "canvas.h"
#include "random.h"

namespace netlens::drawings {

/// What lies behind a drawing: plain, gradient, paper, texture, a scene, or a sheet held up in a
/// scene. Takes its random numbers by value: the same backdrop at every canvas size.
/// @param symbol where the drawing will be; nullptr where there is none. A sheet surrounds it.
void paintBackdrop(Canvas& canvas, Random random, const Box* symbol);

/// Adds coloured noise of the given number of cells a side, linearly interpolated.
void addNoise(Canvas& canvas, Random& random, int cells, float amplitude, float colourShare);
void addGradient(Canvas& canvas, const Colour& from, const Colour& to, double angle);

/// A room or a garden, out of focus, perhaps with a person in it.
void paintScene(Canvas& canvas, Random& random);
/// A sheet of paper in front of what is there, held by a hand or two.
void paintSheet(Canvas& canvas, Random& random, const Box* symbol);

} // namespace netlens::drawings

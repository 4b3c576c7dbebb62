#pragma once

#include "engine/plan.h"
#include "model/precision.h"

namespace netlens {

/// Rewrites a float32 plan made of single convolutions for a lower precision: values that only
/// convolutions make and read take its format, and conversions are put in where a convolution meets
/// a value that has to stay float32 (the input, what is tapped, what an operation without a library
/// makes). A sum in place keeps the format of what it is added to.
/// @pre precision is not Float32 and no step is a whole block.
void lowerPrecision(Plan& plan, Precision precision);

} // namespace netlens

#pragma once

#include "engine/activation_ranges.h"
#include "engine/plan.h"
#include "model/precision.h"

namespace netlens {

/// Rewrites a float32 plan made of single convolutions for a lower precision: values that only
/// convolutions make and read take its format, and conversions are put in where a convolution meets
/// a value that has to stay float32 (the input, what is tapped, what an operation without a library
/// makes). A sum in place keeps the format of what it is added to.
/// In 8 bits, what a ReLU6 makes is stored without a sign and all else with one. Every channel has
/// the scale that its range allows; values that are added to each other have the same ones.
/// Convolutions across channels are told the mean of what they read.
/// @pre precision is not Float32 and no step is a whole block.
/// @param ranges for Int8: of all rangedLayers().
void lowerPrecision(Plan& plan, const Architecture& architecture, Precision precision,
    const ActivationRanges& ranges);

} // namespace netlens

#pragma once

#include "model/precision.h"

namespace netlens {

/// What a precision is worth on this computer.
enum class PrecisionSupport {
    Native, ///< the processor multiplies in it
    NoFaster, ///< works, but the processor has no instructions for it: not faster than float32
    Unavailable, ///< would take seconds a picture
};

/// Decided by the instruction set that oneDNN uses, which is the processor's best or what
/// $ONEDNN_MAX_CPU_ISA allows. The same for the whole life of the process.
PrecisionSupport precisionSupport(Precision precision);

/// The largest 8-bit weight that is safe: without VNNI, pairs of products are added in 16 bits,
/// which 255 · 127 + 255 · 127 does not fit.
int largestInt8Weight();

} // namespace netlens

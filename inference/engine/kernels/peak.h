#pragma once

namespace netlens {

/// What the arithmetic of `threads` threads of this processor can do at best: billions of float32
/// operations a second (a multiply-add counts as two) of multiply-adds that wait for nothing.
/// Measured anew at each call, for about 20 milliseconds.
double measurePeakGflops(int threads);

} // namespace netlens

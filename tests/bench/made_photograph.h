#pragma once

#include <cstdint>
#include <vector>

/// A JPEG of 4000 × 3000 pixels made by code, as heavy as a camera's (2.6 MB): clouds of all sizes,
/// less of the finer ones as in nature, and a sensor's noise.
std::vector<std::uint8_t> madePhotograph();

#pragma once

#include "image/image.h"

#include <chrono>
#include <cstdint>

namespace netlens {

/// One picture of a moving source. Immutable but for its place in the stream; copies share pixels.
struct Frame {
    std::int64_t number = 0; ///< from 0; counts what the source delivered since it was opened
    /// Where it belongs in the medium. Of a live source: since its first frame. Rises, but for a
    /// seek.
    double seconds = 0;
    std::chrono::steady_clock::time_point captured; ///< when it was handed out
    Image image;
    /// The same as large as it is painted; null if nobody asked, or if it would not be smaller.
    Image onScreen {};
};

} // namespace netlens

#pragma once

#include "support/made_videos.h"

#include <string>
#include <vector>

/// Drawings whose class the demonstration model knows, one after the other.
struct DrawnSegment {
    int symbolClass = 0;
    std::string label;
    double from = 0; ///< seconds in the video
    double to = 0;
};

/// Six symbols, each shown for so long. `pictures` is what makeVideo() takes.
struct DrawnVideo {
    explicit DrawnVideo(double secondsEach);

    std::vector<DrawnSegment> segments;
    std::vector<HeldPicture> pictures;
    double duration = 0;

    /// The label shown then; the last one for ever.
    const DrawnSegment& at(double seconds) const;
};

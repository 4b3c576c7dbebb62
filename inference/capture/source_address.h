#pragma once

#include "image/image.h"

#include <optional>
#include <string>
#include <string_view>

namespace netlens {

/// What a camera is asked for; it may answer with the nearest it has.
struct CaptureFormat {
    Size size;
    double rate = 0; ///< frames a second

    friend bool operator==(const CaptureFormat&, const CaptureFormat&) = default;
};

/// Where moving pictures come from.
struct SourceAddress {
    enum class Kind {
        Camera, ///< a V4L2 device
        VideoFile,
        Stream, ///< rtsp://, http(s)://, udp://, tcp://
        Pictures, ///< a folder of pictures, shown one after the other
        Screen, ///< a part of the screen, of which a window gives pictures (screen_feed.h)
    };
    Kind kind = Kind::VideoFile;
    std::string location; ///< "/dev/video0", a file or folder, a URL; of a Screen for logs only
    std::string name {}; ///< what people call it; empty means the location
    std::optional<CaptureFormat> format {}; ///< Camera, Screen; of Pictures the rate

    const std::string& shownName() const { return name.empty() ? location : name; }
    friend bool operator==(const SourceAddress&, const SourceAddress&) = default;
};

/// Reads what a person typed: a URL by its scheme, /dev/videoN or a bare number as a camera, a
/// folder as pictures, anything else as a video file. The disk is only asked whether it is a
/// folder. A password in a URL is left out of the name.
SourceAddress parseSourceAddress(std::string_view text);

} // namespace netlens

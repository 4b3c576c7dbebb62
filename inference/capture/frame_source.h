#pragma once

#include "base/result.h"
#include "capture/frame.h"
#include "capture/source_address.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace netlens {

/// What a source is known to be once it is open.
struct SourceTraits {
    std::string name; ///< for people
    Size size; ///< of its frames; a stream may change it
    double rate = 0; ///< frames a second; 0 when it does not say
    bool isLive = false; ///< frames come when they come: newest wins, no seeking
    std::optional<double> duration {}; ///< seconds; unknown for live sources and odd files
};

/// A camera, a video, a stream: frames, one after the other.
/// Thread rule: one thread at a time. next() is bounded: it looks at the stop token and gives up
/// after the source's time limit, so that whoever waits for its thread waits a second at most.
class FrameSource {
public:
    virtual ~FrameSource() = default;
    FrameSource() = default;
    FrameSource(const FrameSource&) = delete;
    FrameSource& operator=(const FrameSource&) = delete;

    virtual const SourceTraits& traits() const = 0;

    /// The next frame; nothing at the end of the medium, or when a stop was requested. A live
    /// source waits for it; a medium hands it out as fast as it decodes (who shows it, paces it).
    /// Errors: SourceLost (unplugged, the connection ended), SourceStalled (no frame within the
    /// time limit; asking again is allowed), VideoDamaged (asking again goes on behind the bad
    /// part).
    virtual Result<std::optional<Frame>> next(std::stop_token stop) = 0;

    /// Goes to the frame shown at that second; somewhere else when a stop was requested meanwhile.
    /// @pre not a live source. Errors: VideoDamaged.
    virtual Result<void> seek(double seconds, std::stop_token stop) = 0;
};

struct OpenLimits {
    std::chrono::milliseconds open { 10'000 };
    std::chrono::milliseconds frame { 5'000 }; ///< of a live source, between two frames
};

/// Opens any kind but the screen. Errors: SourceNotFound (no such device, file, host), SourceBusy
/// (another program has the camera), SourceDenied (no permission), SourceStalled (nothing came in
/// time), NotAVideo, VideoNotHere (the video module is not installed), NotAvailable (the screen:
/// see screen_feed.h), Cancelled. The library that reads videos is loaded by the first call.
Result<std::unique_ptr<FrameSource>> openSource(
    const SourceAddress& address, std::stop_token stop, const OpenLimits& limits = {});

} // namespace netlens

#pragma once

#include "capture/frame_source.h"
#include "capture/video_module.h"

namespace netlens {

/// Asks for Motion JPEG, the only format in which most cameras reach their full rate, and for
/// address.format. Errors: examineCamera's, SourceStalled, Cancelled.
Result<std::unique_ptr<FrameSource>> openCamera(
    const SourceAddress& address, std::stop_token stop, const OpenLimits& limits);

/// FFmpeg never sees the name, only a descriptor's: no name can be taken for a pattern, a protocol
/// or an option. What such a file refers to in turn (a playlist) is not followed.
/// Errors: SourceNotFound, SourceDenied, NotAVideo.
Result<std::unique_ptr<FrameSource>> openVideoFile(const SourceAddress& address);

/// Live, unless the server says how long it is. Errors: SourceNotFound, SourceDenied,
/// SourceStalled, NotAVideo, Cancelled.
Result<std::unique_ptr<FrameSource>> openNetworkStream(
    const SourceAddress& address, std::stop_token stop, const OpenLimits& limits);

Result<std::unique_ptr<VideoEncoder>> createVideoEncoder(
    const std::filesystem::path& path, Size size, double rate);

} // namespace netlens

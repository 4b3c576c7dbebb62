#pragma once

#include "base/result.h"
#include "capture/frame_source.h"

#include <filesystem>
#include <memory>
#include <stop_token>

namespace netlens {

/// Compresses pictures into one video file.
/// Thread rule: one thread at a time.
class VideoEncoder {
public:
    virtual ~VideoEncoder() = default;
    VideoEncoder() = default;
    VideoEncoder(const VideoEncoder&) = delete;
    VideoEncoder& operator=(const VideoEncoder&) = delete;

    /// Another size than the video's is scaled. What the disk refuses is not told here: the
    /// library keeps it to itself. Errors: Internal, OutOfMemory.
    virtual Result<void> add(const Image& picture) = 0;
    /// Writes what is still held and the index. Call once, last.
    virtual void finish() = 0;
};

/// All that uses OpenCV's videoio. It lies in a module of its own, because videoio loads 50 ms
/// worth of libraries at the start of every program that is linked with it.
class VideoModule {
public:
    virtual ~VideoModule() = default;
    VideoModule() = default;
    VideoModule(const VideoModule&) = delete;
    VideoModule& operator=(const VideoModule&) = delete;

    /// @pre a camera, a video file or a stream. Errors: openSource's.
    virtual Result<std::unique_ptr<FrameSource>> open(
        const SourceAddress& address, std::stop_token stop, const OpenLimits& limits) const = 0;

    /// @param path absolute, ends in .mp4; overwritten. @pre rate > 0
    /// Errors: FileUnwritable, NotAvailable (no encoder).
    virtual Result<std::unique_ptr<VideoEncoder>> createVideo(
        const std::filesystem::path& path, Size size, double rate) const = 0;
};

/// What the module exports: a function without arguments that returns `const VideoModule*`.
inline constexpr const char* kVideoModuleEntry = "netlensVideoModule";

/// Loads the module with the first call; it stays. Any thread. Errors: VideoNotHere.
Result<const VideoModule*> videoModule();

} // namespace netlens

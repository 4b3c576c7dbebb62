#pragma once

#include "capture/space_ahead.h"
#include "capture/video_module.h"

#include <filesystem>
#include <memory>
#include <stop_token>

namespace netlens {

/// Frames as an MP4 video: H.264, or MPEG-4 where there is no encoder for that.
/// It grows as NAME.part.mp4 and takes its name when it is finished. Without finish() it is
/// removed: an MP4 without its index cannot be read.
///
/// The video has one rate; frames that come faster are left out, and where they come slower the one
/// before stands. A gap of more than five seconds is shortened to nothing.
/// Thread rule: one thread at a time.
class VideoRecorder {
public:
    /// Where it lies until it is finished; what is there is overwritten.
    static std::filesystem::path partOf(const std::filesystem::path& target);

    /// @param path ends in .mp4 @param rate frames a second, brought into 1 … 240; 0: 25
    /// Errors: VideoNotHere, FileUnwritable (the name, the folder, another program writes it).
    static Result<VideoRecorder> create(const std::filesystem::path& path, double rate);
    VideoRecorder(VideoRecorder&& other) noexcept;
    VideoRecorder& operator=(VideoRecorder&&) = delete;
    ~VideoRecorder();

    /// The first frame gives the video its size; others are scaled to it.
    /// @param seconds of the frame in its medium. @param stop once it is requested gaps are
    /// shortened to nothing instead of filled. Errors: DiskFull (finish() still makes a sound video
    /// of what came before), FileUnwritable, NotAvailable (no encoder, or a picture too small for
    /// one), Internal, OutOfMemory.
    Result<void> add(const Image& picture, double seconds, const std::stop_token& stop = {});

    /// Where the last frame is in the video.
    double position() const;
    /// How long the video is.
    double duration() const { return static_cast<double>(m_written) / m_rate; }

    /// Call once, last. Without a frame there is no file. Errors: DiskFull, FileUnwritable.
    Result<void> finish();

private:
    VideoRecorder(int descriptor, std::filesystem::path target, double rate);
    Result<void> begin(const Image& picture);
    Result<void> encode(const Image& picture);
    std::filesystem::path partPath() const { return partOf(m_target); }
    void removePart();

    int m_descriptor = -1; ///< of the part
    std::filesystem::path m_target;
    double m_rate;
    std::unique_ptr<VideoEncoder> m_encoder;
    SpaceAhead m_space;
    Image m_previous;
    double m_origin = 0; ///< the medium's second at which the video would begin
    double m_seconds = 0; ///< of the last frame
    std::int64_t m_written = 0;
};

/// Whether a file is a whole MP4: boxes up to its very end, and the index among them.
bool isWholeMp4(int descriptor);

} // namespace netlens

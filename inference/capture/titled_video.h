#pragma once

#include "capture/subtitles.h"
#include "capture/video_recorder.h"

#include <filesystem>
#include <stop_token>
#include <string_view>

namespace netlens {

/// A video of the frames that were looked at and, beside it, their labels as subtitles.
/// Thread rule: one thread at a time.
class TitledVideo {
public:
    /// @param video ends in .mp4; the subtitles have the same name with .srt
    /// Errors: as VideoRecorder::create, and DiskFull.
    static Result<TitledVideo> create(const std::filesystem::path& video, double rate);

    /// @param label empty: nothing is sure. @param stop as VideoRecorder::add.
    /// After an error (VideoRecorder::add's) only finish() is left.
    Result<void> add(const Image& picture, double seconds, std::string_view label,
        const std::stop_token& stop = {});
    /// How long the video is.
    double duration() const { return m_video.duration(); }
    /// Both files under their names; without a frame there are none. Call once.
    Result<void> finish();

private:
    TitledVideo(VideoRecorder video, Subtitles subtitles);

    VideoRecorder m_video;
    Subtitles m_subtitles;
};

} // namespace netlens

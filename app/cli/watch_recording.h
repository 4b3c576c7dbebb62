#pragma once

#include "capture/subtitles.h"
#include "capture/video_recorder.h"

#include <optional>
#include <string>
#include <string_view>

namespace netlens::cli {

/// A video of the frames that were looked at and, beside it, their labels as subtitles.
class WatchRecording {
public:
    /// @param video ends in .mp4; the subtitles have the same name with .srt
    static Result<WatchRecording> create(const std::string& video, double rate);

    /// @param label empty: nothing is sure. After an error only finish() is left.
    Result<void> add(const Image& picture, double seconds, std::string_view label);
    /// Both files under their names. Call once.
    Result<void> finish();

private:
    WatchRecording(VideoRecorder video, Subtitles subtitles);

    VideoRecorder m_video;
    Subtitles m_subtitles;
};

} // namespace netlens::cli

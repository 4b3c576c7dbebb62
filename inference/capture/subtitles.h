#pragma once

#include "base/part_file.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace netlens {

/// Labels of a video as SubRip (.srt): one cue for each stretch of frames with the same label.
/// Grows as NAME.part and takes its name when it is finished; every cue but the last is in the
/// part.
class Subtitles {
public:
    /// Errors: FileUnwritable, DiskFull.
    static Result<Subtitles> create(const std::filesystem::path& path);

    /// The label of the frame shown at that second of the video; empty shows none.
    /// @pre seconds do not go back. Errors: FileUnwritable, DiskFull.
    Result<void> show(std::string_view label, double seconds);

    /// @param seconds where the video ends. Call once, last. Errors: FileUnwritable, DiskFull.
    Result<void> finish(double seconds);
    /// In place of finish(): nothing stays.
    void discard();

private:
    explicit Subtitles(PartFile file);
    Result<void> endCue(double seconds);

    PartFile m_file;
    std::string m_label; ///< of the cue that stands
    double m_since = 0;
    int m_cues = 0;
};

} // namespace netlens

#pragma once

#include "capture/titled_video.h"
#include "service/record_service.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace netlens {

/// The files of one recording: a video with subtitles, a table, JSON Lines. They appear under their
/// names when they are finished; the names are free when it begins.
/// Thread rule: one thread at a time.
class Recording {
public:
    /// Errors: FileUnwritable, DiskFull, VideoNotHere.
    static Result<Recording> create(const RecordingPlan& plan);

    /// By the names they will have; once it is finished, those that have come to be.
    const std::vector<std::filesystem::path>& files() const { return m_files; }

    /// Going back in the medium is allowed. @param stop as VideoRecorder::add
    /// After an error (FileUnwritable, DiskFull, NotAvailable, Internal, OutOfMemory) only finish()
    /// is left.
    Result<void> add(const RecordedFrame& frame, const std::stop_token& stop);
    /// Seconds: of the video; without one the frames' times from the first to the last, where going
    /// back and gaps of more than five seconds count nothing, as in a video.
    double duration() const { return m_video ? m_video->duration() : m_span; }
    /// All files as far as possible; without a frame there are none. Call once. The first of the
    /// errors.
    Result<void> finish();

private:
    explicit Recording(const RecordingPlan& plan);
    Result<void> openLog(const std::filesystem::path& file, LabelLog::Format format);
    Result<void> addToLogs(const RecordedFrame& frame);

    int m_rows;
    LabelLog::Configuration m_configuration;
    std::vector<std::filesystem::path> m_files;
    std::optional<TitledVideo> m_video;
    std::vector<LabelLog> m_logs;
    double m_span = 0;
    std::optional<double> m_seconds; ///< of the last frame
};

} // namespace netlens

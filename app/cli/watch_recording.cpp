#include "app/cli/watch_recording.h"

namespace netlens::cli {

Result<WatchRecording> WatchRecording::create(const std::string& video, double rate)
{
    auto recorder = VideoRecorder::create(video, rate);
    if (!recorder)
        return recorder.error();
    auto subtitles = Subtitles::create(std::filesystem::path(video).replace_extension(".srt"));
    if (!subtitles)
        return subtitles.error();
    return WatchRecording(*std::move(recorder), *std::move(subtitles));
}

WatchRecording::WatchRecording(VideoRecorder video, Subtitles subtitles)
    : m_video(std::move(video))
    , m_subtitles(std::move(subtitles))
{
}

Result<void> WatchRecording::add(const Image& picture, double seconds, std::string_view label)
{
    if (auto added = m_video.add(picture, seconds); !added)
        return added;
    return m_subtitles.show(label, m_video.position());
}

Result<void> WatchRecording::finish()
{
    const double end = m_video.duration();
    auto finished = m_video.finish();
    auto titled = m_subtitles.finish(end);
    return finished ? titled : finished;
}

} // namespace netlens::cli

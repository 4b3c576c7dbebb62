#include "capture/titled_video.h"

#include <utility>

namespace netlens {

Result<TitledVideo> TitledVideo::create(const std::filesystem::path& video, double rate)
{
    auto recorder = VideoRecorder::create(video, rate);
    if (!recorder)
        return recorder.error();
    auto subtitles = Subtitles::create(std::filesystem::path(video).replace_extension(".srt"));
    if (!subtitles)
        return subtitles.error();
    return TitledVideo(*std::move(recorder), *std::move(subtitles));
}

TitledVideo::TitledVideo(VideoRecorder video, Subtitles subtitles)
    : m_video(std::move(video))
    , m_subtitles(std::move(subtitles))
{
}

Result<void> TitledVideo::add(
    const Image& picture, double seconds, std::string_view label, const std::stop_token& stop)
{
    if (auto added = m_video.add(picture, seconds, stop); !added)
        return added;
    return m_subtitles.show(label, m_video.position());
}

Result<void> TitledVideo::finish()
{
    const double end = m_video.duration();
    auto finished = m_video.finish();
    if (end <= 0) {
        m_subtitles.discard();
        return finished;
    }
    auto titled = m_subtitles.finish(end);
    return finished ? titled : finished;
}

} // namespace netlens

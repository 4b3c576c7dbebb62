#include "capture/video/video_reader.h"

#include "capture/video/ffmpeg_messages.h"
#include "capture/video/opencv_frames.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace netlens {

namespace {

    Error unopened(const std::string& name, int number)
    {
        const bool isMissing = number == ENOENT || number == ENOTDIR || number == ENAMETOOLONG;
        const bool isDenied = number == EACCES || number == EPERM;
        return makeError(isMissing ? ErrorCode::SourceNotFound
                : isDenied         ? ErrorCode::SourceDenied
                                   : ErrorCode::NotAVideo,
            name, std::generic_category().message(number));
    }

} // namespace

Result<VideoReader> VideoReader::open(const std::string& path, std::string name)
{
    // O_NONBLOCK: opening a pipe nobody writes to would wait otherwise.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return unopened(name, errno);
    VideoReader reader(descriptor, name);
    struct stat facts { };
    if (::fstat(descriptor, &facts) != 0)
        return unopened(name, errno);
    if (!S_ISREG(facts.st_mode))
        return makeError(ErrorCode::NotAVideo, name, "not a regular file");
    if (facts.st_size == 0)
        return makeError(ErrorCode::NotAVideo, name, "the file is empty");
    (void)takeFfmpegMessages();
    const auto started = withoutExceptions<bool>(name, [&] { return reader.start(); });
    if (!started)
        return started.error();
    if (!*started)
        return makeError(ErrorCode::NotAVideo, name, takeFfmpegMessages());
    if (reader.m_facts.isTooLarge())
        return makeError(ErrorCode::NotAVideo, name, "its pictures are too large");
    return reader;
}

VideoReader::VideoReader(int descriptor, std::string name)
    : m_descriptor(descriptor)
    , m_name(std::move(name))
{
}

VideoReader::VideoReader(VideoReader&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_name(std::move(other.m_name))
    , m_capture(other.m_capture) // shares: it has no move
    , m_picture(std::move(other.m_picture))
    , m_facts(other.m_facts)
    , m_hasTimes(other.m_hasTimes)
    , m_last(other.m_last)
{
}

VideoReader::~VideoReader()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool VideoReader::start()
{
    m_last.reset();
    const std::string name = "file:/proc/self/fd/" + std::to_string(m_descriptor);
    if (!m_capture.open(name, cv::CAP_FFMPEG))
        return false;
    m_facts = factsOf(m_capture);
    return true;
}

std::optional<double> VideoReader::grab()
{
    if (!m_capture.grab())
        return std::nullopt;
    const auto stated = secondsOf(m_capture);
    m_hasTimes = m_hasTimes && stated;
    constexpr double kUsualRate = 25;
    const double pace = 1 / (m_facts.rate > 0 ? m_facts.rate : kUsualRate);
    const bool rises = stated && (!m_last || *stated > *m_last);
    m_last = rises ? *stated : (m_last ? *m_last + pace : 0);
    return m_last;
}

Result<std::optional<VideoReader::Picture>> VideoReader::read()
{
    using Answer = std::optional<Picture>;
    return withoutExceptions<Answer>(m_name, [&]() -> Result<Answer> {
        for (;;) {
            const auto seconds = grab();
            if (!seconds)
                return Answer();
            auto image = m_capture.retrieve(m_picture)
                ? toImage(m_picture, m_facts.pixelAspect)
                : Result<Image>(makeError(ErrorCode::VideoDamaged, m_name));
            if (image)
                return Answer(Picture { *std::move(image), *seconds });
        }
    });
}

std::optional<double> VideoReader::skip()
{
    const auto seconds = withoutExceptions<std::optional<double>>(m_name, [&] { return grab(); });
    return seconds ? *seconds : std::nullopt;
}

bool VideoReader::jump(double seconds)
{
    if (!m_hasTimes)
        return false;
    constexpr double kMilliseconds = 1000;
    m_last.reset();
    const auto done = withoutExceptions<bool>(
        m_name, [&] { return m_capture.set(cv::CAP_PROP_POS_MSEC, seconds * kMilliseconds); });
    return done && *done;
}

bool VideoReader::rewind()
{
    const auto done = withoutExceptions<bool>(m_name, [&] { return start(); });
    return done && *done;
}

} // namespace netlens

#include "capture/video_recorder.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    constexpr double kUsualRate = 25;
    constexpr double kLowestRate = 1;
    constexpr double kHighestRate = 240;
    constexpr double kLongestGap = 5;

    Error unwritable(const fs::path& path, const std::string& why)
    {
        return makeError(ErrorCode::FileUnwritable, path.string(), why);
    }

    std::string systemText(int number)
    {
        return std::generic_category().message(number);
    }

    /// Whether that name is the file that was opened, and not another program's finished one.
    bool isStill(int descriptor, const fs::path& path)
    {
        struct stat opened { };
        struct stat there { };
        return ::fstat(descriptor, &opened) == 0 && S_ISREG(opened.st_mode)
            && ::lstat(path.c_str(), &there) == 0 && there.st_ino == opened.st_ino
            && there.st_dev == opened.st_dev;
    }

    /// What may still be written: the frames the encoder holds back (about 60, each a fifth of its
    /// pixels if they are noise), the index, and the next frames.
    std::uint64_t bytesAhead(const Image& picture, std::int64_t frames)
    {
        constexpr std::uint64_t kLeast = std::uint64_t { 8 } << 20U;
        constexpr std::uint64_t kHeldBack = 16;
        constexpr std::uint64_t kIndexEntry = 64;
        return kLeast + picture.pixels().size() * kHeldBack
            + kIndexEntry * static_cast<std::uint64_t>(frames);
    }

} // namespace

fs::path VideoRecorder::partOf(const fs::path& target)
{
    return target.parent_path() / (target.stem().string() + ".part.mp4");
}

Result<VideoRecorder> VideoRecorder::create(const fs::path& path, double rate)
{
    if (const auto module = videoModule(); !module)
        return module.error();
    std::error_code failed;
    const fs::path target = fs::absolute(path, failed);
    if (failed || target.extension() != ".mp4")
        return unwritable(path, "the name of a video has to end in .mp4");
    const fs::file_status status = fs::status(target, failed);
    if (fs::exists(status) && !fs::is_regular_file(status))
        return unwritable(path, "not a regular file");
    const int descriptor = ::open(
        partOf(target).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (descriptor < 0)
        return unwritable(path, systemText(errno));
    VideoRecorder recorder(descriptor, target, rate > 0 ? rate : kUsualRate);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 || !isStill(descriptor, partOf(target))) {
        recorder.m_target.clear(); // the part is somebody else's
        return unwritable(path, "another program is writing this file");
    }
    return recorder;
}

VideoRecorder::VideoRecorder(int descriptor, fs::path target, double rate)
    : m_descriptor(descriptor)
    , m_target(std::move(target))
    , m_rate(std::clamp(rate, kLowestRate, kHighestRate))
{
}

VideoRecorder::VideoRecorder(VideoRecorder&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_target(std::exchange(other.m_target, {}))
    , m_rate(other.m_rate)
    , m_encoder(std::move(other.m_encoder))
    , m_space(other.m_space)
    , m_previous(std::move(other.m_previous))
    , m_origin(other.m_origin)
    , m_seconds(other.m_seconds)
    , m_written(other.m_written)
{
}

VideoRecorder::~VideoRecorder()
{
    m_encoder.reset();
    removePart();
}

void VideoRecorder::removePart()
{
    if (m_descriptor < 0)
        return;
    if (!m_target.empty())
        ::unlink(partPath().c_str());
    ::close(std::exchange(m_descriptor, -1));
}

double VideoRecorder::position() const
{
    return static_cast<double>(std::max<std::int64_t>(m_written - 1, 0)) / m_rate;
}

Result<void> VideoRecorder::add(const Image& picture, double seconds, const std::stop_token& stop)
{
    if (!m_encoder)
        if (auto begun = begin(picture); !begun)
            return begun;
    const bool isJump = m_written == 0 || seconds < m_seconds || seconds - m_seconds > kLongestGap;
    if (isJump)
        m_origin = seconds - duration();
    m_seconds = seconds;
    const auto slot = std::llround((seconds - m_origin) * m_rate);
    while (m_written < slot) {
        if (stop.stop_requested()) {
            m_origin = seconds - duration();
            break;
        }
        if (auto encoded = encode(m_previous); !encoded)
            return encoded;
    }
    m_previous = picture;
    return slot < m_written ? Result<void>() : encode(picture);
}

Result<void> VideoRecorder::begin(const Image& picture)
{
    constexpr int kSmallest = 2; // encoders halve the colours
    if (std::min(picture.width(), picture.height()) < kSmallest)
        return makeError(ErrorCode::NotAvailable, m_target.string(),
            "a video's pictures are at least 2 × 2 pixels");
    const auto module = videoModule();
    if (!module)
        return module.error();
    auto encoder = (*module)->createVideo(partPath(), picture.size(), m_rate);
    if (!encoder)
        return encoder.error();
    m_encoder = *std::move(encoder);
    return {};
}

Result<void> VideoRecorder::encode(const Image& picture)
{
    auto kept = m_space.keep(m_descriptor, m_target, bytesAhead(picture, m_written));
    if (!kept)
        return kept;
    auto added = m_encoder->add(picture);
    if (added)
        ++m_written;
    return added;
}

Result<void> VideoRecorder::finish()
{
    if (!m_encoder || m_written == 0) {
        m_encoder.reset();
        removePart();
        return {};
    }
    m_encoder->finish();
    m_encoder.reset();
    SpaceAhead::release(m_descriptor);
    const bool isWhole = isWholeMp4(m_descriptor);
    const bool isFlushed = isWhole && ::fsync(m_descriptor) == 0;
    const bool isNamed = isFlushed && ::rename(partPath().c_str(), m_target.c_str()) == 0;
    const int number = errno;
    const fs::path target = m_target;
    if (isNamed)
        m_target.clear();
    removePart();
    if (isNamed)
        return {};
    return unwritable(target, isWhole ? systemText(number) : "what was written is not whole");
}

} // namespace netlens

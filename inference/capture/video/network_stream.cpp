#include "capture/video/blocking_reader.h"
#include "capture/video/ffmpeg_messages.h"
#include "capture/video/opencv_frames.h"
#include "capture/video/sources.h"
#include "capture/video/video_facts.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <opencv2/videoio.hpp>

namespace netlens {

namespace {

    using Clock = std::chrono::steady_clock;

    /// FFmpeg's words, the only thing it says about why an address does not open.
    ErrorCode codeOf(std::string_view messages)
    {
        const auto says = [&](const auto& words) {
            return std::ranges::any_of(words, [&](std::string_view word) {
                return messages.find(word) != std::string_view::npos;
            });
        };
        constexpr std::array<std::string_view, 4> kDenied { "HTTP error 401", "HTTP error 403",
            "401 Unauthorized", "403 Forbidden" };
        constexpr std::array<std::string_view, 7> kNotFound { "Failed to resolve",
            "Connection refused", "No route to host", "Network is unreachable", "HTTP error 404",
            "404 Not Found", "HTTP error 410" };
        if (says(kDenied))
            return ErrorCode::SourceDenied;
        return says(kNotFound) ? ErrorCode::SourceNotFound : ErrorCode::NotAVideo;
    }

    class NetworkStream final : public BlockingReader {
    public:
        NetworkStream(SourceAddress address, const OpenLimits& limits)
            : m_address(std::move(address))
            , m_limits(limits)
        {
        }

        Result<SourceTraits> open() override
        {
            return withoutExceptions<SourceTraits>(
                m_address.shownName(), [&] { return connect(); });
        }

        Result<std::optional<Picture>> read() override
        {
            return withoutExceptions<std::optional<Picture>>(
                m_address.shownName(), [&] { return grab(); });
        }

        bool isAtEnd() const override { return m_isAtEnd; }

        void seek(double seconds) override
        {
            constexpr double kMilliseconds = 1000;
            (void)withoutExceptions<bool>(m_address.shownName(),
                [&] { return m_capture.set(cv::CAP_PROP_POS_MSEC, seconds * kMilliseconds); });
            m_last = seconds;
            m_isAtEnd = false;
        }

    private:
        Result<SourceTraits> connect()
        {
            const auto start = Clock::now();
            // Twice the limit between two frames: who waits is told first that it stands still, and
            // it may go on; a read that was interrupted cannot.
            const int readLimit = static_cast<int>(2 * m_limits.frame.count());
            const int openLimit = static_cast<int>(m_limits.open.count());
            (void)takeFfmpegMessages();
            if (!m_capture.open(m_address.location, cv::CAP_FFMPEG,
                    { cv::CAP_PROP_OPEN_TIMEOUT_MSEC, openLimit, cv::CAP_PROP_READ_TIMEOUT_MSEC,
                        readLimit }))
                return refusal(Clock::now() - start);
            const VideoFacts facts = factsOf(m_capture);
            if (facts.isTooLarge())
                return makeError(
                    ErrorCode::NotAVideo, m_address.shownName(), "its pictures are too large");
            m_duration = facts.duration;
            m_pixelAspect = facts.pixelAspect;
            return SourceTraits { m_address.shownName(), facts.size, facts.rate, !facts.duration,
                facts.duration };
        }

        Error refusal(Clock::duration passed) const
        {
            const std::string messages = takeFfmpegMessages();
            const bool isLate = passed >= m_limits.open;
            return makeError(isLate ? ErrorCode::SourceStalled : codeOf(messages),
                m_address.shownName(), messages);
        }

        Result<std::optional<Picture>> grab()
        {
            if (!m_capture.read(m_picture))
                return atEnd();
            (void)takeFfmpegMessages(); // what a decoder grumbles while pictures come
            auto image = toImage(m_picture, m_pixelAspect);
            if (!image)
                return std::optional<Picture>();
            const auto seconds = secondsOf(m_capture);
            if (!m_began)
                m_began = { Clock::now(), seconds.value_or(0) };
            m_last = std::max(m_last, seconds.value_or(0)); // the last frames come with 0
            return std::optional(Picture { *std::move(image), seconds });
        }

        /// The library stops in the same way at the end of a video and of a connection.
        Result<std::optional<Picture>> atEnd()
        {
            const std::string& name = m_address.shownName();
            if (!m_duration && !wasFile())
                return makeError(ErrorCode::SourceLost, name, takeFfmpegMessages());
            const double missing = m_duration.value_or(m_last) - m_last;
            constexpr double kTolerated = 0.05;
            if (!std::exchange(m_isAtEnd, true)
                && missing > std::max(1.0, kTolerated * m_duration.value_or(0)))
                return makeError(ErrorCode::VideoDamaged, name,
                    "it ends " + std::to_string(missing) + " s too early");
            return std::optional<Picture>();
        }

        /// A file that does not say how long it is comes faster than it plays. A live playlist,
        /// too, begins with what it has.
        bool wasFile() const
        {
            if (!m_began || m_address.location.find(".m3u8") != std::string::npos)
                return false;
            const std::chrono::duration<double> passed = Clock::now() - m_began->at;
            return m_last - m_began->seconds > 2 * passed.count() + 1;
        }

        SourceAddress m_address;
        OpenLimits m_limits;
        cv::VideoCapture m_capture;
        cv::Mat m_picture;
        double m_pixelAspect = 1;
        struct Beginning {
            Clock::time_point at;
            double seconds = 0;
        };
        std::optional<Beginning> m_began;
        std::optional<double> m_duration; ///< unknown: live
        double m_last = 0;
        bool m_isAtEnd = false;
    };

} // namespace

Result<std::unique_ptr<FrameSource>> openNetworkStream(
    const SourceAddress& address, std::stop_token stop, const OpenLimits& limits)
{
    return openOnThread(std::make_unique<NetworkStream>(address, limits), address.shownName(),
        std::move(stop), limits);
}

} // namespace netlens

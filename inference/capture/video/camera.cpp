#include "capture/video/blocking_reader.h"
#include "capture/video/camera_device.h"
#include "capture/video/opencv_frames.h"
#include "capture/video/sources.h"

#include <thread>

#include <opencv2/videoio.hpp>

namespace netlens {

namespace {

    class Camera final : public BlockingReader {
    public:
        explicit Camera(SourceAddress address)
            : m_address(std::move(address))
        {
        }

        Result<SourceTraits> open() override
        {
            const auto facts = examineCamera(m_address.location);
            if (!facts)
                return named(facts.error());
            return withoutExceptions<SourceTraits>(
                m_address.shownName(), [&] { return start(*facts); });
        }

        Result<std::optional<Picture>> read() override
        {
            return withoutExceptions<std::optional<Picture>>(
                m_address.shownName(), [&] { return grab(); });
        }

    private:
        Error named(Error error) const
        {
            error.subject = m_address.shownName();
            return error;
        }

        Result<SourceTraits> start(const CameraFacts& facts)
        {
            if (!m_capture.open(m_address.location, cv::CAP_V4L2))
                return makeError(ErrorCode::NotAVideo, m_address.shownName(),
                    "the camera offers no format this program reads");
            m_capture.set(cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'));
            if (m_address.format) {
                m_capture.set(cv::CAP_PROP_FRAME_WIDTH, m_address.format->size.width);
                m_capture.set(cv::CAP_PROP_FRAME_HEIGHT, m_address.format->size.height);
                m_capture.set(cv::CAP_PROP_FPS, m_address.format->rate);
            }
            SourceTraits traits;
            traits.name = !m_address.name.empty() || facts.name.empty() ? m_address.shownName()
                                                                        : facts.name;
            traits.size = { static_cast<int>(m_capture.get(cv::CAP_PROP_FRAME_WIDTH)),
                static_cast<int>(m_capture.get(cv::CAP_PROP_FRAME_HEIGHT)) };
            traits.rate = std::max(0.0, m_capture.get(cv::CAP_PROP_FPS));
            traits.isLive = true;
            return traits;
        }

        Result<std::optional<Picture>> grab()
        {
            if (!m_capture.read(m_picture)) {
                if (!isCameraThere(m_address.location))
                    return makeError(ErrorCode::SourceLost, m_address.shownName(), "unplugged");
                // It may answer at once with nothing, again and again.
                constexpr std::chrono::milliseconds kPause { 20 };
                std::this_thread::sleep_for(kPause);
                return std::optional<Picture>();
            }
            auto image = toImage(m_picture);
            if (!image) // a torn JPEG; the next one is a moment away
                return std::optional<Picture>();
            return std::optional(Picture { *std::move(image), std::nullopt });
        }

        SourceAddress m_address;
        cv::VideoCapture m_capture;
        cv::Mat m_picture;
    };

} // namespace

Result<std::unique_ptr<FrameSource>> openCamera(
    const SourceAddress& address, std::stop_token stop, const OpenLimits& limits)
{
    return openOnThread(
        std::make_unique<Camera>(address), address.shownName(), std::move(stop), limits);
}

} // namespace netlens

#include "capture/video/opencv_frames.h"
#include "capture/video/sources.h"

#include <array>
#include <utility>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

namespace netlens {

namespace {

    class OpenCvEncoder final : public VideoEncoder {
    public:
        OpenCvEncoder(std::string name, const cv::VideoWriter& writer, cv::Size size)
            : m_name(std::move(name))
            , m_writer(writer)
            , m_size(size)
        {
        }

        Result<void> add(const Image& picture) override
        {
            const auto added = withoutExceptions<bool>(m_name, [&] { return write(picture); });
            return added ? Result<void>() : added.error();
        }

        void finish() override
        {
            (void)withoutExceptions<bool>(m_name, [&] {
                m_writer.release();
                return true;
            });
        }

    private:
        bool write(const Image& picture)
        {
            // cv::Mat has no const form; this one is only read.
            const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3,
                const_cast<std::uint8_t*>(picture.row(0)));
            cv::cvtColor(rgb, m_bgr, cv::COLOR_RGB2BGR);
            if (m_bgr.size() == m_size) {
                m_writer.write(m_bgr);
                return true;
            }
            cv::resize(m_bgr, m_scaled, m_size, 0, 0, cv::INTER_AREA);
            m_writer.write(m_scaled);
            return true;
        }

        std::string m_name;
        cv::VideoWriter m_writer;
        cv::Size m_size;
        cv::Mat m_bgr;
        cv::Mat m_scaled;
    };

} // namespace

Result<std::unique_ptr<VideoEncoder>> createVideoEncoder(
    const std::filesystem::path& path, Size size, double rate)
{
    using Answer = std::unique_ptr<VideoEncoder>;
    const std::string name = path.string();
    const cv::Size pixels(size.width, size.height);
    return withoutExceptions<Answer>(name, [&]() -> Result<Answer> {
        // H.264 plays everywhere; not every FFmpeg can make it.
        for (const auto& code :
            { std::array { 'a', 'v', 'c', '1' }, std::array { 'm', 'p', '4', 'v' } }) {
            cv::VideoWriter writer;
            if (writer.open(name, cv::CAP_FFMPEG,
                    cv::VideoWriter::fourcc(code[0], code[1], code[2], code[3]), rate, pixels))
                return Answer(std::make_unique<OpenCvEncoder>(name, writer, pixels));
        }
        return makeError(ErrorCode::NotAvailable, name, "no encoder for MP4 files");
    });
}

} // namespace netlens

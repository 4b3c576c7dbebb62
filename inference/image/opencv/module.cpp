#include "image/picture_module.h"

#include <climits>
#include <iostream>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace netlens {

namespace {

    Error damaged(std::string detail)
    {
        return makeError(ErrorCode::PictureDamaged, {}, std::move(detail));
    }

    /// imdecode tells std::cerr what it caught, and no switch of OpenCV's turns that off. The first
    /// of those that decode at once silences it, the last lets it speak again.
    class QuietCerr {
    public:
        QuietCerr()
        {
            const std::lock_guard lock(s_mutex);
            if (s_count++ > 0)
                return;
            s_before = std::cerr.rdstate();
            std::cerr.setstate(std::ios_base::badbit);
        }
        QuietCerr(const QuietCerr&) = delete;
        QuietCerr& operator=(const QuietCerr&) = delete;
        ~QuietCerr()
        {
            const std::lock_guard lock(s_mutex);
            if (--s_count == 0)
                std::cerr.clear(s_before);
        }

    private:
        static inline std::mutex s_mutex;
        static inline int s_count = 0; ///< guarded, as the next
        static inline std::ios_base::iostate s_before = std::ios_base::goodbit;
    };

    Result<Image> decodeBgr(std::span<const std::uint8_t> bytes, Size size)
    {
        // OpenCV has no read-only Mat; imdecode() only reads its source.
        const cv::Mat input(
            1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::uint8_t*>(bytes.data()));
        const QuietCerr quiet;
        const cv::Mat bgr = cv::imdecode(input, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (bgr.empty())
            return damaged("the decoder gave up");
        if (bgr.cols != size.width || bgr.rows != size.height || bgr.type() != CV_8UC3)
            return damaged("the content contradicts the header");
        std::vector<std::uint8_t> rgb(bgr.total() * Image::kChannels);
        cv::Mat output(bgr.rows, bgr.cols, CV_8UC3, rgb.data());
        cv::cvtColor(bgr, output, cv::COLOR_BGR2RGB);
        return Image(size, std::move(rgb));
    }

    Result<std::vector<std::uint8_t>> encodeRgb(
        const Image& picture, PictureModule::Format format, int quality)
    {
        // Here too: cvtColor() only reads.
        const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3,
            const_cast<std::uint8_t*>(picture.pixels().data()));
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        std::vector<std::uint8_t> bytes;
        const bool isDone = format == PictureModule::Format::Jpeg
            ? cv::imencode(".jpg", bgr, bytes, { cv::IMWRITE_JPEG_QUALITY, quality })
            : cv::imencode(".png", bgr, bytes);
        if (!isDone)
            return makeError(ErrorCode::Internal, {}, "OpenCV could not encode the picture");
        return bytes;
    }

    class Module final : public PictureModule {
    public:
        Module() { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); }

        Result<Image> decode(std::span<const std::uint8_t> bytes, Size size) const override
        {
            if (bytes.size() > INT_MAX)
                return damaged("over 2 GiB");
            try {
                return decodeBgr(bytes, size);
            } catch (const cv::Exception& exception) {
                if (exception.code == cv::Error::StsNoMem)
                    throw std::bad_alloc();
                return damaged(exception.err);
            }
        }

        Result<std::vector<std::uint8_t>> encode(
            const Image& picture, Format format, int quality) const override
        {
            try {
                return encodeRgb(picture, format, quality);
            } catch (const cv::Exception& exception) {
                return makeError(ErrorCode::Internal, {}, exception.what());
            } catch (const std::bad_alloc&) {
                return makeError(ErrorCode::OutOfMemory, {});
            }
        }
    };

} // namespace

} // namespace netlens

extern "C" __attribute__((visibility("default"))) const netlens::PictureModule*
netlensPictureModule()
{
    static const auto* const kModule = new netlens::Module; // stays, as the module does
    return kModule;
}

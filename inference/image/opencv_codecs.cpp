#include "image/codecs.h"

#include <climits>
#include <iostream>
#include <new>
#include <string>
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

    /// imdecode tells std::cerr what it caught, and no switch of OpenCV's turns that off.
    class QuietCerr {
    public:
        QuietCerr() { std::cerr.setstate(std::ios_base::badbit); }
        QuietCerr(const QuietCerr&) = delete;
        QuietCerr& operator=(const QuietCerr&) = delete;
        ~QuietCerr() { std::cerr.clear(m_before); }

    private:
        std::ios_base::iostate m_before = std::cerr.rdstate();
    };

} // namespace

Result<Image> decodeWithOpenCv(std::span<const std::uint8_t> bytes, Size size)
{
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    if (bytes.size() > INT_MAX)
        return damaged("over 2 GiB");
    try {
        // imdecode only reads, but wants a Mat, which has no const form.
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
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem)
            throw std::bad_alloc();
        return damaged(exception.err);
    }
}

} // namespace netlens

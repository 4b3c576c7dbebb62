#include "image/encoder.h"

#include "base/file.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <new>
#include <span>
#include <vector>

namespace netlens {

namespace {

    /// @param suffix of the format. Errors have no subject.
    Result<std::vector<std::uint8_t>> encode(
        const Image& picture, const char* suffix, const std::vector<int>& parameters)
    {
        try {
            // OpenCV has no read-only Mat; cvtColor() only reads its source.
            const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3,
                const_cast<std::uint8_t*>(picture.pixels().data()));
            cv::Mat bgr;
            cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
            std::vector<std::uint8_t> bytes;
            if (!cv::imencode(suffix, bgr, bytes, parameters))
                return makeError(ErrorCode::Internal, {}, "OpenCV could not encode the picture");
            return bytes;
        } catch (const cv::Exception& exception) {
            return makeError(ErrorCode::Internal, {}, exception.what());
        } catch (const std::bad_alloc&) {
            return makeError(ErrorCode::OutOfMemory, {});
        }
    }

} // namespace

Result<std::vector<std::uint8_t>> encodeJpeg(const Image& picture, int quality)
{
    return encode(picture, ".jpg", { cv::IMWRITE_JPEG_QUALITY, quality });
}

Result<void> writePng(const std::filesystem::path& path, const Image& picture)
{
    const auto bytes = encode(picture, ".png", {});
    if (!bytes)
        return makeError(bytes.error().code, path.string(), bytes.error().detail);
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto written = file->write(std::as_bytes(std::span(*bytes))); !written)
        return written;
    return file->commit();
}

} // namespace netlens

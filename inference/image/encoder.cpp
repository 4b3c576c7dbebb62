#include "image/encoder.h"

#include "base/file.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <new>
#include <span>
#include <vector>

namespace netlens {

namespace {

    Result<std::vector<std::uint8_t>> encodePng(const Image& picture, const std::string& name)
    {
        try {
            // OpenCV has no read-only Mat; cvtColor() only reads its source.
            const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3,
                const_cast<std::uint8_t*>(picture.pixels().data()));
            cv::Mat bgr;
            cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
            std::vector<std::uint8_t> bytes;
            if (!cv::imencode(".png", bgr, bytes))
                return makeError(ErrorCode::Internal, name, "OpenCV could not encode the PNG");
            return bytes;
        } catch (const cv::Exception& exception) {
            return makeError(ErrorCode::Internal, name, exception.what());
        } catch (const std::bad_alloc&) {
            return makeError(ErrorCode::OutOfMemory, name);
        }
    }

} // namespace

Result<void> writePng(const std::filesystem::path& path, const Image& picture)
{
    const auto bytes = encodePng(picture, path.string());
    if (!bytes)
        return bytes.error();
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto written = file->write(std::as_bytes(std::span(*bytes))); !written)
        return written;
    return file->commit();
}

} // namespace netlens

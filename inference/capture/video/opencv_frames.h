#pragma once

#include "base/result.h"
#include "image/image.h"

#include <opencv2/core.hpp>

namespace netlens {

/// More than any camera has; a broken header can ask for any size.
inline constexpr std::int64_t kMostFramePixels = std::int64_t { 100 } * 1000 * 1000;

/// How wide a row of stored pixels is in square ones.
int widthOfSquares(int width, double pixelAspect);

/// RGB of what VideoCapture hands out: BGR, or grey or BGRA from odd cameras.
/// @param pixelAspect the width of its pixels ÷ their height; the image's are square.
/// Errors: VideoDamaged (empty or another kind).
Result<Image> toImage(const cv::Mat& picture, double pixelAspect = 1);

/// Runs what calls OpenCV. Errors: OutOfMemory and Internal in place of exceptions.
template <typename T> Result<T> withoutExceptions(const std::string& subject, const auto& call)
{
    try {
        return call();
    } catch (const cv::Exception& error) {
        const bool isMemory = error.code == cv::Error::StsNoMem;
        return makeError(
            isMemory ? ErrorCode::OutOfMemory : ErrorCode::Internal, subject, error.err);
    } catch (const std::bad_alloc& error) {
        return makeError(ErrorCode::OutOfMemory, subject, error.what());
    }
}

} // namespace netlens

#include "image/opencv_threads.h"

#include <opencv2/core/utility.hpp>

namespace netlens {

void keepOpenCvToItsCaller()
{
    cv::setNumThreads(1);
}

} // namespace netlens

#include "bench/made_photograph.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

std::vector<std::uint8_t> madePhotograph()
{
    const cv::Size size(4000, 3000);
    cv::RNG random(1);
    cv::Mat picture(size, CV_16SC3, cv::Scalar(128, 128, 128));
    cv::Mat noise;
    cv::Mat cloud;
    for (int step = 1000; step >= 4; step /= 2) {
        noise.create(size.height / step + 2, size.width / step + 2, CV_16SC3);
        random.fill(noise, cv::RNG::NORMAL, 0, 4 + 0.06 * step);
        cv::resize(noise, cloud, size, 0, 0, cv::INTER_LINEAR);
        picture += cloud;
    }
    noise.create(size, CV_16SC3);
    random.fill(noise, cv::RNG::NORMAL, 0, 7);
    picture += noise;
    cv::Mat bytes;
    picture.convertTo(bytes, CV_8UC3);
    std::vector<std::uint8_t> jpeg;
    cv::imencode(".jpg", bytes, jpeg, { cv::IMWRITE_JPEG_QUALITY, 88 });
    return jpeg;
}

// time_opencv_dnn MODEL.onnx SIDE BATCH THREADS INPUT: serves timings of OpenCV DNN
// (timing_server.h). INPUT is float32, NHWC.
#include "bench/timing_server.h"

#include <opencv2/dnn.hpp>

#include <cstdlib>

int main(int argc, char** argv)
{
    if (argc != 6) {
        std::fprintf(stderr, "usage: %s MODEL.onnx SIDE BATCH THREADS INPUT\n", argv[0]);
        return 2;
    }
    const int side = std::atoi(argv[2]);
    const auto batch = static_cast<std::size_t>(std::atoi(argv[3]));
    cv::setNumThreads(std::atoi(argv[4]));
    const std::size_t count = 3 * static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
    std::vector<float> input = readFloats(argv[5], batch * count);
    std::vector<cv::Mat> pictures;
    for (std::size_t i = 0; i < batch; ++i)
        pictures.emplace_back(side, side, CV_32FC3, input.data() + i * count);
    cv::dnn::Net network = cv::dnn::readNetFromONNX(argv[1]);
    network.setInput(cv::dnn::blobFromImages(pictures));
    cv::Mat output;
    return serveTimings([&] { output = network.forward(); },
        [&] { return std::span<const float>(output.ptr<float>(), output.total()); });
}

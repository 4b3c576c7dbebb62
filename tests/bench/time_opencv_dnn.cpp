// time_opencv_dnn MODEL.onnx SIDE THREADS INPUT: serves timings of OpenCV DNN (timing_server.h).
// INPUT is float32, NHWC.
#include "bench/timing_server.h"

#include <opencv2/dnn.hpp>

#include <cstdlib>

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fprintf(stderr, "usage: %s MODEL.onnx SIDE THREADS INPUT\n", argv[0]);
        return 2;
    }
    const int side = std::atoi(argv[2]);
    cv::setNumThreads(std::atoi(argv[3]));
    std::vector<float> input
        = readFloats(argv[4], 3 * static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    cv::dnn::Net network = cv::dnn::readNetFromONNX(argv[1]);
    network.setInput(cv::dnn::blobFromImage(cv::Mat(side, side, CV_32FC3, input.data())));
    cv::Mat output;
    return serveTimings([&] { output = network.forward(); },
        [&] { return std::span<const float>(output.ptr<float>(), output.total()); });
}

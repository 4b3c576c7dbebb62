// compare_opencv_dnn WEIGHTS.h5 MODEL.onnx [ROUNDS]: the time of one forward pass, Netlens's and
// OpenCV DNN's in turn in one process, one thread each, the same input and weights.
// Exit status: 0 when the outputs agree within 1e-4 and Netlens needs a third of the time or less.
#include "engine/network.h"
#include "loaded_model.h"

#include <opencv2/dnn.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

constexpr int kSide = 224;
constexpr int kRunsPerRound = 20;
constexpr double kLargestDifference = 1e-4;
constexpr double kLargestRatio = 1.0 / 3.0;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <typename Run> double medianMs(Run run)
{
    std::vector<double> times;
    for (int i = 0; i < kRunsPerRound; ++i) {
        const auto start = std::chrono::steady_clock::now();
        run();
        const std::chrono::duration<double, std::milli> passed
            = std::chrono::steady_clock::now() - start;
        times.push_back(passed.count());
    }
    return median(times);
}

netlens::Result<netlens::Network> buildOurs(const char* weightsFile)
{
    netlens::ModelRequest request;
    request.weights = { netlens::WeightsChoice::Kind::File, weightsFile, 0 };
    const auto model = netlens::loadModel(request);
    if (!model)
        return model.error();
    return netlens::Network::build(model->architecture, model->weights);
}

/// Fills our NHWC input with noise in [-1, 1] and returns the same picture as OpenCV wants it.
cv::Mat makeInput(std::span<float> ours)
{
    std::mt19937 random(7);
    std::uniform_real_distribution<float> noise(-1.0F, 1.0F);
    std::generate(ours.begin(), ours.end(), [&] { return noise(random); });
    const cv::Mat picture(kSide, kSide, CV_32FC3, ours.data());
    return cv::dnn::blobFromImage(picture);
}

double largestDifference(std::span<const float> ours, const cv::Mat& theirs)
{
    const auto* other = theirs.ptr<float>();
    double largest = ours.size() == theirs.total() ? 0 : INFINITY;
    for (std::size_t i = 0; i < ours.size() && std::isfinite(largest); ++i)
        largest = std::max(largest, std::abs(double { ours[i] } - double { other[i] }));
    return largest;
}

int compare(netlens::Network& ours, cv::dnn::Net& theirs, int rounds)
{
    theirs.setInput(makeInput(ours.input()));
    ours.run();
    const double difference = largestDifference(ours.output(), theirs.forward());
    std::printf("largest difference of the outputs: %.3g\n", difference);

    std::vector<double> oursMs;
    std::vector<double> theirsMs;
    std::vector<double> ratios; // within a round both meet the same neighbours on the machine
    for (int round = 0; round < rounds; ++round) {
        oursMs.push_back(medianMs([&] { ours.run(); }));
        theirsMs.push_back(medianMs([&] { theirs.forward(); }));
        ratios.push_back(oursMs.back() / theirsMs.back());
        std::printf("round %d: Netlens %.3f ms, OpenCV DNN %.3f ms, ratio %.3f\n", round + 1,
            oursMs.back(), theirsMs.back(), ratios.back());
    }
    std::printf("median: Netlens %.3f ms (%s), OpenCV DNN %.3f ms, ratio %.3f\n", median(oursMs),
        netlens::instructionSet().c_str(), median(theirsMs), median(ratios));
    return difference < kLargestDifference && median(ratios) <= kLargestRatio ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s WEIGHTS.h5 MODEL.onnx [ROUNDS]\n", argv[0]);
        return 2;
    }
    auto ours = buildOurs(argv[1]);
    if (!ours) {
        std::fprintf(stderr, "%s: %s\n", ours.error().subject.c_str(), ours.error().detail.c_str());
        return 1;
    }
    cv::setNumThreads(1);
    cv::dnn::Net theirs = cv::dnn::readNetFromONNX(argv[2]);
    return compare(*ours, theirs, argc > 3 ? std::atoi(argv[3]) : 11);
}

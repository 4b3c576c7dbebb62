#include "bench/made_photograph.h"
#include "image/preprocess.h"

#include <benchmark/benchmark.h>

#ifdef NETLENS_TURBOJPEG
#include <memory>

#include <opencv2/imgproc.hpp>
#include <turbojpeg.h>
#endif

namespace {

using namespace netlens;

const std::vector<std::uint8_t>& photograph()
{
    static const std::vector<std::uint8_t> jpeg = madePhotograph();
    return jpeg;
}

/// A photograph's file in memory to the network's input, as a Classifier takes it.
void netlensJpeg(benchmark::State& state)
{
    const std::vector<std::uint8_t>& jpeg = photograph();
    const auto side = static_cast<int>(state.range(0));
    const DecodeOptions options { .target = { side, side } };
    for (auto _ : state) {
        const auto picture = decodePicture(jpeg, "made", options);
        benchmark::DoNotOptimize(fitPicture(*picture, { side, side }, {}));
        state.counters["reduced"] = picture->reduction;
    }
    state.counters["MB"] = static_cast<double>(jpeg.size()) * 1e-6;
}
BENCHMARK(netlensJpeg)->ArgName("side")->Arg(224)->Arg(160)->Unit(benchmark::kMillisecond);

#ifdef NETLENS_TURBOJPEG
/// The usual short way: TurboJPEG at an eighth, then OpenCV's mean over areas.
void turboJpeg(benchmark::State& state)
{
    const std::vector<std::uint8_t>& jpeg = photograph();
    const auto side = static_cast<int>(state.range(0));
    const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
    for (auto _ : state) {
        int width = 0;
        int height = 0;
        int subsampling = 0;
        int colours = 0;
        tjDecompressHeader3(
            decoder.get(), jpeg.data(), jpeg.size(), &width, &height, &subsampling, &colours);
        cv::Mat reduced((height + 7) / 8, (width + 7) / 8, CV_8UC3);
        if (tjDecompress2(decoder.get(), jpeg.data(), jpeg.size(), reduced.data, reduced.cols, 0,
                reduced.rows, TJPF_RGB, 0)
            != 0)
            return state.SkipWithError(tjGetErrorStr2(decoder.get()));
        cv::Mat fitted;
        cv::resize(reduced, fitted, { side, side }, 0, 0, cv::INTER_AREA);
        benchmark::DoNotOptimize(fitted.data);
    }
}
BENCHMARK(turboJpeg)->ArgName("side")->Arg(224)->Arg(160)->Unit(benchmark::kMillisecond);
#endif

} // namespace

BENCHMARK_MAIN();

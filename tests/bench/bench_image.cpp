#include "image/preprocess.h"
#include "image/screen_size.h"

#include <benchmark/benchmark.h>

#include <random>

namespace {

using namespace netlens;

Image noise(Size size)
{
    std::mt19937 random(1);
    std::vector<std::uint8_t> rgb(
        static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3);
    for (std::uint8_t& byte : rgb)
        byte = static_cast<std::uint8_t>(random());
    return Image(size, std::move(rgb));
}

/// A decoded picture to the network's input. Arguments: width, height, kernel, input side.
void preprocess(benchmark::State& state)
{
    const Image picture
        = noise({ static_cast<int>(state.range(0)), static_cast<int>(state.range(1)) });
    const auto kernel = static_cast<ResampleKernel>(state.range(2));
    const auto side = static_cast<int>(state.range(3));
    for (auto _ : state)
        benchmark::DoNotOptimize(resample(picture,
            { 0, 0, static_cast<double>(picture.width()), static_cast<double>(picture.height()) },
            { side, side }, kernel));
}

constexpr auto kBilinear = static_cast<std::int64_t>(ResampleKernel::Bilinear);
constexpr auto kBicubic = static_cast<std::int64_t>(ResampleKernel::Bicubic);

BENCHMARK(preprocess)
    ->ArgNames({ "width", "height", "kernel", "side" })
    ->Args({ 1280, 720, kBilinear, 224 }) // a camera's frame
    ->Args({ 1280, 720, kBicubic, 224 })
    ->Args({ 500, 375, kBilinear, 224 }) // twelve megapixels, decoded at 1/8
    ->Unit(benchmark::kMicrosecond);

/// A frame to the pixels of the screen. Arguments: width and height of the frame, width on screen.
void toScreen(benchmark::State& state)
{
    const Image picture
        = noise({ static_cast<int>(state.range(0)), static_cast<int>(state.range(1)) });
    const auto width = static_cast<int>(state.range(2));
    const Size target { width, width * picture.height() / picture.width() };
    for (auto _ : state)
        benchmark::DoNotOptimize(scaleForScreen(picture, target));
}
BENCHMARK(toScreen)
    ->ArgNames({ "width", "height", "shown" })
    ->Args({ 1280, 720, 900 })
    ->Args({ 1920, 1080, 900 })
    ->Args({ 640, 480, 800 })
    ->Unit(benchmark::kMicrosecond);

/// What ResampleKernel::Bilinear takes for the same.
void toScreenAsForTheNetwork(benchmark::State& state)
{
    const Image picture = noise({ 1280, 720 });
    for (auto _ : state)
        benchmark::DoNotOptimize(
            resample(picture, { 0, 0, 1280, 720 }, { 900, 506 }, ResampleKernel::Bilinear));
}
BENCHMARK(toScreenAsForTheNetwork)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();

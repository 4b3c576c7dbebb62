#include "engine/kernels/inverted_residual.h"
#include "engine/kernels/kernel_set.h"
#include "engine/kernels/pointwise.h"
#include "support/difference.h"
#include "support/random_weights.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netlens;

namespace {

using Doubles = std::vector<double>;

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

/// A convolution in plain loops and double precision, ReLU6 where asked for.
Doubles convolved(const BlockConvolution& convolution, const Doubles& in, bool clip)
{
    const ConvolutionGeometry& g = convolution.geometry;
    const std::size_t kernel = at(g.kernel);
    Doubles out(g.out.count());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::size_t c = i % g.out.channels;
        const std::size_t x = i / g.out.channels % g.out.width;
        const std::size_t y = i / g.out.channels / g.out.width % g.out.height;
        const std::size_t n = i / g.out.channels / g.out.cells();
        double sum = convolution.weights.bias.empty() ? 0 : double { convolution.weights.bias[c] };
        for (std::size_t ky = 0; ky < kernel; ++ky)
            for (std::size_t kx = 0; kx < kernel; ++kx) {
                const std::size_t row = y * at(g.stride) + ky - at(g.padding.top);
                const std::size_t column = x * at(g.stride) + kx - at(g.padding.left);
                if (row >= g.in.height || column >= g.in.width)
                    continue;
                const double* pixel
                    = in.data() + ((n * g.in.height + row) * g.in.width + column) * g.in.channels;
                const float* taps = convolution.weights.kernel.data()
                    + (ky * kernel + kx) * (g.depthwise ? 1 : g.in.channels) * g.out.channels;
                if (g.depthwise)
                    sum += pixel[c] * double { taps[c] };
                else
                    for (std::size_t k = 0; k < g.in.channels; ++k)
                        sum += pixel[k] * double { taps[k * g.out.channels + c] };
            }
        out[i] = clip ? std::clamp(sum, 0.0, 6.0) : sum;
    }
    return out;
}

/// float32 sums of up to a thousand products of numbers around 1.
constexpr double kTolerance = 2e-5;

struct Case {
    std::size_t batch = 1;
    std::size_t height = 1; ///< of what the block is given
    std::size_t width = 1;
    std::size_t in = 8;
    std::size_t expanded = 48;
    std::size_t out = 8;
    int stride = 1;
    Padding padding { 1, 1, 1, 1 };
    bool residual = false;
    int firstStride = 0; ///< of Conv1 (3 × 3) in the place of the expansion; 0 for none
    Padding firstPadding {};
};

MapShape behind(const MapShape& in, int kernel, int stride, Padding padding, std::size_t channels)
{
    const auto extent = [&](std::size_t size, int before, int after) {
        return (size + at(before) + at(after) - at(kernel)) / at(stride) + 1;
    };
    return { in.batch, extent(in.height, padding.top, padding.bottom),
        extent(in.width, padding.left, padding.right), channels };
}

BlockConvolution makeConvolution(const MapShape& in, int kernel, int stride, Padding padding,
    std::size_t channels, bool depthwise, unsigned seed)
{
    const std::size_t depth = at(kernel * kernel) * (depthwise ? 1 : in.channels);
    // Sums of about 1: some are negative, some over 6.
    const float reach = 4.0F / std::sqrt(static_cast<float>(depth));
    return { { in, behind(in, kernel, stride, padding, channels), kernel, stride, padding,
                 depthwise },
        { randomValues(depth * channels, -reach, reach, seed),
            randomValues(channels, -1, 1, seed + 1) } };
}

BlockSpec blockOf(const Case& c)
{
    BlockSpec spec;
    const MapShape in { c.batch, c.height, c.width, c.in };
    spec.expansion = c.firstStride > 0
        ? makeConvolution(in, 3, c.firstStride, c.firstPadding, c.expanded, false, 1)
        : makeConvolution(in, 1, 1, {}, c.expanded, false, 1);
    spec.depthwise
        = makeConvolution(spec.expansion.geometry.out, 3, c.stride, c.padding, c.expanded, true, 3);
    spec.projection = makeConvolution(spec.depthwise.geometry.out, 1, 1, {}, c.out, false, 5);
    spec.residual = c.residual;
    return spec;
}

Doubles reference(const BlockSpec& spec, const std::vector<float>& in)
{
    const Doubles given(in.begin(), in.end());
    Doubles out = convolved(spec.projection,
        convolved(spec.depthwise, convolved(spec.expansion, given, true), true), false);
    if (spec.residual)
        std::ranges::transform(out, given, out.begin(), std::plus<>());
    return out;
}

} // namespace

Q_DECLARE_METATYPE(Case)

/// Every instruction set this processor has, down to the portable one.
class TestKernels : public QObject {
    Q_OBJECT
private slots:
    void thereIsAPortableSet();
    void aBlockEqualsPlainLoops_data();
    void aBlockEqualsPlainLoops();
    void aPointwiseConvolutionEqualsPlainLoops_data();
    void aPointwiseConvolutionEqualsPlainLoops();
    void aDenseLayerEqualsPlainLoops_data();
    void aDenseLayerEqualsPlainLoops();
    void partsCoverEverything();
    void anArenaHandsOutAgain();
};

void TestKernels::thereIsAPortableSet()
{
    const std::vector<KernelSet> all = allKernels();
    QVERIFY(!all.empty());
    QCOMPARE(all.front().name, bestKernels().name);
    for (const KernelSet& kernels : all)
        qInfo("%s: vectors of %zu", kernels.name.c_str(), kernels.lanes);
    QVERIFY(
        all.back().name == "SCALAR" || all.back().name == "EMU128" || all.back().name == "NEON");
}

void TestKernels::aBlockEqualsPlainLoops_data()
{
    QTest::addColumn<Case>("block");
    const auto row = [](const char* name, const Case& block) { QTest::newRow(name) << block; };
    row("a residual block", { .height = 14, .width = 14, .residual = true });
    row("one pixel", { .residual = true });
    row("one row", { .width = 9, .residual = true });
    row("one column", { .height = 9, .residual = true });
    row("stride 2, padded right and below",
        { .height = 16, .width = 18, .stride = 2, .padding = { 0, 1, 0, 1 } });
    row("stride 2, odd sides, padded all round", { .height = 15, .width = 17, .stride = 2 });
    row("stride 2, odd sides, padded right and below",
        { .height = 15, .width = 17, .stride = 2, .padding = { 0, 1, 0, 1 } });
    row("stride 2, two pixels",
        { .height = 2, .width = 2, .stride = 2, .padding = { 0, 1, 0, 1 } });
    row("no padding", { .height = 9, .width = 12, .padding = {} });
    row("more than one group, with half a vector of outputs",
        { .height = 7, .width = 7, .in = 24, .expanded = 144, .out = 24, .residual = true });
    row("many groups", { .height = 5, .width = 7, .in = 160, .expanded = 960, .out = 320 });
    row("groups of different sizes", { .height = 6, .width = 5, .in = 40, .expanded = 240 });
    row("expanded channels that fill no vector",
        { .height = 6, .width = 5, .in = 16, .expanded = 24, .out = 40 });
    row("three pictures", { .batch = 3, .height = 9, .width = 11, .residual = true });
    row("rows longer than any tile", { .height = 3, .width = 131, .residual = true });
    row("more rows than are projected at once", { .height = 130, .width = 3, .residual = true });
    row("Conv1 of an even picture",
        { .height = 32,
            .width = 30,
            .in = 3,
            .expanded = 32,
            .out = 16,
            .firstStride = 2,
            .firstPadding = { 0, 1, 0, 1 } });
    row("Conv1 of an odd picture",
        { .height = 33,
            .width = 47,
            .in = 3,
            .expanded = 16,
            .firstStride = 2,
            .firstPadding = { 1, 1, 1, 1 } });
    row("Conv1 of four channels to 24",
        { .batch = 2,
            .height = 12,
            .width = 10,
            .in = 4,
            .expanded = 24,
            .firstStride = 2,
            .firstPadding = { 0, 1, 0, 1 } });
    row("Conv1 of one channel to 8, stride 1",
        { .height = 6,
            .width = 7,
            .in = 1,
            .expanded = 8,
            .firstStride = 1,
            .firstPadding = { 1, 1, 1, 1 } });
}

void TestKernels::aBlockEqualsPlainLoops()
{
    QFETCH(Case, block);
    const BlockSpec spec = blockOf(block);
    const std::vector<float> in = randomValues(spec.expansion.geometry.in.count(), -1, 1, 9);
    const Doubles expected = reference(spec, in);
    for (const KernelSet& kernels : allKernels())
        for (const std::size_t threads : { 1U, 2U, 3U }) {
            Team team(threads);
            WeightArena arena;
            std::vector<float> out(expected.size(), NAN);
            const auto operation = makeInvertedResidual(kernels, arena, spec, in, out, team);
            for (int run = 0; run < 2; ++run) {
                operation->run();
                const double gap = largestDifference(out, expected);
                QVERIFY2(gap <= kTolerance, (kernels.name + ": " + std::to_string(gap)).c_str());
            }
        }
}

void TestKernels::aPointwiseConvolutionEqualsPlainLoops_data()
{
    QTest::addColumn<int>("pixels");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<int>("channels");
    for (const int pixels : { 1, 5, 13, 49 })
        for (const int channels : { 8, 16, 24, 40, 64, 112 })
            QTest::addRow("%d pixels to %d channels", pixels, channels) << pixels << 24 << channels;
    QTest::newRow("the last convolution") << 49 << 320 << 1280;
}

void TestKernels::aPointwiseConvolutionEqualsPlainLoops()
{
    QFETCH(int, pixels);
    QFETCH(int, inputs);
    QFETCH(int, channels);
    const BlockConvolution convolution
        = makeConvolution({ 1, 1, at(pixels), at(inputs) }, 1, 1, {}, at(channels), false, 1);
    const std::vector<float> in = randomValues(at(pixels * inputs), -1, 1, 2);
    const std::vector<float> before = randomValues(at(pixels * channels), -1, 1, 3);
    const Doubles given(in.begin(), in.end());
    for (const KernelSet& kernels : allKernels())
        for (const std::size_t threads : { 1U, 2U })
            for (const bool sum : { false, true }) {
                Team team(threads);
                WeightArena arena;
                std::vector<float> out = before;
                makePointwise(kernels, arena, convolution.geometry, convolution.weights, in, out,
                    sum, !sum, team)
                    ->run();
                Doubles expected = convolved(convolution, given, !sum);
                if (sum)
                    std::ranges::transform(expected, before, expected.begin(), std::plus<>());
                QVERIFY2(largestDifference(out, expected) <= kTolerance, kernels.name.c_str());
            }
}

void TestKernels::aDenseLayerEqualsPlainLoops_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("units");
    for (const int batch : { 1, 3, 17 })
        for (const int units : { 1, 2, 25, 1000 })
            QTest::addRow("%d pictures, %d classes", batch, units) << batch << units;
}

void TestKernels::aDenseLayerEqualsPlainLoops()
{
    QFETCH(int, batch);
    QFETCH(int, units);
    const BlockConvolution dense
        = makeConvolution({ 1, 1, at(batch), 90 }, 1, 1, {}, at(units), false, 1);
    const std::vector<float> in = randomValues(at(batch) * 90, -1, 1, 2);
    for (const KernelSet& kernels : allKernels())
        for (const bool hasBias : { false, true }) {
            BlockConvolution expected = dense;
            if (!hasBias)
                expected.weights.bias.clear();
            Team team(2);
            WeightArena arena;
            std::vector<float> out(at(batch * units), NAN);
            makeDense(kernels, arena, expected.weights.kernel, expected.weights.bias, at(batch), in,
                out, team)
                ->run();
            QVERIFY2(largestDifference(out, convolved(expected, { in.begin(), in.end() }, false))
                    <= kTolerance,
                kernels.name.c_str());
        }
}

void TestKernels::partsCoverEverything()
{
    for (std::size_t total = 0; total < 60; ++total)
        for (std::size_t largest = 1; largest < 20; ++largest) {
            const Parts parts(total, largest);
            std::size_t begin = 0;
            for (std::size_t i = 0; i < parts.count; ++i) {
                QCOMPARE(parts.begin(i), begin);
                QVERIFY(parts.size(i) >= 1 && parts.size(i) <= largest);
                begin += parts.size(i);
            }
            QCOMPARE(begin, total);
        }
}

void TestKernels::anArenaHandsOutAgain()
{
    // The third one needs a chunk of its own, the last a third chunk.
    const std::vector<std::size_t> sizes { 5, 1'000'000, 5'000'000, 17, 4'000'000 };
    std::vector<const float*> places;
    WeightArena second;
    {
        WeightArena first;
        for (const std::size_t size : sizes)
            places.push_back(
                first.take(size, [&](float* to) { std::fill_n(to, size, float(size)); }));
        QVERIFY(first.bytes() >= 10'000'022 * sizeof(float));
        second = first.again();
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        bool isFilled = false;
        const float* const place = second.take(sizes[i], [&](float*) { isFilled = true; });
        QCOMPARE(place, places[i]);
        QVERIFY(!isFilled);
        QVERIFY(std::all_of(
            place, place + sizes[i], [&](float value) { return value == float(sizes[i]); }));
    }
    QCOMPARE(second.bytes(), std::size_t { 0 });
}

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"

#include "engine/quantisation.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace netlens;

namespace {

std::vector<float> noise(std::size_t count, unsigned seed)
{
    std::minstd_rand engine(seed);
    std::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> values(count);
    for (float& value : values)
        value = uniform(engine);
    return values;
}

constexpr std::size_t kOutputs = 3;

/// Of as many output channels.
std::vector<float> outScaleOf(bool toFloat)
{
    return toFloat ? std::vector<float>() : std::vector<float> { 0.1F, 0.03F, 1 };
}

/// What a quantised kernel stands for at output channel o and row r, in real numbers.
double meant(const QuantisedConvolution& quantised, std::size_t row, std::size_t o,
    std::span<const float> outScale, double inScale)
{
    const std::size_t outputs = quantised.multiplier.size();
    return quantised.kernel[row * outputs + o] * double { quantised.multiplier[o] }
    * (outScale.empty() ? 1 : double { outScale[o] }) / inScale;
}

} // namespace

class TestQuantisation : public QObject {
    Q_OBJECT
private slots:
    void weightsAreMeantToHalfAStep_data();
    void weightsAreMeantToHalfAStep();
    void biasesCountInTheOutputsSteps();
    void biasesTakeBackWhatRoundingMakesOfTheMean_data();
    void biasesTakeBackWhatRoundingMakesOfTheMean();
    void theLargestWeightUsesTheWholeRange();
    void depthwiseKernelsKeepTheirSums();
    void channelsOfZerosKeepTheirBias();
    void whatIsNoNumberBecomesNothing();
    void bfloat16KernelsKeepTheirSums();
    void bfloat16WeightsAreRepresentable();
};

void TestQuantisation::weightsAreMeantToHalfAStep_data()
{
    QTest::addColumn<bool>("toFloat");
    QTest::addColumn<int>("largest");
    QTest::newRow("8-bit output") << false << 127;
    QTest::newRow("float32 output") << true << 127;
    QTest::newRow("7-bit weights") << false << 63;
}

// Against plain arithmetic in double.
void TestQuantisation::weightsAreMeantToHalfAStep()
{
    QFETCH(bool, toFloat);
    QFETCH(int, largest);
    constexpr std::size_t kInputs = 5;
    const FoldedConvolution weights { noise(9 * kInputs * kOutputs, 1), noise(kOutputs, 2) };
    const std::vector<float> inScale { 0.01F, 0.5F, 2, 0.1F, 0.02F };
    const std::vector<float> outScale = outScaleOf(toFloat);
    const QuantisedConvolution quantised = quantise(weights, false, inScale, outScale, largest);
    for (std::size_t o = 0; o < kOutputs; ++o) {
        double range = 0;
        for (std::size_t row = 0; row < 9 * kInputs; ++row)
            range = std::max(range,
                std::abs(double { weights.kernel[row * kOutputs + o] } * inScale[row % kInputs]));
        for (std::size_t row = 0; row < 9 * kInputs; ++row) {
            const double inStep = inScale[row % kInputs];
            const double wanted = weights.kernel[row * kOutputs + o];
            const double halfStep = 0.5 * range / largest / inStep;
            QVERIFY(
                std::abs(meant(quantised, row, o, outScale, inStep) - wanted) <= halfStep * 1.0001);
            QVERIFY(std::abs(quantised.kernel[row * kOutputs + o]) <= largest);
        }
    }
}

void TestQuantisation::biasesCountInTheOutputsSteps()
{
    const FoldedConvolution weights { { 1, 1 }, { 3, -2 } };
    const std::vector<float> one { 1 };
    QCOMPARE(quantise(weights, false, one, {}).bias, (std::vector<float> { 3, -2 }));
    const std::vector<float> outScale { 0.5F, 0.25F };
    QCOMPARE(quantise(weights, false, one, outScale).bias, (std::vector<float> { 6, -8 }));
}

void TestQuantisation::biasesTakeBackWhatRoundingMakesOfTheMean_data()
{
    weightsAreMeantToHalfAStep_data();
}

// For inputs that are their mean the answer is exact, in plain arithmetic in double.
void TestQuantisation::biasesTakeBackWhatRoundingMakesOfTheMean()
{
    QFETCH(bool, toFloat);
    QFETCH(int, largest);
    constexpr std::size_t kInputs = 40;
    const FoldedConvolution weights { noise(9 * kInputs * kOutputs, 5), noise(kOutputs, 6) };
    std::vector<float> inScale;
    for (std::size_t in = 0; in < kInputs; ++in)
        inScale.push_back(0.02F + 0.01F * static_cast<float>(in % 7));
    const std::vector<float> outScale = outScaleOf(toFloat);
    const std::vector<float> mean = noise(kInputs, 7);
    const auto furthest = [&](const QuantisedConvolution& quantised) {
        double distance = 0;
        for (std::size_t o = 0; o < kOutputs; ++o) {
            double expected = weights.bias[o];
            double actual = quantised.bias[o] * (toFloat ? 1 : double { outScale[o] });
            for (std::size_t row = 0; row < 9 * kInputs; ++row) {
                const std::size_t in = row % kInputs;
                expected += double { weights.kernel[row * kOutputs + o] } * mean[in];
                actual += meant(quantised, row, o, outScale, inScale[in]) * mean[in];
            }
            distance = std::max(distance, std::abs(actual - expected));
        }
        return distance;
    };
    const double with = furthest(quantise(weights, false, inScale, outScale, largest, mean));
    QVERIFY(with < 2e-5);
    QVERIFY(furthest(quantise(weights, false, inScale, outScale, largest)) > 100 * with);
}

void TestQuantisation::theLargestWeightUsesTheWholeRange()
{
    const FoldedConvolution weights { { 0.001F, -40, 0.0005F, 20 }, { 0, 0 } };
    const std::vector<float> scale { 1, 1 };
    const QuantisedConvolution quantised = quantise(weights, false, scale, {});
    QCOMPARE(int { quantised.kernel[0] }, 127); // each output channel by itself
    QCOMPARE(int { quantised.kernel[1] }, -127);
}

void TestQuantisation::depthwiseKernelsKeepTheirSums()
{
    constexpr std::size_t kChannels = 16;
    const FoldedConvolution weights { noise(9 * kChannels, 4), std::vector<float>(kChannels) };
    const std::vector<float> inScale(kChannels, 0.02F);
    const QuantisedConvolution quantised = quantise(weights, true, inScale, {});
    for (std::size_t c = 0; c < kChannels; ++c) {
        double wanted = 0;
        double stored = 0;
        for (std::size_t tap = 0; tap < 9; ++tap) {
            wanted += weights.kernel[tap * kChannels + c];
            stored += quantised.kernel[tap * kChannels + c];
        }
        const double step = quantised.multiplier[c] / 0.02;
        QVERIFY(std::abs(stored * step - wanted) <= 0.51 * step);
    }
}

void TestQuantisation::channelsOfZerosKeepTheirBias()
{
    const FoldedConvolution weights { { 0, 1, 0, 2 }, { 5, 7 } };
    const std::vector<float> scale { 1, 1 };
    const QuantisedConvolution quantised = quantise(weights, false, scale, {});
    QCOMPARE(int { quantised.kernel[0] }, 0);
    QCOMPARE(int { quantised.kernel[2] }, 0);
    QVERIFY(quantised.multiplier[0] > 0); // the bias is divided by it
    QCOMPARE(quantised.bias[0], 5.0F);
}

void TestQuantisation::whatIsNoNumberBecomesNothing()
{
    constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const FoldedConvolution weights { { kNaN, kInfinity, 1, 1 }, { 0, 0 } };
    const std::vector<float> scale { 1, 1 };
    const QuantisedConvolution quantised = quantise(weights, true, scale, {});
    for (const float multiplier : quantised.multiplier)
        QVERIFY(std::isfinite(multiplier) && multiplier > 0);
    const std::vector<float> mean { kNaN, kInfinity };
    for (const float bias :
        quantise({ { 0.3F, 0.7F, 1, 1 }, { 0, 0 } }, false, scale, {}, 127, mean).bias)
        QCOMPARE(bias, 0.0F);
}

void TestQuantisation::bfloat16KernelsKeepTheirSums()
{
    // A difference of neighbours with a small centre: what is left after rounding goes there.
    std::vector<float> kernel { 1.237F, -1.243F, 0.0072F };
    const double sum = double { kernel[0] } + kernel[1] + kernel[2];
    roundKeepingSums(kernel, 1);
    QVERIFY(std::abs(double { kernel[0] } + kernel[1] + kernel[2] - sum) < 1e-4);
    QVERIFY(std::abs(kernel[0] - 1.237F) <= 1.237F / 256);
}

void TestQuantisation::bfloat16WeightsAreRepresentable()
{
    std::vector<float> kernel = noise(9 * 8, 3);
    const std::vector<float> before = kernel;
    roundKeepingSums(kernel, 8);
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        QCOMPARE(std::bit_cast<std::uint32_t>(kernel[i]) & 0xFFFFU, 0U);
        QVERIFY(std::abs(kernel[i] - before[i]) <= 2.0F / 256);
    }
}

QTEST_APPLESS_MAIN(TestQuantisation)
#include "tst_quantisation.moc"

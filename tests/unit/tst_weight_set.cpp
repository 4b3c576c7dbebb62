#include "weights/weight_set.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace netlens;

namespace {

Architecture small()
{
    Config config;
    config.alpha = 0.35;
    config.classes = 10;
    return describe(config);
}

} // namespace

class TestWeightSet : public QObject {
    Q_OBJECT

private slots:
    void fitsTheArchitecture();
    void kernelsFillGlorotsRange_data();
    void kernelsFillGlorotsRange();
    void startsWithNeutralStatistics();
    void sameSeedSameNumbersOnEveryMachine();
    void otherSeedsOtherNumbers();
};

void TestWeightSet::fitsTheArchitecture()
{
    const Architecture architecture = small();
    const WeightSet set = initialiseWeights(architecture, 0);
    std::size_t weighted = 0;
    for (const LayerSpec& layer : architecture.layers) {
        if (layer.weights.empty())
            continue;
        ++weighted;
        for (std::size_t i = 0; i < layer.weights.size(); ++i) {
            QCOMPARE(set.of(layer.name)[i].shape, layer.weights[i].shape);
            QCOMPARE(set.of(layer.name)[i].values.size(), elementCount(layer.weights[i].shape));
        }
    }
    QCOMPARE(set.layers.size(), weighted);
}

void TestWeightSet::kernelsFillGlorotsRange_data()
{
    QTest::addColumn<std::string>("layer");
    QTest::addColumn<double>("fans");
    QTest::newRow("3 × 3 convolution: nine times inputs and outputs")
        << std::string("Conv1") << 9.0 * (3 + 16);
    QTest::newRow("1 × 1 convolution") << std::string("Conv_1") << 112.0 + 1280;
    QTest::newRow("depthwise: nine times channels and one")
        << std::string("block_16_depthwise") << 9.0 * (336 + 1);
    QTest::newRow("dense") << std::string("predictions") << 1280.0 + 10;
}

void TestWeightSet::kernelsFillGlorotsRange()
{
    QFETCH(std::string, layer);
    QFETCH(double, fans);
    const WeightSet set = initialiseWeights(small(), 3);
    const std::vector<float>& kernel = set.of(layer)[0].values;
    const double limit = std::sqrt(6 / fans);
    const auto [least, greatest] = std::ranges::minmax(kernel);
    QVERIFY(least >= -static_cast<float>(limit) && greatest <= static_cast<float>(limit));
    // The extremes of n uniform numbers are within a few n-ths of the limits.
    QVERIFY(least < -0.95 * limit && greatest > 0.95 * limit);
    double sum = 0;
    double squares = 0;
    for (const float value : kernel) {
        sum += double { value };
        squares += double { value } * double { value };
    }
    const auto n = static_cast<double>(kernel.size());
    QVERIFY(std::abs(sum / n) < 4 * limit / std::sqrt(3 * n));
    QVERIFY(std::abs(squares / n / (limit * limit / 3) - 1) < 4 / std::sqrt(n));
}

void TestWeightSet::startsWithNeutralStatistics()
{
    const WeightSet set = initialiseWeights(small(), 0);
    const auto all = [](const Tensor& tensor, float value) {
        return std::ranges::all_of(tensor.values, [=](float v) { return v == value; });
    };
    const std::vector<Tensor>& normalization = set.of("block_1_expand_BN");
    QVERIFY(all(normalization[0], 1) && all(normalization[1], 0));
    QVERIFY(all(normalization[2], 0) && all(normalization[3], 1));
    QVERIFY(all(set.of("predictions")[1], 0));
}

void TestWeightSet::sameSeedSameNumbersOnEveryMachine()
{
    const WeightSet set = initialiseWeights(small(), 0);
    // SplitMix64 from seed 0 begins e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f.
    const double limit = std::sqrt(6.0 / (9 * 19));
    const auto expected = [limit](std::uint64_t bits) {
        return static_cast<float>((std::ldexp(static_cast<double>(bits >> 11U), -52) - 1) * limit);
    };
    const std::vector<float>& kernel = set.of("Conv1")[0].values;
    QCOMPARE(kernel[0], expected(0xe220a8397b1dcdafU));
    QCOMPARE(kernel[1], expected(0x6e789e6aa1b965f4U));
    QCOMPARE(kernel[2], expected(0x06c45d188009454fU));
}

void TestWeightSet::otherSeedsOtherNumbers()
{
    QVERIFY(initialiseWeights(small(), 0).of("Conv1")[0].values
        != initialiseWeights(small(), 1).of("Conv1")[0].values);
}

QTEST_GUILESS_MAIN(TestWeightSet)
#include "tst_weight_set.moc"

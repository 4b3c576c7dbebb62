#include "engine/activation_function.h"
#include "support/random_weights.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

using namespace netlens;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Both sides of every kink. What is expected of them was computed in double precision from other
// closed forms: sigmoid by tanh, elu by sinh, softplus by log cosh, gelu by erfc, hard sigmoids in
// fractions.
constexpr std::array kPoints { -4.0F, -2.75F, -0.5F, 0.0F, 0.125F, 1.0F, 2.75F, 6.5F };

float applied(Activation activation, float x)
{
    const float in[] { x };
    float out[1] { -77 };
    applyActivation(activation, in, out, 1);
    return out[0];
}

std::vector<float> softmax(const std::vector<float>& logits, std::size_t width)
{
    std::vector<float> out(logits.size(), -77);
    applyActivation(Activation::Softmax, logits, out, width);
    return out;
}

} // namespace

class TestActivationFunction : public QObject {
    Q_OBJECT
private slots:
    void knownValues_data();
    void knownValues();
    void farFromZero_data();
    void farFromZero();
    void whatIsNotANumberStaysSo_data();
    void whatIsNotANumberStaysSo();
    void softmaxOfKnownValues_data();
    void softmaxOfKnownValues();
    void softmaxKeepsRatios();
    void softmaxOfEachRowIsADistribution_data();
    void softmaxOfEachRowIsADistribution();
    void softmaxKnowsNoOffset();
    void softmaxOfAMillionClassesSumsToOne();
    void nothingIsDoneToNothing();
    void worksInPlace();
};

void TestActivationFunction::knownValues_data()
{
    QTest::addColumn<Activation>("activation");
    QTest::addColumn<std::vector<double>>("expected"); ///< of kPoints
    const auto row = [](Activation activation, std::vector<double> expected) {
        const std::string name(activationName(activation));
        const bool again = activation == Activation::HardSigmoidKeras3;
        QTest::newRow((name + (again ? " of Keras 3" : "")).c_str())
            << activation << std::move(expected);
    };
    row(Activation::Linear, { -4, -2.75, -0.5, 0, 0.125, 1, 2.75, 6.5 });
    row(Activation::Sigmoid,
        { 0.01798621, 0.0600866502, 0.377540669, 0.5, 0.531209373, 0.731058579, 0.93991335,
            0.998498818 });
    row(Activation::Tanh,
        { -0.9993293, -0.991859725, -0.462117157, 0, 0.124353002, 0.761594156, 0.991859725,
            0.999995479 });
    row(Activation::Relu, { 0, 0, 0, 0, 0.125, 1, 2.75, 6.5 });
    row(Activation::Relu6, { 0, 0, 0, 0, 0.125, 1, 2.75, 6 });
    row(Activation::Elu, { -0.981684361, -0.936072139, -0.39346934, 0, 0.125, 1, 2.75, 6.5 });
    row(Activation::Selu,
        { -1.72589863, -1.64570781, -0.691758188, 0, 0.131337623, 1.05070099, 2.88942772,
            6.82955642 });
    row(Activation::Softplus,
        { 0.0181499279, 0.061967589, 0.474076984, 0.693147181, 0.757599035, 1.31326169, 2.81196759,
            6.50150231 });
    row(Activation::Softsign,
        { -0.8, -0.733333333, -0.333333333, 0, 0.111111111, 0.5, 0.733333333, 0.866666667 });
    row(Activation::Swish,
        { -0.0719448398, -0.165238288, -0.188770334, 0, 0.0664011717, 0.731058579, 2.58476171,
            6.49024232 });
    row(Activation::Gelu,
        { -0.000126684967, -0.0081943489, -0.154268769, 0, 0.0687172781, 0.841344746, 2.74180565,
            6.5 });
    row(Activation::Exponential,
        { 0.0183156389, 0.0639278612, 0.60653066, 1, 1.13314845, 2.71828183, 15.6426319,
            665.141633 });
    row(Activation::HardSigmoid, { 0, 0, 0.4, 0.5, 0.525, 0.7, 1, 1 });
    row(Activation::HardSigmoidKeras3,
        { 0, 0.0416666667, 0.416666667, 0.5, 0.520833333, 0.666666667, 0.958333333, 1 });
}

void TestActivationFunction::knownValues()
{
    QFETCH(Activation, activation);
    QFETCH(std::vector<double>, expected);
    std::vector<float> out(kPoints.size());
    applyActivation(activation, kPoints, out, kPoints.size());
    QCOMPARE(out.size(), expected.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        // Seven digits of the value, where the formula does not cancel.
        const double tolerance = 1e-6 * std::max(0.1, std::abs(expected[i]));
        QVERIFY2(std::abs(double { out[i] } - expected[i]) <= tolerance,
            qPrintable(QStringLiteral("of %1: %2, not %3")
                           .arg(double { kPoints[i] })
                           .arg(double { out[i] })
                           .arg(expected[i])));
    }
}

void TestActivationFunction::farFromZero_data()
{
    QTest::addColumn<Activation>("activation");
    QTest::addColumn<float>("below"); ///< at -1e4
    QTest::addColumn<float>("above"); ///< at 1e4
    QTest::newRow("linear") << Activation::Linear << -1e4F << 1e4F;
    QTest::newRow("sigmoid") << Activation::Sigmoid << 0.0F << 1.0F;
    QTest::newRow("tanh") << Activation::Tanh << -1.0F << 1.0F;
    QTest::newRow("relu") << Activation::Relu << 0.0F << 1e4F;
    QTest::newRow("relu6") << Activation::Relu6 << 0.0F << 6.0F;
    QTest::newRow("elu") << Activation::Elu << -1.0F << 1e4F;
    QTest::newRow("selu") << Activation::Selu << -1.7580993F << 10507.01F;
    QTest::newRow("softplus") << Activation::Softplus << 0.0F << 1e4F;
    QTest::newRow("softsign") << Activation::Softsign << -0.99990001F << 0.99990001F;
    QTest::newRow("swish") << Activation::Swish << 0.0F << 1e4F;
    QTest::newRow("gelu") << Activation::Gelu << 0.0F << 1e4F;
    QTest::newRow("exponential") << Activation::Exponential << 0.0F << kInfinity;
    QTest::newRow("hard_sigmoid") << Activation::HardSigmoid << 0.0F << 1.0F;
    QTest::newRow("hard_sigmoid of Keras 3") << Activation::HardSigmoidKeras3 << 0.0F << 1.0F;
}

void TestActivationFunction::farFromZero()
{
    QFETCH(Activation, activation);
    QFETCH(float, below);
    QFETCH(float, above);
    QCOMPARE(applied(activation, -1e4F), below);
    QCOMPARE(applied(activation, 1e4F), above);
}

void TestActivationFunction::whatIsNotANumberStaysSo_data()
{
    knownValues_data();
}

void TestActivationFunction::whatIsNotANumberStaysSo()
{
    QFETCH(Activation, activation);
    QVERIFY(std::isnan(applied(activation, kNan)));
    for (const float value : softmax({ 1, kNan, 2 }, 3))
        QVERIFY(std::isnan(value));
}

void TestActivationFunction::softmaxOfKnownValues_data()
{
    QTest::addColumn<std::vector<float>>("logits");
    QTest::addColumn<std::vector<double>>("expected");
    const auto row = [](const char* name, std::vector<float> logits, std::vector<double> expected) {
        QTest::newRow(name) << std::move(logits) << std::move(expected);
    };
    row("two rows of three", { 1, 2, 3, -1, 0, 5 },
        { 0.0900305732, 0.244728471, 0.665240956, 0.0024561149, 0.00667641251, 0.990867473 });
    row("logits exp() cannot take", { 1e4F, 9999, -1e4F }, { 0.731058579, 0.268941421, 0 });
    row("logits far below zero", { -1e4F, -10001, -1e5F }, { 0.731058579, 0.268941421, 0 });
    row("the largest floats", { 3e38F, -3e38F, 3e38F }, { 0.5, 0, 0.5 });
}

void TestActivationFunction::softmaxOfKnownValues()
{
    QFETCH(std::vector<float>, logits);
    QFETCH(std::vector<double>, expected);
    const std::vector<float> out = softmax(logits, 3);
    for (std::size_t i = 0; i < out.size(); ++i)
        QVERIFY(std::abs(double { out[i] } - expected[i]) <= 1e-7);
}

void TestActivationFunction::softmaxKeepsRatios()
{
    const std::vector<float> logits = randomValues(1000, -10, 10, 5);
    const std::vector<float> out = softmax(logits, 1000);
    for (std::size_t i = 1; i < out.size(); ++i)
        QVERIFY(std::abs(std::log(double { out[i] } / out[0]) - (double { logits[i] } - logits[0]))
            <= 1e-5);
}

void TestActivationFunction::softmaxOfEachRowIsADistribution_data()
{
    QTest::addColumn<std::vector<float>>("logits");
    QTest::addColumn<int>("width");
    QTest::newRow("two rows of three") << std::vector<float> { 1, 2, 3, -1, 0, 5 } << 3;
    QTest::newRow("a row of one is certain") << std::vector<float> { -3, 8 } << 1;
    QTest::newRow("logits exp() cannot take") << std::vector<float> { 1e4F, 9999, -1e4F } << 3;
    QTest::newRow("logits far below zero") << std::vector<float> { -1e4F, -10001, -1e5F } << 3;
    QTest::newRow("all the same") << std::vector<float>(1000, 3.5F) << 1000;
    QTest::newRow("the largest floats") << std::vector<float> { 3e38F, -3e38F } << 2;
    QTest::newRow("a thousand random ones") << randomValues(3000, -10, 10, 5) << 1000;
}

void TestActivationFunction::softmaxOfEachRowIsADistribution()
{
    QFETCH(std::vector<float>, logits);
    QFETCH(int, width);
    const auto columns = static_cast<std::size_t>(width);
    const std::vector<float> out = softmax(logits, columns);
    for (const float value : out)
        QVERIFY(value >= 0 && value <= 1);
    for (std::size_t row = 0; row < out.size(); row += columns) {
        const auto begin = out.begin() + static_cast<std::ptrdiff_t>(row);
        const double sum = std::accumulate(begin, begin + width, 0.0);
        QVERIFY(std::abs(sum - 1) <= 1e-5);
    }
}

void TestActivationFunction::softmaxKnowsNoOffset()
{
    const std::vector<float> logits { 0.5F, -1.25F, 3, 2.75F };
    std::vector<float> shifted = logits;
    for (float& value : shifted)
        value += 64; // exactly representable, so the result is the same to the bit
    QCOMPARE(softmax(shifted, 4), softmax(logits, 4));
}

void TestActivationFunction::softmaxOfAMillionClassesSumsToOne()
{
    const std::vector<float> out = softmax(randomValues(1'000'000, -1, 1, 2), 1'000'000);
    QVERIFY(std::abs(std::accumulate(out.begin(), out.end(), 0.0) - 1) <= 1e-5);
}

void TestActivationFunction::nothingIsDoneToNothing()
{
    applyActivation(Activation::Softmax, {}, {}, 0);
    applyActivation(Activation::Softmax, {}, {}, 5);
    applyActivation(Activation::Relu, {}, {}, 0);
}

void TestActivationFunction::worksInPlace()
{
    std::vector<float> values { 1, 2, 3 };
    const std::vector<float> expected = softmax(values, 3);
    applyActivation(Activation::Softmax, values, values, 3);
    QCOMPARE(values, expected);
}

QTEST_APPLESS_MAIN(TestActivationFunction)
#include "tst_activation_function.moc"

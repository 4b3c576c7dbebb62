#include "engine/network.h"
#include "engine/precision_support.h"
#include "support/random_weights.h"
#include "support/reference_network.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <thread>

using namespace netlens;

namespace {

constexpr int kDynamic = InputShape::kDynamic;

struct Setup {
    Config config;
    int batch = 1;
    int threads = 1;
    int height = 0; ///< the runtime size of a dynamic network
    int width = 0;

    Architecture architecture() const
    {
        const Architecture table = describe(config);
        return config.input.isStatic() ? table : atSize(table, height, width);
    }
};

Config topped(double alpha, InputShape input, std::int64_t classes,
    Activation activation = Activation::Softmax)
{
    Config config;
    config.alpha = alpha;
    config.input = input;
    config.classes = classes;
    config.classifierActivation = activation;
    return config;
}

Config topless(double alpha, InputShape input, Pooling pooling = Pooling::None)
{
    Config config = topped(alpha, input, 0);
    config.includeTop = false;
    config.pooling = pooling;
    return config;
}

/// The error's share of the values: root mean squares of the differences and of the reference.
double relativeError(std::span<const float> ours, std::span<const double> reference)
{
    if (ours.size() != reference.size())
        return INFINITY;
    double error = 0;
    double size = 1e-12;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const double gap = ours[i] - reference[i];
        error += gap * gap;
        size += reference[i] * reference[i];
    }
    return std::isfinite(error) ? std::sqrt(error / size) : INFINITY;
}

struct Tolerance {
    double features; ///< out_relu, relative
    double logits; ///< relative
};

// Through 52 convolutions against doubles. bfloat16 keeps 8 bits: each rounding errs by up to
// 1/512 of a value; measured up to 0.009 (layers) and 0.018 (logits, which are few and small here).
// In 8 bits a step is 1/255 of a range, so that small values err more: up to 0.055 and 0.03. A
// wrong padding, channel order or scale gives 0.3 and more.
Tolerance toleranceOf(Precision precision)
{
    return precision == Precision::BFloat16 ? Tolerance { 0.02, 0.03 } : Tolerance { 0.1, 0.1 };
}

struct Ran {
    Architecture table;
    SharedWeights weights;
    std::vector<float> input;
    Result<Network> network;
};

Ran ran(const Setup& setup, Precision precision, std::vector<std::string> taps = {})
{
    Architecture table = setup.architecture();
    SharedWeights weights = randomWeights(table, 7);
    const LayerSpec& first = table.layers.front();
    const auto count = static_cast<std::size_t>(
        std::int64_t { setup.batch } * first.height * first.width * first.channels);
    std::vector<float> input = randomValues(count, -1, 1, 8);
    auto network = Network::build(table, weights,
        { .batch = setup.batch,
            .threads = setup.threads,
            .taps = std::move(taps),
            .precision = precision });
    if (network) {
        std::ranges::copy(input, network->input().begin());
        network->run();
    }
    return { std::move(table), std::move(weights), std::move(input), std::move(network) };
}

bool sameBits(std::span<const float> a, std::span<const float> b)
{
    return std::ranges::equal(std::as_bytes(a), std::as_bytes(b));
}

void addSetups()
{
    QTest::addColumn<Precision>("precision");
    QTest::addColumn<Setup>("setup");
    const auto row = [](const char* name, const Setup& setup) {
        for (const Precision precision : { Precision::BFloat16, Precision::Int8 })
            QTest::addRow("%s: %s", std::string(precisionName(precision)).c_str(), name)
                << precision << setup;
    };
    row("alpha 1.0 at 64x64", { topped(1.0, { 64, 64, 3 }, 10) });
    row("alpha 0.1, whose first block has an add", { topped(0.1, { 32, 32, 3 }, 5) });
    row("alpha 1.4, odd sides", { topped(1.4, { 33, 47, 3 }, 7) });
    row("one channel", { topped(0.35, { 32, 32, 1 }, 3) });
    row("four channels", { topped(0.35, { 32, 32, 4 }, 3) });
    row("five channels", { topped(0.35, { 32, 32, 5 }, 3) });
    row("three pictures at once, two threads", { topped(0.35, { 33, 47, 3 }, 6), 3, 2 });
    row("logits instead of probabilities",
        { topped(0.35, { 64, 64, 3 }, 5, Activation::Linear), 2 });
    row("no top, feature map", { topless(0.35, { 33, 64, 3 }), 2 });
    row("no top, mean of the features", { topless(0.35, { 64, 33, 3 }, Pooling::Avg) });
    row("no top, maximum of the features", { topless(0.35, { 64, 64, 3 }, Pooling::Max) });
    row("dynamic at an odd size, which rounds down",
        { topless(0.35, { kDynamic, kDynamic, 3 }), 1, 1, 97, 131 });
}

} // namespace

Q_DECLARE_METATYPE(Setup)
Q_DECLARE_METATYPE(netlens::Precision)

#define NETLENS_REQUIRE_PRECISION(precision)                                                       \
    if (precisionSupport(precision) == PrecisionSupport::Unavailable)                              \
    QSKIP("skipped: this processor cannot")

class TestLowPrecision : public QObject {
    Q_OBJECT
private slots:
    void outputsAreNearPlainLoops_data() { addSetups(); }
    void outputsAreNearPlainLoops();
    void everyTapAloneIsNearPlainLoops_data();
    void everyTapAloneIsNearPlainLoops();
    void allTapsTogetherAreNearPlainLoops_data();
    void allTapsTogetherAreNearPlainLoops();
    void runningAgainChangesNothing_data() { addSetups(); }
    void runningAgainChangesNothing();
    void noStepIsOneDnnsReference_data();
    void noStepIsOneDnnsReference();
};

void TestLowPrecision::outputsAreNearPlainLoops()
{
    QFETCH(Precision, precision);
    QFETCH(Setup, setup);
    NETLENS_REQUIRE_PRECISION(precision);
    const Ran run = ran(setup, precision);
    QVERIFY2(run.network, run.network ? "" : run.network.error().detail.c_str());
    const ReferenceValues reference = referenceRun(run.table, *run.weights, run.input, setup.batch);
    const Tolerance tolerance = toleranceOf(precision);
    const auto features = static_cast<std::size_t>(run.table.indexOfLastFeatureMap());
    const double featureError = relativeError(run.network->features(), reference.layers[features]);
    const double logitError = relativeError(run.network->logits(), reference.logits);
    qInfo("features %.4f, logits %.4f", featureError, logitError);
    QVERIFY(featureError <= tolerance.features);
    QVERIFY(logitError <= tolerance.logits);
    QCOMPARE(run.network->features().size(), elementCount(run.network->featuresShape()));
    QCOMPARE(run.network->output().size(), elementCount(run.network->outputShape()));
    const auto processors = static_cast<int>(std::thread::hardware_concurrency());
    QCOMPARE(run.network->threads(), std::min(setup.threads, std::max(1, processors)));
}

void TestLowPrecision::everyTapAloneIsNearPlainLoops_data()
{
    QTest::addColumn<Precision>("precision");
    QTest::newRow("bf16") << Precision::BFloat16;
    QTest::newRow("int8") << Precision::Int8;
}

void TestLowPrecision::everyTapAloneIsNearPlainLoops()
{
    QFETCH(Precision, precision);
    NETLENS_REQUIRE_PRECISION(precision);
    const Setup setup { topped(0.1, { 33, 47, 3 }, 3), 2 };
    ReferenceValues reference;
    double largest = 0;
    for (const LayerSpec& layer : setup.architecture().layers) {
        const Ran run = ran(setup, precision, { layer.name });
        QVERIFY2(run.network, layer.name.c_str());
        if (reference.layers.empty())
            reference = referenceRun(run.table, *run.weights, run.input, setup.batch);
        const auto index = static_cast<std::size_t>(*run.table.find(layer.name));
        const double error = relativeError(run.network->tap(layer.name), reference.layers[index]);
        const auto last = static_cast<std::size_t>(run.table.indexOfLastFeatureMap());
        const double end = relativeError(run.network->features(), reference.layers[last]);
        QVERIFY2(std::max(error, end) <= toleranceOf(precision).features,
            (layer.name + " " + std::to_string(error) + " " + std::to_string(end)).c_str());
        largest = std::max({ largest, error, end });
    }
    qInfo("largest relative error of a layer: %.4f", largest);
}

void TestLowPrecision::allTapsTogetherAreNearPlainLoops_data()
{
    everyTapAloneIsNearPlainLoops_data();
}

void TestLowPrecision::allTapsTogetherAreNearPlainLoops()
{
    QFETCH(Precision, precision);
    NETLENS_REQUIRE_PRECISION(precision);
    const Setup setup { topped(0.35, { 47, 33, 3 }, 3), 2, 2 };
    std::vector<std::string> names;
    for (const LayerSpec& layer : setup.architecture().layers)
        names.push_back(layer.name);
    const Ran run = ran(setup, precision, names);
    QVERIFY(run.network);
    const ReferenceValues reference = referenceRun(run.table, *run.weights, run.input, setup.batch);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double error = relativeError(run.network->tap(names[i]), reference.layers[i]);
        QVERIFY2(error <= toleranceOf(precision).features,
            (names[i] + " " + std::to_string(error)).c_str());
    }
}

void TestLowPrecision::runningAgainChangesNothing()
{
    QFETCH(Precision, precision);
    QFETCH(Setup, setup);
    NETLENS_REQUIRE_PRECISION(precision);
    Ran run = ran(setup, precision);
    QVERIFY(run.network);
    Network& network = *run.network;
    QVERIFY2(sameBits(network.input(), run.input), "run() must leave its input alone");
    const std::vector<float> first(network.output().begin(), network.output().end());
    std::ranges::fill(network.input(), 1.0F);
    network.run();
    std::ranges::copy(run.input, network.input().begin());
    network.run();
    QVERIFY(sameBits(network.output(), first));
}

void TestLowPrecision::noStepIsOneDnnsReference_data()
{
    everyTapAloneIsNearPlainLoops_data();
}

void TestLowPrecision::noStepIsOneDnnsReference()
{
    QFETCH(Precision, precision);
    if (precisionSupport(precision) != PrecisionSupport::Native)
        QSKIP("skipped: this processor has no instructions for it");
    for (const Config& config : { topped(1.0, { 224, 224, 3 }, 1000),
             topped(0.35, { 96, 96, 3 }, 24), topped(1.4, { 224, 224, 3 }, 1000) }) {
        const Ran run = ran({ config }, precision);
        QVERIFY(run.network);
        for (const Network::StepInfo& step : run.network->steps())
            QVERIFY2(step.implementation.find("ref") == std::string::npos,
                (step.layers + ": " + step.implementation).c_str());
    }
}

QTEST_APPLESS_MAIN(TestLowPrecision)
#include "tst_low_precision.moc"

#include "engine/network.h"
#include "engine/precision_support.h"
#include "support/difference.h"
#include "support/random_weights.h"
#include "support/reference_network.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <optional>
#include <thread>

using namespace netlens;

namespace {

/// A network to compare, and the runtime size when its own is dynamic.
struct Setup {
    Config config;
    int batch = 1;
    int threads = 1;
    int height = 0;
    int width = 0;

    Architecture architecture() const
    {
        const Architecture table = describe(config);
        return config.input.isStatic() ? table : atSize(table, height, width);
    }
    std::size_t inputCount() const
    {
        const Architecture table = architecture();
        const LayerSpec& input = table.layers.front();
        return static_cast<std::size_t>(
            std::int64_t { batch } * input.height * input.width * input.channels);
    }
};

constexpr int kDynamic = InputShape::kDynamic;

Config topped(double alpha, InputShape input, std::int64_t classes,
    Activation activation = Activation::Softmax)
{
    return { .alpha = alpha,
        .input = input,
        .includeTop = true,
        .pooling = Pooling::None,
        .classes = classes,
        .classifierActivation = activation };
}

Config topless(double alpha, InputShape input, Pooling pooling = Pooling::None)
{
    Config config;
    config.alpha = alpha;
    config.input = input;
    config.includeTop = false;
    config.pooling = pooling;
    return config;
}

// float32 against double through some fifty convolutions: measured up to 2.7e-6 of the values. A
// batch-norm epsilon of 1e-5 instead of 1e-3, or a zero on the wrong side, gives over 1e-4.
constexpr double kTolerance = 2e-5;

std::string describeGap(const std::string& what, double gap)
{
    return what + " differs by " + std::to_string(gap);
}

Result<Network> ranNetwork(const Setup& setup, const SharedWeights& weights,
    const std::vector<float>& input, std::vector<std::string> taps = {})
{
    auto network = Network::build(setup.architecture(), weights,
        { .batch = setup.batch, .threads = setup.threads, .taps = std::move(taps) });
    if (network) {
        std::ranges::copy(input, network->input().begin());
        network->run();
    }
    return network;
}

bool sameBits(std::span<const float> a, std::span<const float> b)
{
    return std::ranges::equal(std::as_bytes(a), std::as_bytes(b));
}

} // namespace

Q_DECLARE_METATYPE(Setup)

class TestNetworkReference : public QObject {
    Q_OBJECT
private slots:
    void outputsEqualPlainLoops_data();
    void outputsEqualPlainLoops();
    void everyTapAloneEqualsPlainLoops_data();
    void everyTapAloneEqualsPlainLoops();
    void allTapsTogetherEqualPlainLoops();
    void runningAgainChangesNothing_data();
    void runningAgainChangesNothing();
    void picturesOfABatchDoNotMix();
    void whatCannotBeBuiltIsAnError_data();
    void whatCannotBeBuiltIsAnError();
    void aTopOfNoClassesGivesNothing();
    void noStepIsOneDnnsReference_data();
    void noStepIsOneDnnsReference();
    void memoryIsShared();
    void aMovedNetworkRuns();
    void twinsGiveTheSame_data();
    void twinsGiveTheSame();
    void aTwinSharesItsWeights();
};

void TestNetworkReference::outputsEqualPlainLoops_data()
{
    QTest::addColumn<Setup>("setup");
    const auto row = [](const char* name, const Setup& setup) { QTest::newRow(name) << setup; };
    row("alpha 0.1 at 32x32, five classes", { .config = topped(0.1, { 32, 32, 3 }, 5) });
    row("alpha 0.01, whose last block has an add", { .config = topped(0.01, { 32, 32, 3 }, 2) });
    row("alpha 0.35 at 32x32, a thousand classes", { .config = topped(0.35, { 32, 32, 3 }, 1000) });
    row("alpha 1.0 at 64x64", { .config = topped(1.0, { 64, 64, 3 }, 10) });
    row("alpha 1.4 at 32x32, a wider last convolution",
        { .config = topped(1.4, { 32, 32, 3 }, 7) });
    row("odd sides 33x47", { .config = topped(0.35, { 33, 47, 3 }, 4) });
    row("wide 32x96", { .config = topped(0.35, { 32, 96, 3 }, 4) });
    row("tall 65x34", { .config = topped(0.35, { 65, 34, 3 }, 4) });
    row("one channel", { .config = topped(0.35, { 32, 32, 1 }, 3) });
    row("four channels", { .config = topped(0.35, { 32, 32, 4 }, 3) });
    row("five channels", { .config = topped(0.35, { 32, 32, 5 }, 3) });
    row("three pictures at once", { .config = topped(0.35, { 32, 40, 3 }, 6), .batch = 3 });
    row("three odd pictures at once, two threads",
        { .config = topped(0.35, { 33, 47, 3 }, 6), .batch = 3, .threads = 2 });
    row("two threads", { .config = topped(1.0, { 48, 48, 3 }, 10), .threads = 2 });
    row("logits instead of probabilities",
        { .config = topped(0.35, { 32, 32, 3 }, 5, Activation::Linear), .batch = 2 });
    row("a sigmoid head", { .config = topped(0.35, { 32, 32, 3 }, 5, Activation::Sigmoid) });
    row("one class", { .config = topped(0.35, { 32, 32, 3 }, 1, Activation::Sigmoid) });
    row("no top, feature map", { .config = topless(0.35, { 33, 64, 3 }), .batch = 2 });
    row("no top, mean of the features",
        { .config = topless(0.35, { 64, 33, 3 }, Pooling::Avg), .batch = 2 });
    row("no top, maximum of the features",
        { .config = topless(0.35, { 64, 64, 3 }, Pooling::Max), .batch = 2 });
    const InputShape dynamic { kDynamic, kDynamic, 3 };
    row("dynamic at an even size", { .config = topless(0.35, dynamic), .height = 64, .width = 96 });
    row("dynamic at an odd size, which rounds down",
        { .config = topless(0.35, dynamic), .height = 97, .width = 131 });
    row("dynamic at the smallest size",
        { .config = topless(0.35, dynamic, Pooling::Avg), .height = 32, .width = 32 });
    row("dynamic height only",
        { .config = topless(0.35, { kDynamic, 47, 3 }), .height = 33, .width = 47 });
}

void TestNetworkReference::outputsEqualPlainLoops()
{
    QFETCH(Setup, setup);
    const Architecture table = setup.architecture();
    const SharedWeights weights = randomWeights(table, 7);
    const std::vector<float> input = randomValues(setup.inputCount(), -1, 1, 8);
    const ReferenceValues reference = referenceRun(table, *weights, input, setup.batch);
    const auto network = ranNetwork(setup, weights, input);
    QVERIFY2(network, network ? "" : network.error().detail.c_str());

    const auto features = static_cast<std::size_t>(table.indexOfLastFeatureMap());
    const std::vector<double>& map = reference.layers[features];
    QVERIFY2(std::ranges::max(map) > 0.5, "the features must be alive for this to mean anything");
    double gap = largestDifference(network->features(), map);
    QVERIFY2(gap <= kTolerance, describeGap("out_relu", gap).c_str());
    gap = largestDifference(network->logits(), reference.logits);
    QVERIFY2(gap <= kTolerance, describeGap("logits", gap).c_str());
    gap = largestDifference(network->output(), reference.layers.back());
    QVERIFY2(gap <= kTolerance, describeGap("output", gap).c_str());

    const LayerSpec& last = table.layers.back();
    const Shape expected = last.isVector
        ? Shape { setup.batch, last.channels }
        : Shape { setup.batch, last.height, last.width, last.channels };
    QCOMPARE(network->outputShape(), expected);
    QCOMPARE(network->output().size(), elementCount(expected));
    QCOMPARE(network->features().size(), elementCount(network->featuresShape()));
}

void TestNetworkReference::everyTapAloneEqualsPlainLoops_data()
{
    QTest::addColumn<Setup>("setup");
    QTest::newRow("odd sides, two pictures")
        << Setup { .config = topped(0.35, { 33, 47, 3 }, 3), .batch = 2 };
    QTest::newRow("alpha 0.1, whose first block has an add")
        << Setup { .config = topped(0.1, { 32, 32, 3 }, 3) };
    QTest::newRow("logits") << Setup { .config
        = topped(0.1, { 32, 32, 3 }, 3, Activation::Linear) };
    QTest::newRow("dynamic, maximum of the features") << Setup {
        .config = topless(0.1, { kDynamic, kDynamic, 3 }, Pooling::Max), .height = 35, .width = 61
    };
}

void TestNetworkReference::everyTapAloneEqualsPlainLoops()
{
    QFETCH(Setup, setup);
    const Architecture table = setup.architecture();
    const SharedWeights weights = randomWeights(table, 3);
    const std::vector<float> input = randomValues(setup.inputCount(), -1, 1, 4);
    const ReferenceValues reference = referenceRun(table, *weights, input, setup.batch);
    for (std::size_t i = 0; i < table.layers.size(); ++i) {
        const LayerSpec& layer = table.layers[i];
        const auto network = ranNetwork(setup, weights, input, { layer.name });
        QVERIFY2(network, layer.name.c_str());
        double gap = largestDifference(network->tap(layer.name), reference.layers[i]);
        QVERIFY2(gap <= kTolerance, describeGap(layer.name, gap).c_str());
        QCOMPARE(network->tap(layer.name).size(), elementCount(network->tapShape(layer.name)));
        gap = largestDifference(network->output(), reference.layers.back());
        QVERIFY2(gap <= kTolerance, describeGap("output with tap " + layer.name, gap).c_str());
    }
}

void TestNetworkReference::allTapsTogetherEqualPlainLoops()
{
    const Setup setup { .config = topped(0.35, { 47, 33, 3 }, 3), .batch = 2, .threads = 2 };
    const Architecture table = setup.architecture();
    const SharedWeights weights = randomWeights(table, 5);
    const std::vector<float> input = randomValues(setup.inputCount(), -1, 1, 6);
    const ReferenceValues reference = referenceRun(table, *weights, input, setup.batch);
    std::vector<std::string> names;
    for (const LayerSpec& layer : table.layers)
        names.push_back(layer.name);
    const auto network = ranNetwork(setup, weights, input, names);
    QVERIFY(network);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double gap = largestDifference(network->tap(names[i]), reference.layers[i]);
        QVERIFY2(gap <= kTolerance, describeGap(names[i], gap).c_str());
    }
}

void TestNetworkReference::runningAgainChangesNothing_data()
{
    QTest::addColumn<Setup>("setup");
    QTest::newRow("one thread") << Setup { .config = topped(1.0, { 64, 64, 3 }, 10) };
    QTest::newRow("two threads, two pictures")
        << Setup { .config = topped(0.35, { 64, 64, 3 }, 10), .batch = 2, .threads = 2 };
    QTest::newRow("no top") << Setup { .config = topless(0.35, { 33, 47, 3 }) };
}

void TestNetworkReference::runningAgainChangesNothing()
{
    QFETCH(Setup, setup);
    const SharedWeights weights = randomWeights(setup.architecture(), 1);
    const std::vector<float> input = randomValues(setup.inputCount(), -1, 1, 2);
    auto network = ranNetwork(setup, weights, input);
    QVERIFY(network);
    QVERIFY2(sameBits(network->input(), input), "run() must leave its input alone");
    const std::vector<float> first(network->output().begin(), network->output().end());
    for (int i = 0; i < 3; ++i)
        network->run();
    QVERIFY(sameBits(network->output(), first));

    // Another picture between must leave no trace.
    std::ranges::fill(network->input(), 1.0F);
    network->run();
    QVERIFY(!sameBits(network->output(), first));
    std::ranges::copy(input, network->input().begin());
    network->run();
    QVERIFY(sameBits(network->output(), first));
}

void TestNetworkReference::picturesOfABatchDoNotMix()
{
    const Setup one { .config = topped(0.35, { 33, 40, 3 }, 6) };
    Setup three = one;
    three.batch = 3;
    const SharedWeights weights = randomWeights(one.architecture(), 1);
    const std::vector<float> pictures = randomValues(three.inputCount(), -1, 1, 2);
    const auto together = ranNetwork(three, weights, pictures);
    QVERIFY(together);
    for (std::size_t n = 0; n < 3; ++n) {
        const auto begin = pictures.begin() + static_cast<std::ptrdiff_t>(n * one.inputCount());
        const auto alone = ranNetwork(one, weights,
            std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(one.inputCount())));
        QVERIFY(alone);
        const std::vector<double> expected(alone->logits().begin(), alone->logits().end());
        const double gap = largestDifference(together->logits().subspan(n * 6, 6), expected);
        QVERIFY2(gap <= kTolerance, describeGap("picture " + std::to_string(n), gap).c_str());
    }
}

void TestNetworkReference::whatCannotBeBuiltIsAnError_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<int>("batch");
    QTest::addColumn<std::string>("tap");
    QTest::addColumn<ErrorCode>("code");
    const Config usual = topped(0.35, { 32, 32, 3 }, 5);
    QTest::newRow("a layer nobody knows")
        << usual << 1 << std::string("block_99_expand") << ErrorCode::UnknownLayer;
    QTest::newRow("a layer without a name")
        << usual << 1 << std::string() << ErrorCode::UnknownLayer;
    QTest::newRow("a layer only other models have")
        << usual << 1 << std::string("expanded_conv_add") << ErrorCode::UnknownLayer;
    QTest::newRow("a picture of a million by a million")
        << topped(0.35, { 1'000'000, 1'000'000, 3 }, 5) << 1 << std::string()
        << ErrorCode::OutOfMemory;
    QTest::newRow("the largest picture the checks let through")
        << topped(0.35, { 65536, 65536, 3 }, 5) << 1 << std::string() << ErrorCode::OutOfMemory;
    QTest::newRow("a batch of a billion")
        << usual << 1'000'000'000 << std::string() << ErrorCode::OutOfMemory;
}

void TestNetworkReference::whatCannotBeBuiltIsAnError()
{
    QFETCH(Config, config);
    QFETCH(int, batch);
    QFETCH(std::string, tap);
    QFETCH(ErrorCode, code);
    const SharedWeights weights = randomWeights(describe(topped(0.35, { 32, 32, 3 }, 5)), 1);
    NetworkOptions options { .batch = batch, .threads = 1 };
    if (code == ErrorCode::UnknownLayer)
        options.taps = { "Conv1_relu", tap };
    const auto network = Network::build(describe(config), weights, options);
    QVERIFY(!network);
    QCOMPARE(network.error().code, code);
    if (code == ErrorCode::UnknownLayer)
        QCOMPARE(network.error().subject, tap);
}

void TestNetworkReference::aTopOfNoClassesGivesNothing()
{
    const Setup setup { .config = topped(0.35, { 32, 32, 3 }, 0) };
    const SharedWeights weights = randomWeights(setup.architecture(), 1);
    const auto network = ranNetwork(setup, weights, randomValues(setup.inputCount(), -1, 1, 1));
    QVERIFY(network);
    QVERIFY(network->output().empty());
    QVERIFY(network->logits().empty());
    QCOMPARE(network->outputShape(), (Shape { 1, 0 }));
    QVERIFY(!network->features().empty());
}

void TestNetworkReference::noStepIsOneDnnsReference_data()
{
    QTest::addColumn<Config>("config");
    QTest::newRow("alpha 1.0 at 224") << topped(1.0, { 224, 224, 3 }, 1000);
    QTest::newRow("alpha 0.35 at 96") << topped(0.35, { 96, 96, 3 }, 1000);
    QTest::newRow("alpha 1.4 at 224") << topped(1.4, { 224, 224, 3 }, 1000);
    QTest::newRow("alpha 0.75 at 160x224, no top") << topless(0.75, { 160, 224, 3 });
}

void TestNetworkReference::noStepIsOneDnnsReference()
{
    QFETCH(Config, config);
    const Architecture table = describe(config);
    const auto network = Network::build(table, randomWeights(table, 1));
    QVERIFY(network);
    // 17 blocks (the first with Conv1), the last convolution; pool, dense, softmax.
    QCOMPARE(network->steps().size(), config.includeTop ? 21U : 18U);
    for (const Network::StepInfo& step : network->steps())
        QVERIFY2(step.implementation.find("ref") == std::string::npos,
            (step.layers + ": " + step.implementation).c_str());
}

void TestNetworkReference::memoryIsShared()
{
    const Architecture table = describe(topped(1.0, { 224, 224, 3 }, 1000));
    const auto network = Network::build(table, randomWeights(table, 1));
    QVERIFY(network);
    // 14 MB of weights and the largest pair of block outputs (16 channels at 112², 24 at 56²) are
    // all that must exist at once; every layer on its own would take another 54 MB.
    const double megabytes = static_cast<double>(network->memoryBytes()) / 1e6;
    qInfo("1.0 at 224: %.1f MB", megabytes);
    QVERIFY(megabytes > 4 * 3.47);
    QVERIFY(megabytes < 18);
}

void TestNetworkReference::aMovedNetworkRuns()
{
    const Setup setup { .config = topped(0.35, { 32, 32, 3 }, 5) };
    const SharedWeights weights = randomWeights(setup.architecture(), 1);
    const std::vector<float> input = randomValues(setup.inputCount(), -1, 1, 2);
    auto first = ranNetwork(setup, weights, input);
    QVERIFY(first);
    const std::vector<float> expected(first->output().begin(), first->output().end());
    Network moved = std::move(*first);
    moved.run();
    QVERIFY(sameBits(moved.output(), expected));

    // The new home's old network goes without taking anything along.
    auto other = ranNetwork(setup, randomWeights(setup.architecture(), 9), input);
    QVERIFY(other);
    *other = std::move(moved);
    std::ranges::copy(input, other->input().begin());
    other->run();
    QVERIFY(sameBits(other->output(), expected));
}

void TestNetworkReference::twinsGiveTheSame_data()
{
    QTest::addColumn<Setup>("setup");
    QTest::addColumn<int>("precision");
    const Setup setup { .config = topped(0.35, { 64, 64, 3 }, 10) };
    Setup shared = setup;
    shared.batch = 2;
    shared.threads = 2;
    QTest::newRow("float32") << setup << int(Precision::Float32);
    QTest::newRow("two threads, two pictures") << shared << int(Precision::Float32);
    QTest::newRow("8-bit integers") << setup << int(Precision::Int8);
    if (precisionSupport(Precision::BFloat16) != PrecisionSupport::Unavailable)
        QTest::newRow("bfloat16") << setup << int(Precision::BFloat16);
    QTest::newRow("weights of several chunks")
        << Setup { .config = topped(1.4, { 32, 32, 3 }, 1000) } << int(Precision::Float32);
}

/// Each on its own thread, at the same time, on its own picture; and the twin outlives the other.
void TestNetworkReference::twinsGiveTheSame()
{
    QFETCH(Setup, setup);
    QFETCH(int, precision);
    auto network = Network::build(setup.architecture(), randomWeights(setup.architecture(), 1),
        { .batch = setup.batch,
            .threads = setup.threads,
            .taps = { "block_3_expand" },
            .precision = Precision(precision) });
    QVERIFY(network);
    std::optional<Network> original(*std::move(network));
    const std::vector<float> input = randomValues(setup.inputCount(), -1, 1, 2);
    std::ranges::copy(input, original->input().begin());
    original->run();
    const std::vector<float> expected(original->output().begin(), original->output().end());
    const auto tapped = original->tap("block_3_expand");
    const std::vector<float> expectedTap(tapped.begin(), tapped.end());

    std::atomic<bool> isBuilt = false;
    std::atomic<bool> isAlone = false;
    int right = 0;
    bool isTapRight = false;
    std::jthread other([&] {
        auto twin = original->twin();
        isBuilt = true;
        for (int i = 0; twin && i < 40; ++i) {
            if (i == 20)
                isAlone.wait(false);
            std::ranges::copy(input, twin->input().begin());
            twin->run();
            right += sameBits(twin->output(), expected);
            isTapRight = sameBits(twin->tap("block_3_expand"), expectedTap);
        }
    });
    std::ranges::fill(original->input(), 0.5F);
    for (int i = 0; i < 20 || !isBuilt; ++i)
        original->run();
    original.reset();
    isAlone = true;
    isAlone.notify_all();
    other.join();
    QCOMPARE(right, 40);
    QVERIFY(isTapRight);
}

void TestNetworkReference::aTwinSharesItsWeights()
{
    const Architecture table = describe(topped(1.0, { 96, 96, 3 }, 1000));
    const auto network = Network::build(table, randomWeights(table, 1));
    QVERIFY(network);
    const auto twin = network->twin();
    QVERIFY(twin);
    const std::size_t weights = 4 * 3'487'816; // folded: a bias instead of a batch-norm's four
    QVERIFY(network->memoryBytes() > weights);
    QVERIFY(twin->memoryBytes() < network->memoryBytes() - weights * 9 / 10);
}

QTEST_APPLESS_MAIN(TestNetworkReference)
#include "tst_network_reference.moc"

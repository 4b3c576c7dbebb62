#include "engine/network.h"
#include "explain/class_activation.h"
#include "model/top_k.h"
#include "support/golden_cases.h"
#include "tensor/npy.h"
#include "weights/weights_file.h"

#include <QTest>

#include <cmath>

using namespace netlens;

namespace {

// Keras in float32 against itself in float64 stays within 2.7e-4 at any layer and 2e-6 in
// probabilities; the bounds leave room for another order of summation and catch a wrong epsilon,
// padding side or channel order, which move results by 1.7e-3 and more.
constexpr double kProbabilityTolerance = 2e-5;
constexpr double kLogitTolerance = 1e-4;
constexpr double kLayerTolerance = 5e-4;
// Two plans sum in different orders, and each may be that far from Keras on its own side.
constexpr double kPlanTolerance = 2 * kLayerTolerance;

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        const double difference = std::abs(double { a[i] } - double { b[i] });
        if (!(difference <= largest)) // also catches NaN
            largest = std::isnan(difference) ? INFINITY : difference;
    }
    return largest;
}

double finalTolerance(const Config& config)
{
    if (!config.hasClasses())
        return kLayerTolerance;
    return config.outputActivation() == Activation::Linear ? kLogitTolerance
                                                           : kProbabilityTolerance;
}

struct Prepared {
    Tensor input;
    Architecture architecture;
    SharedWeights weights;
};

Result<Prepared> prepare(const GoldenCase& golden, const std::filesystem::path& file)
{
    auto input = readNpy(golden.file(golden.json.at("input_file")));
    if (!input)
        return input.error();
    Architecture table = describe(golden.config(file));
    auto weights = readWeights(file, table);
    if (!weights)
        return weights.error();
    if (!table.config.input.isStatic())
        table = atSize(table, static_cast<int>(input->shape[1]), static_cast<int>(input->shape[2]));
    return Prepared { std::move(*input), std::move(table),
        std::make_shared<const WeightSet>(std::move(*weights)) };
}

Result<Network> runNetwork(const Prepared& prepared, std::vector<std::string> taps, int threads)
{
    auto network = Network::build(prepared.architecture, prepared.weights,
        { .batch = static_cast<int>(prepared.input.shape[0]),
            .threads = threads,
            .taps = std::move(taps) });
    if (network) {
        std::ranges::copy(prepared.input.values, network->input().begin());
        network->run();
    }
    return network;
}

} // namespace

class TestNetwork : public QObject {
    Q_OBJECT
private slots:
    void outputsEqualKeras_data();
    void outputsEqualKeras();
    void everyLayerCanBeTapped_data();
    void everyLayerCanBeTapped();
    void classActivationMapEqualsKeras_data();
    void classActivationMapEqualsKeras();
};

void TestNetwork::outputsEqualKeras_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    for (const GoldenCase& golden : goldenCases()) {
        for (const std::filesystem::path& file : golden.weightsFiles())
            QTest::newRow((golden.name() + " from " + file.filename().string()).c_str())
                << QString::fromStdString(golden.name()) << QString::fromStdString(file);
    }
}

void TestNetwork::outputsEqualKeras()
{
    QFETCH(QString, name);
    QFETCH(QString, file);
    const GoldenCase golden = goldenCase(name.toStdString());
    const auto prepared = prepare(golden, file.toStdString());
    QVERIFY2(prepared, prepared ? "" : prepared.error().detail.c_str());

    std::vector<std::string> taps;
    for (const auto& output : golden.json.at("outputs"))
        if (output.at("layer") != "final")
            taps.push_back(output.at("layer"));
    const auto tapped = runNetwork(*prepared, taps, 1);
    QVERIFY2(tapped, tapped ? "" : tapped.error().detail.c_str());
    for (const auto& output : golden.json.at("outputs")) {
        const std::string layer = output.at("layer");
        const auto expected = readNpy(golden.file(output.at("file")));
        QVERIFY(expected);
        const bool isFinal = layer == "final";
        QCOMPARE(isFinal ? tapped->outputShape() : tapped->tapShape(layer), expected->shape);
        const double difference
            = largestDifference(isFinal ? tapped->output() : tapped->tap(layer), expected->values);
        const double tolerance
            = isFinal ? finalTolerance(prepared->architecture.config) : kLayerTolerance;
        QVERIFY2(
            difference <= tolerance, (layer + " differs by " + std::to_string(difference)).c_str());
    }

    // The fastest plan, with nothing tapped, on one thread and on two.
    const auto expected = readNpy(golden.file("final.npy"));
    QVERIFY(expected);
    for (const int threads : { 1, 2 }) {
        const auto fused = runNetwork(*prepared, {}, threads);
        QVERIFY(fused);
        const double difference = largestDifference(fused->output(), expected->values);
        QVERIFY2(difference <= finalTolerance(prepared->architecture.config),
            ("fused output differs by " + std::to_string(difference)).c_str());
        if (!golden.json.contains("top5"))
            continue;
        const auto classes = static_cast<std::size_t>(prepared->architecture.config.classCount());
        for (std::size_t n = 0; n < golden.json.at("top5").size(); ++n) {
            const auto& expectedTop = golden.json.at("top5")[n];
            const std::vector<int> top = topK(fused->output().subspan(n * classes, classes),
                static_cast<int>(expectedTop.size()));
            for (std::size_t k = 0; k < top.size(); ++k)
                QCOMPARE(top[k], expectedTop[k][0].get<int>());
        }
    }
}

void TestNetwork::everyLayerCanBeTapped_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    for (const GoldenCase& golden : goldenCases())
        QTest::newRow(golden.name().c_str()) << QString::fromStdString(golden.name());
}

void TestNetwork::everyLayerCanBeTapped()
{
    QFETCH(QString, name);
    const GoldenCase golden = goldenCase(name.toStdString());
    const auto prepared = prepare(golden, golden.weightsFiles().front());
    QVERIFY2(prepared, prepared ? "" : prepared.error().detail.c_str());
    std::vector<std::string> all;
    for (const LayerSpec& layer : prepared->architecture.layers)
        all.push_back(layer.name);
    const auto unfused = runNetwork(*prepared, all, 1);
    QVERIFY(unfused);
    const auto fused = runNetwork(*prepared, {}, 1);
    QVERIFY(fused);
    QVERIFY(unfused->steps().size() > fused->steps().size());
    QVERIFY(largestDifference(unfused->output(), fused->output())
        <= finalTolerance(prepared->architecture.config));
    // Alone, each tap sits in an otherwise fused plan and must give the same values.
    for (const std::string& layer : all) {
        const auto alone = runNetwork(*prepared, { layer }, 1);
        QVERIFY(alone);
        const double difference = largestDifference(alone->tap(layer), unfused->tap(layer));
        QVERIFY2(difference <= kPlanTolerance, (layer + " differs when tapped alone").c_str());
    }
}

void TestNetwork::classActivationMapEqualsKeras_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    for (const GoldenCase& golden : goldenCases())
        if (golden.json.contains("cam") && !golden.isNested())
            QTest::newRow(golden.name().c_str()) << QString::fromStdString(golden.name());
}

void TestNetwork::classActivationMapEqualsKeras()
{
    QFETCH(QString, name);
    const GoldenCase golden = goldenCase(name.toStdString());
    const auto prepared = prepare(golden, golden.file("legacy_weights.h5"));
    QVERIFY(prepared);
    const auto network = runNetwork(*prepared, {}, 1);
    QVERIFY(network);
    const Tensor& kernel = prepared->weights->of("predictions")[0];
    const Tensor& bias = prepared->weights->of("predictions")[1];
    const Shape shape = network->featuresShape();

    int compared = 0;
    for (const auto& entry : golden.json.at("cam")) {
        if (!entry.contains("cam_raw"))
            continue;
        const int index = entry.at("class_index");
        const auto expected = readNpy(golden.file(entry.at("cam_raw")));
        QVERIFY(expected);
        const HeatMap map = classActivationMap(network->features(), static_cast<int>(shape[1]),
            static_cast<int>(shape[2]), kernel.values, kernel.shape[1], index);
        QVERIFY(largestDifference(map.values, expected->values) <= kLayerTolerance);
        const auto position = static_cast<std::size_t>(index);
        const float logit = network->logits()[position];
        QVERIFY(std::abs(map.mean() + bias.values[position] - logit) <= kLogitTolerance);
        ++compared;
    }
    QVERIFY(compared > 0);
}

QTEST_APPLESS_MAIN(TestNetwork)
#include "tst_network.moc"

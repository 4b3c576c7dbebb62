#include "support/golden_cases.h"
#include "weights/weights_file.h"

#include <QTest>

using namespace netlens;

/// Every weights file of every golden case: flat ones read, the rest named for what they are.
class TestWeights : public QObject {
    Q_OBJECT

private slots:
    void readsFilesOfKeras_data();
    void readsFilesOfKeras();
    void allFilesOfACaseHoldTheSame();
    void readsTheImageNetWeights();

private:
    static bool isReadable(const GoldenCase& golden, const std::filesystem::path& file)
    {
        const std::string name = file.filename().string();
        return !golden.isNested() && name.ends_with(".h5") && !name.ends_with(".weights.h5");
    }
};

void TestWeights::readsFilesOfKeras_data()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    QTest::addColumn<std::string>("caseName");
    QTest::addColumn<std::string>("file");
    for (const GoldenCase& golden : goldenCases())
        for (const auto& file : golden.weightsFiles())
            QTest::addRow("%s: %s", golden.name().c_str(), file.filename().c_str())
                << golden.name() << file.string();
}

void TestWeights::readsFilesOfKeras()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    QFETCH(std::string, caseName);
    QFETCH(std::string, file);
    const GoldenCase golden = goldenCase(caseName);
    const Architecture architecture = describe(golden.config());
    const auto read = readWeights(file, architecture);
    if (!isReadable(golden, file)) {
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::WeightsUnsupported);
        return;
    }
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    for (const LayerSpec& layer : architecture.layers)
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            QCOMPARE(read->of(layer.name)[i].shape, layer.weights[i].shape);

    const auto info = inspectWeights(file);
    QVERIFY(info && info->config);
    QCOMPARE(info->parameterCount, golden.json.at("count_params").get<std::int64_t>());
    Config expected = golden.config();
    if (!info->configIsComplete) {
        expected.input = { 224, 224, expected.input.channels };
        expected.classifierActivation = Activation::Softmax;
        expected.pooling = Pooling::None;
    }
    QCOMPARE(info->config->alpha, expected.alpha);
    QVERIFY(*info->config == expected);
}

void TestWeights::allFilesOfACaseHoldTheSame()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    for (const GoldenCase& golden : goldenCases()) {
        const Architecture architecture = describe(golden.config());
        std::optional<WeightSet> first;
        for (const auto& file : golden.weightsFiles()) {
            if (!isReadable(golden, file))
                continue;
            auto read = readWeights(file, architecture);
            QVERIFY(read);
            if (!first)
                first = std::move(*read);
            else
                for (const auto& [name, tensors] : first->layers)
                    for (std::size_t i = 0; i < tensors.size(); ++i)
                        QVERIFY2(tensors[i].values == read->of(name)[i].values,
                            (file.string() + " " + name).c_str());
        }
    }
}

void TestWeights::readsTheImageNetWeights()
{
    NETLENS_REQUIRE_SHARED(file, "data/weights/imagenet_mobilenet_v2_1.0_224_approx.h5");
    const auto read = readWeights(file, describe(Config()));
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
}

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"

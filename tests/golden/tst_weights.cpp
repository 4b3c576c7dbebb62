#include "support/golden_cases.h"
#include "weights/weights_file.h"

#include <QTest>

using namespace netlens;

/// Every weights file of every golden case.
class TestWeights : public QObject {
    Q_OBJECT

private slots:
    void readsFilesOfKeras_data();
    void readsFilesOfKeras();
    void allFilesOfACaseHoldTheSame();
    void readsTheImageNetWeights();
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
    const Config config = golden.config(file);
    const Architecture architecture = describe(config);
    const auto read = readWeights(file, architecture);
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    for (const LayerSpec& layer : architecture.layers)
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            QCOMPARE(read->of(layer.name)[i].shape, layer.weights[i].shape);

    const auto info = inspectWeights(file);
    QVERIFY(info && info->config);
    QCOMPARE(info->parameterCount, golden.json.at("count_params").get<std::int64_t>());
    QCOMPARE(info->nested, golden.isNested());
    Config expected = golden.config();
    QCOMPARE(info->config->alpha, expected.alpha);
    QCOMPARE(info->config->hasClasses(), golden.classCount().has_value());
    QCOMPARE(info->config->classCount(), golden.classCount().value_or(0));
    if (golden.isNested()) {
        QVERIFY(info->configIsComplete);
        QVERIFY(info->config->input == expected.input);
        QCOMPARE(std::string(activationName(info->config->outputActivation())),
            golden.json.at("head_activation").get<std::string>());
        QCOMPARE(info->config->takesRawPixels(), golden.json.at("rescaling_inside").get<bool>());
        return;
    }
    if (!info->configIsComplete) {
        expected.input = { 224, 224, expected.input.channels };
        expected.classifierActivation = Activation::Softmax;
        expected.pooling = Pooling::None;
    }
    QVERIFY(*info->config == expected);
}

void TestWeights::allFilesOfACaseHoldTheSame()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    for (const GoldenCase& golden : goldenCases()) {
        // Layer by layer, because a nested model's head has another name in every Keras.
        std::vector<std::vector<Tensor>> first;
        for (const auto& file : golden.weightsFiles()) {
            const Architecture architecture = describe(golden.config(file));
            const auto read = readWeights(file, architecture);
            QVERIFY(read);
            std::vector<std::vector<Tensor>> all;
            for (const LayerSpec& layer : architecture.layers)
                if (!layer.weights.empty())
                    all.push_back(read->of(layer.name));
            if (first.empty())
                first = all;
            QCOMPARE(all.size(), first.size());
            for (std::size_t layer = 0; layer < all.size(); ++layer)
                for (std::size_t i = 0; i < all[layer].size(); ++i)
                    QVERIFY2(all[layer][i].values == first[layer][i].values, file.c_str());
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

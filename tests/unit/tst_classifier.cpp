#include "classifier.h"
#include "model/top_k.h"
#include "support/made_pictures.h"
#include "support/random_weights.h"
#include "tensor/npy.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

using namespace netlens;

namespace {

constexpr int kDynamic = InputShape::kDynamic;

Config smallConfig()
{
    Config config;
    config.alpha = 0.35;
    config.input = { 64, 96, 3 };
    config.classes = 6;
    return config;
}

Config topless(InputShape input, Pooling pooling = Pooling::None)
{
    Config config = smallConfig();
    config.includeTop = false;
    config.input = input;
    config.pooling = pooling;
    return config;
}

LoadedModel model(const Config& config)
{
    LoadedModel model;
    model.architecture = describe(config);
    model.weights = randomWeights(model.architecture, 3);
    model.labels = std::make_shared<const Labels>(
        config.includeTop ? static_cast<std::size_t>(config.classes) : 0U);
    return model;
}

Classifier classifier(const Config& config)
{
    auto made = Classifier::create(model(config), 1);
    if (!made)
        qFatal("%s", made.error().detail.c_str());
    return *std::move(made);
}

DecodedPicture picture(int width, int height, int seed = 0)
{
    const Size size { width, height };
    return { .image = madePicture(size, seed), .fullSize = size };
}

double mean(std::span<const float> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

class TestClassifier : public QObject {
    Q_OBJECT
private slots:
    void theLineFromPictureToAnswer_data();
    void theLineFromPictureToAnswer();
    void aTensorGoesInAsItIs();
    void otherThreadsKeepTheAnswer();
    void theMapAddsUpToTheLogit();
    void anotherClassIsExplainedWithoutRunning();
    void withoutATopTheMapIsTheMeanFeature_data();
    void withoutATopTheMapIsTheMeanFeature();
    void aDynamicNetworkFollowsThePicture();
    void channels_data();
    void channels();
    void whatCannotBeAnswered_data();
    void whatCannotBeAnswered();
    void anUnknownClassSpoilsNothing();
    void aTopOfNoClassesGivesAClassFreeMap();
    void whatTheDecoderIsTold_data();
    void whatTheDecoderIsTold();
};

void TestClassifier::theLineFromPictureToAnswer_data()
{
    QTest::addColumn<Fit>("fit");
    QTest::newRow("stretched") << Fit::Stretch;
    QTest::newRow("cropped") << Fit::Crop;
    QTest::newRow("padded") << Fit::Pad;
}

void TestClassifier::theLineFromPictureToAnswer()
{
    QFETCH(Fit, fit);
    const Preprocessing how { .fit = fit };
    const DecodedPicture shown = picture(200, 150);
    Classifier line = classifier(smallConfig());
    const auto answer = line.recognise(shown, how);
    QVERIFY2(answer, answer ? "" : answer.error().detail.c_str());

    // The same by hand.
    auto network = Network::build(line.model().architecture, line.model().weights);
    QVERIFY(network);
    const FittedPicture fitted = fitPicture(shown.image, { 96, 64 }, how);
    toNetworkInput(fitted.image, 3, network->input());
    network->run();
    QVERIFY(std::ranges::equal(answer->output.values, network->output()));
    QVERIFY(std::ranges::equal(answer->logits, network->logits()));
    QCOMPARE(answer->output.shape, Shape { 6 });
    QVERIFY(
        std::abs(
            std::accumulate(answer->output.values.begin(), answer->output.values.end(), 0.0) - 1)
        <= 1e-5);

    // The answer is complete in itself.
    QVERIFY(answer->hasClasses());
    QCOMPARE(answer->labels, line.model().labels);
    QCOMPARE(answer->picture.image.pixels().data(), shown.image.pixels().data());
    QVERIFY(std::ranges::equal(answer->seen.image.pixels(), fitted.image.pixels()));
    QCOMPARE(answer->seen.source, fitted.source);
    QCOMPARE(answer->seen.target, fitted.target);
    QCOMPARE(answer->map.classIndex, topK(answer->logits, 1).front());
    QCOMPARE(answer->map.height, 2);
    QCOMPARE(answer->map.width, 3);
    QVERIFY(answer->timings.preprocessMs > 0);
    QVERIFY(answer->timings.inferMs > 0);
}

void TestClassifier::aTensorGoesInAsItIs()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("x.npy")).toStdString();
    const std::vector<float> values = randomValues(64 * 96 * 3, -1, 1, 5);
    QVERIFY(writeNpy(file, { 1, 64, 96, 3 }, values));
    const auto shown = decodePicture(file);
    QVERIFY2(shown, shown ? "" : shown.error().detail.c_str());
    QVERIFY(shown->image.size() == (Size { 96, 64 }));
    QCOMPARE(int { shown->image.pixels()[0] }, int(std::lround((values[0] + 1) * 127.5F)));

    Classifier line = classifier(smallConfig());
    // No fit rule touches it.
    const auto answer = line.recognise(*shown, { .fit = Fit::Crop });
    QVERIFY2(answer, answer ? "" : answer.error().detail.c_str());
    auto network = Network::build(line.model().architecture, line.model().weights);
    QVERIFY(network);
    std::ranges::copy(values, network->input().begin());
    network->run();
    QVERIFY(std::ranges::equal(answer->output.values, network->output()));

    Classifier other = classifier(topless({ 96, 96, 3 }));
    const auto refused = other.recognise(*shown, {});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TensorMismatch);

    QVERIFY(writeNpy(file, { 2, 64, 48, 3 }, values));
    const auto several = decodePicture(file);
    QVERIFY(!several);
    QCOMPARE(several.error().code, ErrorCode::TensorMismatch);
}

void TestClassifier::otherThreadsKeepTheAnswer()
{
    Classifier one = classifier(smallConfig());
    const auto never = [] { return false; };
    const auto before = one.recognise(picture(100, 80), {});
    QVERIFY(before);
    const auto map = one.explain(2);
    QVERIFY(one.useThreads(2));
    QCOMPARE(one.threads(), std::thread::hardware_concurrency() < 2 ? 1 : 2);
    const auto again = one.explain(2);
    QVERIFY2(map && again, "there is still something to explain");
    QCOMPARE(again->values.size(), map->values.size());
    for (std::size_t i = 0; i < map->values.size(); ++i)
        QVERIFY(std::abs(again->values[i] - map->values[i]) < 1e-4);
    Classifier dynamic = classifier(topless({ kDynamic, kDynamic, 3 }));
    QVERIFY2(!dynamic.chooseThreads(never), "there is no network yet");
    QVERIFY(dynamic.useThreads(2));
}

void TestClassifier::theMapAddsUpToTheLogit()
{
    Classifier line = classifier(smallConfig());
    const auto& bias = line.model().weights->of("predictions")[1].values;
    for (int seed = 0; seed < 3; ++seed) {
        const auto answer = line.recognise(picture(120, 90, seed), {});
        QVERIFY(answer);
        for (int c = 0; c < 6; ++c) {
            const auto map = line.explain(c);
            QVERIFY(map);
            QCOMPARE(map->classIndex, c);
            const auto index = static_cast<std::size_t>(c);
            QVERIFY(std::abs(map->mean() + bias[index] - answer->logits[index]) <= 1e-4F);
        }
    }
}

void TestClassifier::anotherClassIsExplainedWithoutRunning()
{
    Classifier line = classifier(smallConfig());
    QVERIFY(line.recognise(picture(120, 90), {}));
    const auto later = line.explain(4);
    QVERIFY(later);
    const auto atOnce = line.recognise(picture(120, 90), {}, 4);
    QVERIFY(atOnce);
    QCOMPARE(atOnce->map.classIndex, 4);
    QCOMPARE(later->values, atOnce->map.values);
    const auto other = line.recognise(picture(120, 90, 2), {}, 4);
    QVERIFY(other->map.values != atOnce->map.values);
}

void TestClassifier::withoutATopTheMapIsTheMeanFeature_data()
{
    QTest::addColumn<Pooling>("pooling");
    QTest::addColumn<Shape>("shape");
    QTest::newRow("no pooling") << Pooling::None << Shape { 2, 3, 1280 };
    QTest::newRow("mean") << Pooling::Avg << Shape { 1280 };
    QTest::newRow("maximum") << Pooling::Max << Shape { 1280 };
}

void TestClassifier::withoutATopTheMapIsTheMeanFeature()
{
    QFETCH(Pooling, pooling);
    QFETCH(Shape, shape);
    Classifier line = classifier(topless({ 64, 96, 3 }, pooling));
    const auto answer = line.recognise(picture(200, 150), {});
    QVERIFY(answer);
    QCOMPARE(answer->output.shape, shape);
    QCOMPARE(answer->output.values.size(), elementCount(shape));
    QVERIFY(!answer->hasClasses());
    QVERIFY(answer->labels->empty());
    QCOMPARE(answer->map.classIndex, -1);
    QCOMPARE(answer->map.values.size(), 6U);
    if (pooling != Pooling::Max) // the mean over cells and channels, in either order
        QVERIFY(std::abs(double { answer->map.mean() } - mean(answer->output.values)) <= 1e-5);
    const auto explained = line.explain(0);
    QVERIFY(!explained);
    QCOMPARE(explained.error().code, ErrorCode::NotAvailable);
}

void TestClassifier::aDynamicNetworkFollowsThePicture()
{
    Classifier line = classifier(topless({ kDynamic, kDynamic, 3 }));
    const auto large = line.recognise(picture(131, 97), {});
    QVERIFY2(large, large ? "" : large.error().detail.c_str());
    QCOMPARE(large->output.shape, (Shape { 3, 4, 1280 }));
    QCOMPARE(large->map.height, 3);
    QCOMPARE(large->map.width, 4);
    QCOMPARE(large->seen.image.size(), (Size { 131, 97 }));
    const auto small = line.recognise(picture(31, 40), {}); // the smallest of which a cell is left
    QVERIFY(small);
    QCOMPARE(small->output.shape, (Shape { 1, 1, 1280 }));
    const auto again = line.recognise(picture(131, 97), {});
    QCOMPARE(again->output.values, large->output.values);

    Classifier ofFixedWidth = classifier(topless({ kDynamic, 64, 3 }));
    const auto squeezed = ofFixedWidth.recognise(picture(131, 97), {});
    QVERIFY2(squeezed, squeezed ? "" : squeezed.error().detail.c_str());
    QCOMPARE(squeezed->seen.image.size(), (Size { 64, 97 }));
}

void TestClassifier::channels_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<bool>("possible");
    QTest::newRow("grey") << 1 << true;
    QTest::newRow("two of anything") << 2 << false;
    QTest::newRow("colour") << 3 << true;
    QTest::newRow("colour and alpha") << 4 << true;
    QTest::newRow("five of anything") << 5 << false;
}

void TestClassifier::channels()
{
    QFETCH(int, channels);
    QFETCH(bool, possible);
    Config config = smallConfig();
    config.input.channels = channels;
    const auto answer = classifier(config).recognise(picture(100, 100), {});
    QCOMPARE(answer.has_value(), possible);
    if (!possible)
        QCOMPARE(answer.error().code, ErrorCode::NotAvailable);
}

void TestClassifier::whatCannotBeAnswered_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<Size>("size");
    QTest::addColumn<int>("explained");
    QTest::addColumn<ErrorCode>("code");
    const Size usual { 100, 80 };
    const Config dynamic = topless({ kDynamic, kDynamic, 3 });
    QTest::newRow("a class above the last")
        << smallConfig() << usual << 6 << ErrorCode::UnknownClass;
    QTest::newRow("a class below the first")
        << smallConfig() << usual << -1 << ErrorCode::UnknownClass;
    QTest::newRow("a class of a network without any")
        << topless({ 64, 64, 3 }) << usual << 0 << ErrorCode::NotAvailable;
    QTest::newRow("a picture too low for a dynamic network")
        << dynamic << Size { 100, 30 } << 1000 << ErrorCode::TensorMismatch;
    QTest::newRow("a picture too narrow for a dynamic network")
        << dynamic << Size { 30, 100 } << 1000 << ErrorCode::TensorMismatch;
}

void TestClassifier::whatCannotBeAnswered()
{
    QFETCH(Config, config);
    QFETCH(Size, size);
    QFETCH(int, explained);
    QFETCH(ErrorCode, code);
    const std::optional<int> asked
        = explained == 1000 ? std::nullopt : std::optional<int>(explained);
    const auto answer = classifier(config).recognise(picture(size.width, size.height), {}, asked);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, code);
}

void TestClassifier::anUnknownClassSpoilsNothing()
{
    Classifier line = classifier(smallConfig());
    const auto nothingYet = line.explain(0);
    QVERIFY(!nothingYet);
    QCOMPARE(nothingYet.error().code, ErrorCode::NotAvailable);

    const auto answer = line.recognise(picture(120, 90), {}, 2);
    QVERIFY(answer);
    QCOMPARE(line.explain(6).error().code, ErrorCode::UnknownClass);
    QCOMPARE(line.explain(-1).error().code, ErrorCode::UnknownClass);
    QVERIFY(!line.recognise(picture(120, 90, 4), {}, 99));
    // The refused picture was not run: the one before can still be explained.
    QCOMPARE(line.explain(2)->values, answer->map.values);
}

void TestClassifier::aTopOfNoClassesGivesAClassFreeMap()
{
    Config config = smallConfig();
    config.classes = 0;
    const auto answer = classifier(config).recognise(picture(120, 90), {});
    QVERIFY(answer);
    QVERIFY(!answer->hasClasses());
    QVERIFY(answer->output.values.empty());
    QCOMPARE(answer->map.classIndex, -1);
}

void TestClassifier::whatTheDecoderIsTold_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<Fit>("fit");
    QTest::addColumn<Size>("target");
    QTest::addColumn<double>("fraction");
    QTest::newRow("stretched: all of the picture")
        << smallConfig() << Fit::Stretch << Size { 96, 64 } << 1.0;
    QTest::newRow("cropped: seven eighths of it")
        << smallConfig() << Fit::Crop << Size { 96, 64 } << 0.875;
    QTest::newRow("a dynamic network wants every pixel")
        << topless({ kDynamic, kDynamic, 3 }) << Fit::Crop << Size {} << 1.0;
}

void TestClassifier::whatTheDecoderIsTold()
{
    QFETCH(Config, config);
    QFETCH(Fit, fit);
    QFETCH(Size, target);
    QFETCH(double, fraction);
    const Classifier line = classifier(config);
    for (const bool ignoreExif : { false, true }) {
        const DecodeOptions options
            = line.model().decodeOptions({ .fit = fit, .ignoreExif = ignoreExif });
        QCOMPARE(options.target, target);
        QCOMPARE(options.usedFraction, fraction);
        QCOMPARE(options.ignoreExif, ignoreExif);
    }
}

QTEST_APPLESS_MAIN(TestClassifier)
#include "tst_classifier.moc"

#include "evaluation.h"
#include "image/decoder.h"
#include "image/encoder.h"
#include "model/top_k.h"
#include "support/picture_files.h"
#include "weights/weights_file.h"

#include <QTest>

#include <algorithm>

using namespace netlens;
using namespace netlens::drawings;

namespace {

constexpr std::uint64_t kUnseen = 4000; ///< a series used nowhere else

const std::filesystem::path kFolder = NETLENS_SOURCE_DIR "/resources/demo";
const std::filesystem::path kWeights = kFolder / "mobilenet_v2_0.35_96_symbols.h5";

Classifier demoModel()
{
    auto classifier = openDemoModel(kWeights);
    if (!classifier)
        qFatal("%s", classifier.error().detail.c_str());
    return *std::move(classifier);
}

Score scoreOf(int drawings)
{
    Classifier classifier = demoModel();
    const auto score = evaluate(classifier, kUnseen, drawings, Conditions::Any);
    if (!score)
        qFatal("%s", score.error().detail.c_str());
    return *score;
}

/// The floor is missed: says what was measured.
void atLeast(const Tally& tally, double floor)
{
    QVERIFY2(tally.share() >= floor,
        qPrintable(QStringLiteral("%1 of %2").arg(tally.right).arg(tally.total)));
}

Bytes encoded(const Image& picture, const char* suffix)
{
    const Raster raster { picture.width(), picture.height(), Image::kChannels,
        { picture.pixels().begin(), picture.pixels().end() } };
    return encodePicture(suffix, raster);
}

int answerTo(Classifier& classifier, const Bytes& file)
{
    const auto picture = decodePicture(file, "drawing", classifier.model().decodeOptions({}));
    if (!picture)
        qFatal("%s", picture.error().detail.c_str());
    const auto answer = classifier.recognise(*picture, {});
    if (!answer)
        qFatal("%s", answer.error().detail.c_str());
    return topK(answer->logits, 1).front();
}

} // namespace

class TestDemoModel : public QObject {
    Q_OBJECT
private slots:
    void theFileSaysWhatItIs();
    void itsLabelsAreTheClassesDrawn();
    void itKnowsFreshDrawings();
    void itKnowsWhatIsNoSymbol();
    void itsEvidenceLiesWhereTheSymbolIs();
    void sizeAndFormatDoNotChangeTheAnswer_data();
    void sizeAndFormatDoNotChangeTheAnswer();
    void theSamplesAreWhatTheirNamesSay();
};

void TestDemoModel::theFileSaysWhatItIs()
{
    const auto info = inspectWeights(kWeights);
    QVERIFY(info.has_value());
    QCOMPARE(info->layout, WeightsLayout::LegacyWeights);
    QCOMPARE(info->kerasVersion, std::string("2.4.0"));
    QCOMPARE(info->dataType, std::string("float32"));
    QCOMPARE(info->layerCount, std::size_t { 155 + 1 });
    QCOMPARE(info->weightedLayerCount, std::size_t { 105 });
    QVERIFY(info->config.has_value());
    QCOMPARE(info->config->alpha, 0.35);
    QCOMPARE(info->config->classes, std::int64_t { kClasses });
}

void TestDemoModel::itsLabelsAreTheClassesDrawn()
{
    const auto labels = chooseLabels(kClasses, {}, kWeights);
    QVERIFY(labels.has_value());
    for (std::size_t i = 0; i < kClasses; ++i)
        QCOMPARE(labels->at(i).name, std::string(kClassNames[i]));
}

void TestDemoModel::itKnowsFreshDrawings()
{
    const Score score = scoreOf(1000);
    atLeast(score.all, 0.96); // measured: 0.973
    atLeast(score.hard, 0.90); // 0.920 of 251
    atLeast(score.confident, 0.98); // 0.990 of 880
}

void TestDemoModel::itKnowsWhatIsNoSymbol()
{
    Classifier classifier = demoModel();
    const auto recall = recallOfNothing(classifier, kUnseen, 1000);
    QVERIFY(recall.has_value());
    atLeast(*recall, 0.95); // measured: 0.966
}

void TestDemoModel::itsEvidenceLiesWhereTheSymbolIs()
{
    const Score score = scoreOf(300);
    atLeast(score.pointing.cell, 0.97); // measured: 288 of 288; by chance 0.63
    atLeast(score.pointing.densest, 0.95); // measured: 0.979; by chance 0.28
    atLeast(score.smallPointing.densest, 0.85); // measured: 0.936 of 78
    atLeast(score.pointing.peak, 0.69); // measured: 0.750; by chance 0.28
}

void TestDemoModel::sizeAndFormatDoNotChangeTheAnswer_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("drawings");
    QTest::newRow("96 pixels") << 96 << 4 * kClasses;
    QTest::newRow("300 pixels") << 300 << kClasses;
    QTest::newRow("3000 pixels") << 3000 << 2;
}

void TestDemoModel::sizeAndFormatDoNotChangeTheAnswer()
{
    QFETCH(int, side);
    QFETCH(int, drawings);
    Classifier classifier = demoModel();
    Tally same;
    for (int i = 0; i < drawings; ++i) {
        const int symbolClass = (i * 7 + 3) % kClasses;
        const auto seed = static_cast<std::uint64_t>(i);
        const Image picture = draw(seed, symbolClass, side, Conditions::Clear).picture;
        for (const char* suffix : { ".png", ".jpg", ".webp" })
            same.add(answerTo(classifier, encoded(picture, suffix)) == symbolClass);
    }
    atLeast(same, 0.98); // measured: 300 of 300, 75 of 75, 6 of 6
}

void TestDemoModel::theSamplesAreWhatTheirNamesSay()
{
    Classifier classifier = demoModel();
    const Labels& labels = *classifier.model().labels;
    int samples = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder / "samples")) {
        const auto picture = decodePicture(entry.path(), classifier.model().decodeOptions({}));
        QVERIFY(picture.has_value());
        const auto answer = classifier.recognise(*picture, {});
        QVERIFY(answer.has_value());
        std::string name = labels.at(static_cast<std::size_t>(topK(answer->logits, 1)[0])).name;
        std::ranges::replace(name, ' ', '_');
        QCOMPARE(name, entry.path().stem().string());
        ++samples;
    }
    QCOMPARE(samples, 6);
}

QTEST_APPLESS_MAIN(TestDemoModel)
#include "tst_demo_model.moc"

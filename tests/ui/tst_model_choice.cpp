#include "ui/model_choice.h"

#include "support/fake_service.h"
#include "weights/demo.h"
#include "weights/registry.h"

#include <QTest>

#include <random>

using namespace netlens;

class TestModelChoice : public QObject {
    Q_OBJECT
private slots:
    void startsWithKerasDefaults();
    void imageNetOffersThePublishedCells();
    void randomOffersEveryCell();
    void everyReachableStateIsLegal_data();
    void everyReachableStateIsLegal();
    void lockedFieldsIgnoreChanges();
    void returningToImageNetSettles();
    void withoutTopImageNetTakesAnySize();
    void legacyFilesDecideTheirWeights();
    void fullModelsDecideEverything();
    void theDemonstrationModelDecidesEverything();
    void theDemonstrationModelIsADetour();
    void onlyIntegersAreCalibrated();
};

namespace {

int offeredCells(const ModelChoice& choice)
{
    int count = 0;
    for (const double alpha : publishedAlphas()) {
        for (const int side : publishedSides())
            count += choice.offersCell(alpha, side) ? 1 : 0;
    }
    return count;
}

/// One random push of one of the dock's controls.
void press(ModelChoice& choice, std::mt19937& random)
{
    const auto below = [&random](int count) {
        return static_cast<int>(random() % static_cast<unsigned>(count));
    };
    switch (below(12)) {
    case 0:
        choice.useImageNet();
        break;
    case 1:
        choice.useRandom();
        break;
    case 2:
        choice.setCell(publishedAlphas()[static_cast<std::size_t>(below(6))],
            publishedSides()[static_cast<std::size_t>(below(5))]);
        break;
    case 3:
        choice.setAlpha(0.05 * below(60));
        break;
    case 4:
        choice.setSize(32 * below(10), 32 * below(10));
        break;
    case 5:
        choice.setDynamicSize(below(2) == 0);
        break;
    case 6:
        choice.setChannels(std::array { 1, 3, 4 }[static_cast<std::size_t>(below(3))]);
        break;
    case 7:
        choice.setIncludeTop(below(2) == 0);
        break;
    case 8:
        choice.setPooling(static_cast<Pooling>(below(3)));
        break;
    case 9:
        choice.setClasses(below(2000));
        break;
    case 11:
        choice.useDemo();
        break;
    case 10:
        choice.setActivation(static_cast<Activation>(below(15)));
        break;
    }
}

} // namespace

void TestModelChoice::startsWithKerasDefaults()
{
    const ModelChoice choice;
    QVERIFY(choice.config() == Config {});
    QVERIFY(choice.weights().kind == WeightsChoice::Kind::ImageNet);
}

void TestModelChoice::imageNetOffersThePublishedCells()
{
    const ModelChoice choice;
    QCOMPARE(offeredCells(choice), 22);
    QVERIFY(!choice.offersCell(1.4, 192));
    QVERIFY(choice.offersCell(1.4, 224));
}

void TestModelChoice::randomOffersEveryCell()
{
    ModelChoice choice;
    choice.useRandom();
    QCOMPARE(offeredCells(choice), 30);
}

void TestModelChoice::everyReachableStateIsLegal_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("random walk %u", seed) << seed;
}

void TestModelChoice::everyReachableStateIsLegal()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    ModelChoice choice;
    for (int step = 0; step < 500; ++step) {
        press(choice, random);
        const auto validation = validate(choice.config(), choice.weights());
        QVERIFY2(validation, validation ? "" : validation.error().detail.c_str());
        if (choice.weights().kind == WeightsChoice::Kind::ImageNet)
            QVERIFY2(findOfficial(choice.config().alpha, validation->rows) != nullptr,
                validation->officialFile->c_str());
    }
}

void TestModelChoice::lockedFieldsIgnoreChanges()
{
    ModelChoice choice;
    const ModelChoice before = choice;
    choice.setAlpha(0.9);
    choice.setSize(100, 120);
    choice.setDynamicSize(true);
    choice.setChannels(1);
    choice.setPooling(Pooling::Avg);
    choice.setClasses(7);
    choice.setSeed(5);
    choice.setActivation(Activation::Tanh);
    choice.setCell(1.3, 96);
    QVERIFY(choice == before);
    QVERIFY(choice.lock(ModelField::Alpha) == Lock::PublishedCells);
    QVERIFY(choice.lock(ModelField::Pooling) == Lock::NeedsNoTop);
    QVERIFY(choice.lock(ModelField::Classes) == Lock::PublishedClasses);
    QVERIFY(choice.lock(ModelField::Channels) == Lock::PublishedColours);
    QVERIFY(choice.lock(ModelField::Seed) == Lock::NotRandom);
    QVERIFY(choice.lock(ModelField::Activation) == Lock::Free);
}

void TestModelChoice::returningToImageNetSettles()
{
    ModelChoice choice;
    choice.useRandom();
    choice.setAlpha(1.28);
    choice.setSize(150, 170);
    choice.setChannels(1);
    choice.setClasses(7);
    choice.setActivation(Activation::Sigmoid);
    choice.useImageNet();
    QCOMPARE(choice.config().alpha, 1.3);
    QVERIFY(choice.config().input == (InputShape { 224, 224, 3 }));
    QCOMPARE(choice.config().classes, 1000);
    QVERIFY(choice.config().classifierActivation == Activation::Softmax);
}

void TestModelChoice::withoutTopImageNetTakesAnySize()
{
    ModelChoice choice;
    choice.setIncludeTop(false);
    choice.setSize(100, 333);
    QVERIFY(choice.config().input == (InputShape { 100, 333, 3 }));
    choice.setDynamicSize(true);
    QVERIFY(!choice.config().input.isStatic());
    QVERIFY(choice.lock(ModelField::Pooling) == Lock::Free);
    QVERIFY(choice.lock(ModelField::Classes) == Lock::NeedsTop);
    choice.setIncludeTop(true);
    QVERIFY2(choice.config().input.isStatic(), "a top needs a size");
}

void TestModelChoice::legacyFilesDecideTheirWeights()
{
    Config made;
    made.alpha = 0.35;
    made.classes = 5;
    const WeightsFileInfo file = makeWeightsFile(made);
    ModelChoice choice;
    choice.useFile(file);
    QCOMPARE(choice.config().alpha, 1.0);
    choice.adopt(file);
    QCOMPARE(choice.config().alpha, 0.35);
    QCOMPARE(choice.config().classes, 5);
    for (const auto field :
        { ModelField::Alpha, ModelField::Classes, ModelField::Channels, ModelField::IncludeTop })
        QVERIFY(choice.lock(field) == Lock::FileDecides);
    choice.setSize(160, 160);
    QCOMPARE(choice.config().input.height, 160);
    QCOMPARE(offeredCells(choice), 5);
    QVERIFY(choice.request().weights.kind == WeightsChoice::Kind::File);
    QCOMPARE(choice.request().weights.path, file.path.string());
}

void TestModelChoice::fullModelsDecideEverything()
{
    Config made;
    made.alpha = 0.5;
    made.input = { 96, 96, 3 };
    made.classes = 3;
    made.classifierActivation = Activation::Sigmoid;
    WeightsFileInfo file = makeWeightsFile(made);
    file.configIsComplete = true;
    ModelChoice choice;
    choice.useFile(file);
    QVERIFY(choice.config() == made);
    choice.setSize(224, 224);
    choice.setActivation(Activation::Softmax);
    choice.setCell(1.0, 224);
    QVERIFY(choice.config() == made);
}

void TestModelChoice::theDemonstrationModelDecidesEverything()
{
    ModelChoice choice;
    choice.useDemo();
    QVERIFY(choice.config() == demoConfig());
    QCOMPARE(offeredCells(choice), 1);
    QVERIFY(choice.offersCell(0.35, 96));
    ModelChoice changed = choice;
    changed.setAlpha(1.0);
    changed.setSize(224, 224);
    changed.setClasses(3);
    changed.setIncludeTop(false);
    changed.setActivation(Activation::Linear);
    changed.setCell(1.0, 224);
    QVERIFY(changed == choice);
}

void TestModelChoice::theDemonstrationModelIsADetour()
{
    ModelChoice choice;
    choice.useRandom();
    choice.setCell(0.5, 96);
    choice.setClasses(7);
    const Config before = choice.config();
    ModelChoice demo = choice;
    demo.useDemo();
    demo.useDemo();
    ModelChoice next = demo;
    next.useRandom();
    QVERIFY(next.config() == before);
    next = demo;
    next.useImageNet();
    QCOMPARE(next.config().alpha, 0.5);
    QCOMPARE(next.config().classes, std::int64_t { 1000 });
    next = demo;
    next.useFile(makeWeightsFile({}));
    QVERIFY2(next.config() == before, "weights without a configuration leave it as it was");
}

void TestModelChoice::onlyIntegersAreCalibrated()
{
    ModelChoice choice;
    choice.setCalibrationFolder("/photos");
    QVERIFY(choice != ModelChoice());
    QVERIFY(choice.request() == ModelChoice().request());
    choice.setPrecision(Precision::Int8);
    QCOMPARE(choice.request().calibrationFolder, std::string("/photos"));
    QCOMPARE(choice.standInRequest().calibrationFolder, std::string("/photos"));
    QCOMPARE(choice.untrainedRequest().calibrationFolder, std::string("/photos"));
    choice.useRandom();
    QCOMPARE(choice.request().calibrationFolder, std::string("/photos"));
    choice.setPrecision(Precision::BFloat16);
    QVERIFY(choice.request().calibrationFolder.empty());
}

QTEST_APPLESS_MAIN(TestModelChoice)
#include "tst_model_choice.moc"

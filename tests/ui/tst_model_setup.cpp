#include "ui/model_setup.h"

#include "support/fake_service.h"
#include "weights/demo.h"

#include <QSignalSpy>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestModelSetup : public QObject {
    Q_OBJECT
private slots:
    void quickChangesAreSentOnce();
    void preprocessingIsSentAtOnce();
    void changesAreUndoable();
    void spinStepsMerge();
    void theDemonstrationModelStandsInForImageNet();
    void aRefusedFileLeavesTheStandInAsItWas();
    void withoutATopRandomWeightsStandIn();
    void withoutTheDemonstrationModelRandomWeightsStandIn();
    void theDemonstrationModelCanBeChosen();
    void damagedImageNetFallsBackAndIsReported();
    void retryAsksForImageNetAgain();
    void refusedModelReturnsToTheWorkingOne();
    void aFolderThatDoesNotServeReturnsToTheWorkingOne_data();
    void aFolderThatDoesNotServeReturnsToTheWorkingOne();
    void staleFailuresChangeNothing();
    void returningBeforeTheBuildSendsNothing();
};

namespace {

constexpr int kLong = 2000;

ModelChoice randomChoice(double alpha)
{
    ModelChoice choice;
    choice.useRandom();
    choice.setAlpha(alpha);
    return choice;
}

/// What the service says to its last order when the ImageNet file is not there.
Failure missing(const FakeService& service)
{
    Failure failure;
    failure.of = Failure::Of::Model;
    failure.error = makeError(ErrorCode::WeightsNotHere, "some.h5");
    failure.request = service.models.back();
    return failure;
}

ModelChoice cell(double alpha, int side)
{
    ModelChoice choice;
    choice.setCell(alpha, side);
    return choice;
}

} // namespace

void TestModelSetup::quickChangesAreSentOnce()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    QCOMPARE(service.models.size(), 1U);
    setup.change(u"a"_s, cell(0.35, 96));
    setup.change(u"b"_s, cell(0.5, 96));
    setup.change(u"c"_s, cell(0.75, 96));
    QCOMPARE(service.models.size(), 1U);
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 2U, kLong);
    QCOMPARE(service.models.back().config.alpha, 0.75);
}

void TestModelSetup::preprocessingIsSentAtOnce()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    Preprocessing crop;
    crop.fit = Fit::Crop;
    setup.changePreprocessing(u"fit"_s, crop);
    QVERIFY(service.preprocessings.back() == crop);
    setup.undoStack().undo();
    QVERIFY(service.preprocessings.back() == Preprocessing {});
    QCOMPARE(service.models.size(), 1U);
}

void TestModelSetup::changesAreUndoable()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    setup.change(u"cell"_s, cell(0.35, 96));
    QCOMPARE(setup.undoStack().undoText(), u"cell"_s);
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 2U, kLong);
    setup.undoStack().undo();
    QCOMPARE(setup.choice().config().alpha, 1.0);
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 3U, kLong);
    QCOMPARE(service.models.back().config.alpha, 1.0);
}

void TestModelSetup::spinStepsMerge()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    setup.change(u"random"_s, randomChoice(1.0));
    setup.change(u"alpha"_s, randomChoice(1.05), 1);
    setup.change(u"alpha"_s, randomChoice(1.10), 1);
    QCOMPARE(setup.undoStack().count(), 2);
    setup.undoStack().undo();
    QCOMPARE(setup.choice().config().alpha, 1.0);
}

void TestModelSetup::theDemonstrationModelStandsInForImageNet()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    QVERIFY(setup.absorb(missing(service)));
    QCOMPARE(service.models.size(), 2U);
    QVERIFY(service.models.back().weights.kind == WeightsChoice::Kind::Demo);
    QVERIFY(service.models.back().config == demoConfig());
    QVERIFY(setup.weights() == ModelSetup::Weights::Building);
    QVERIFY(!setup.isDemo());
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    QVERIFY(setup.weights() == ModelSetup::Weights::NotHere);
    QVERIFY(setup.officialFile().endsWith(u"_1.0_224.h5"_s));
    QVERIFY2(
        setup.choice().weights().kind == WeightsChoice::Kind::ImageNet, "the wish stays as it was");
    QVERIFY(setup.isDemo());

    setup.retry();
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    QVERIFY(setup.weights() == ModelSetup::Weights::Ready);
    QVERIFY(!setup.isDemo());
}

void TestModelSetup::aRefusedFileLeavesTheStandInAsItWas()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    QVERIFY(setup.absorb(missing(service)));
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    ModelChoice file = setup.choice();
    file.useFile(makeWeightsFile({}));
    setup.change(u"file"_s, file);
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 3U, kLong);
    Failure refused = missing(service);
    refused.error = makeError(ErrorCode::WeightsMismatch, "mine.h5");
    QVERIFY(!setup.absorb(refused));
    QVERIFY(setup.weights() == ModelSetup::Weights::NotHere);
    QVERIFY(setup.isDemo());

    setup.retry();
    QVERIFY2(setup.weights() == ModelSetup::Weights::NotHere, "until the answer is here");
}

void TestModelSetup::withoutATopRandomWeightsStandIn()
{
    FakeService service;
    ModelSetup setup(service);
    ModelChoice features;
    features.setIncludeTop(false);
    setup.change(u"features"_s, features);
    setup.start();
    QVERIFY(setup.absorb(missing(service)));
    QVERIFY(service.models.back().weights.kind == WeightsChoice::Kind::Random);
    QVERIFY(service.models.back().config == setup.choice().config());
}

void TestModelSetup::withoutTheDemonstrationModelRandomWeightsStandIn()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    QVERIFY(setup.absorb(missing(service)));
    Failure failure = missing(service);
    failure.error = makeError(ErrorCode::FileNotFound, "demo.h5");
    QVERIFY2(!setup.absorb(failure), "a program without its model should say so");
    QCOMPARE(service.models.size(), 3U);
    QVERIFY(service.models.back().weights.kind == WeightsChoice::Kind::Random);
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    QVERIFY(setup.weights() == ModelSetup::Weights::NotHere);
}

void TestModelSetup::theDemonstrationModelCanBeChosen()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    ModelChoice demo;
    demo.useDemo();
    setup.change(u"demo"_s, demo);
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 2U, kLong);
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    QVERIFY(setup.weights() == ModelSetup::Weights::Ready);
    QVERIFY(setup.isDemo());
    QVERIFY(setup.officialFile().isEmpty());
}

void TestModelSetup::damagedImageNetFallsBackAndIsReported()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    Failure failure;
    failure.of = Failure::Of::Model;
    failure.error = makeError(ErrorCode::WeightsDamaged, "official.h5");
    failure.request = service.models.back();
    QVERIFY(!setup.absorb(failure));
    QVERIFY(service.models.back().weights.kind == WeightsChoice::Kind::Demo);
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    QVERIFY(setup.weights() == ModelSetup::Weights::Unusable);
}

void TestModelSetup::retryAsksForImageNetAgain()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    setup.retry();
    QCOMPARE(service.models.size(), 2U);
    QVERIFY(service.models.back().weights.kind == WeightsChoice::Kind::ImageNet);
}

void TestModelSetup::refusedModelReturnsToTheWorkingOne()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    Config other;
    other.alpha = 1.4;
    ModelChoice file;
    file.useFile(makeWeightsFile(other));
    setup.change(u"file"_s, file);
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 2U, kLong);
    Failure failure;
    failure.of = Failure::Of::Model;
    failure.error = makeError(ErrorCode::WeightsMismatch, "mine.h5");
    failure.request = service.models.back();
    QVERIFY(!setup.absorb(failure));
    QVERIFY(setup.choice().weights().kind == WeightsChoice::Kind::ImageNet);
    QVERIFY(setup.weights() == ModelSetup::Weights::Ready);
}

void TestModelSetup::aFolderThatDoesNotServeReturnsToTheWorkingOne_data()
{
    QTest::addColumn<bool>("isHere");
    QTest::newRow("beside ImageNet's weights") << true;
    QTest::newRow("where the demonstration model stands in") << false;
}

// It says nothing about the weights: they are neither missing nor unusable.
void TestModelSetup::aFolderThatDoesNotServeReturnsToTheWorkingOne()
{
    QFETCH(bool, isHere);
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    if (!isHere)
        QVERIFY(setup.absorb(missing(service)));
    service.finishModel();
    setup.modelArrived(*service.takeModel());
    const ModelSetup::Weights before = setup.weights();
    ModelChoice next = setup.choice();
    next.setPrecision(Precision::Int8);
    next.setCalibrationFolder("/gone");
    setup.change(u"calibration"_s, next);
    const std::size_t asked = service.models.size();
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), asked + 1, kLong);
    if (!isHere)
        QVERIFY(setup.absorb(missing(service)));
    QCOMPARE(service.models.back().calibrationFolder, std::string("/gone"));
    Failure failure = missing(service);
    failure.error = makeError(ErrorCode::CalibrationUnusable, "/gone");
    QVERIFY2(!setup.absorb(failure), "it is said");
    QVERIFY(setup.choice().precision() == Precision::Float32);
    QVERIFY(setup.choice().calibrationFolder().empty());
    QVERIFY(setup.weights() == before);
    QCOMPARE(service.models.size(), asked + (isHere ? 1U : 2U));
}

void TestModelSetup::staleFailuresChangeNothing()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    const ModelRequest first = service.models.back();
    setup.change(u"random"_s, randomChoice(0.4));
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 2U, kLong);
    Failure failure;
    failure.of = Failure::Of::Model;
    failure.error = makeError(ErrorCode::WeightsNotHere, "some.h5");
    failure.request = first;
    QVERIFY(setup.absorb(failure));
    QCOMPARE(service.models.size(), 2U);
    QCOMPARE(setup.choice().config().alpha, 0.4);
}

void TestModelSetup::returningBeforeTheBuildSendsNothing()
{
    FakeService service;
    ModelSetup setup(service);
    setup.start();
    QSignalSpy changed(&setup, &ModelSetup::changed);
    setup.change(u"cell"_s, cell(0.35, 96));
    setup.undoStack().undo();
    QCOMPARE(changed.count(), 2);
    // The pause ends with a change that is sent, so nothing was sent before it.
    setup.change(u"cell"_s, cell(0.5, 96));
    QTRY_COMPARE_WITH_TIMEOUT(service.models.size(), 2U, kLong);
    QCOMPARE(service.models.back().config.alpha, 0.5);
}

QTEST_GUILESS_MAIN(TestModelSetup)
#include "tst_model_setup.moc"

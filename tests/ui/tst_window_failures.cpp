#include "support/window_test.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestWindowFailures : public WindowTest {
    Q_OBJECT
private slots:
    void failuresGiveAdvice_data();
    void failuresGiveAdvice();
    void nextPictureClearsItsFailure();
    void weightsLeavePictureFailuresAlone();
    void missingWeightsShowTheBanner();
    void missingWeightsWithoutATopShowNoise();
    void aTrainedModelGoesOnWhereAnotherIsMissing();
    void theDemonstrationModelCanBeLeft();
    void samplesAreOfferedWithTheModelThatKnowsThem();
    void mismatchingFileOffersToSwitch();
    void weightsThatAreNotNumbersCanBeUsedAnyway();
};

void TestWindowFailures::failuresGiveAdvice_data()
{
    QTest::addColumn<int>("of");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("button");
    const auto row = [](const char* name, auto of, ErrorCode code, const QString& button) {
        QTest::newRow(name) << static_cast<int>(of) << static_cast<int>(code) << button;
    };
    row("a damaged picture offers another", Failure::Of::Picture, ErrorCode::PictureDamaged,
        u"openAnotherButton"_s);
    row("a file that is no weights file offers another", Failure::Of::Inspection,
        ErrorCode::NotWeights, u"chooseAnotherButton"_s);
    row("a model that needs too much memory", Failure::Of::Model, ErrorCode::OutOfMemory,
        u"chooseAnotherButton"_s);
    row("a class that is not there", Failure::Of::Explanation, ErrorCode::UnknownClass, {});
}

void TestWindowFailures::failuresGiveAdvice()
{
    QFETCH(int, of);
    QFETCH(int, code);
    QFETCH(QString, button);
    Failure failure;
    failure.of = static_cast<Failure::Of>(of);
    failure.error = makeError(static_cast<ErrorCode>(code), "/x/thing.bin", "numbers");
    m_service->fail(failure);
    QVERIFY(message().contains(u"thing.bin"_s));
    QVERIFY2(message().count(u'.') >= 3, "what is wrong, and what to do");
    find<QAbstractButton>("message", "messageMore")->click();
    QCOMPARE(find<QLabel>("message", "messageDetail")->text(), u"numbers"_s);
    if (!button.isEmpty())
        QVERIFY(find<QPushButton>(button.toLatin1().constData())->isVisible());
}

void TestWindowFailures::nextPictureClearsItsFailure()
{
    Failure failure;
    failure.error = makeError(ErrorCode::PictureDamaged, "a.jpg");
    m_service->fail(failure);
    QVERIFY(!message().isEmpty());
    answer();
    QVERIFY(message().isEmpty());
}

void TestWindowFailures::weightsLeavePictureFailuresAlone()
{
    Failure failure;
    failure.error = makeError(ErrorCode::PictureDamaged, "a.jpg");
    m_service->fail(failure);
    m_service->finishInspection(makeWeightsFile({}));
    QVERIFY(!message().isEmpty());
}

void TestWindowFailures::missingWeightsShowTheBanner()
{
    m_service->failModel(makeError(ErrorCode::WeightsNotHere, "official.h5"));
    QCOMPARE(m_service->models.size(), 2U);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::Demo);
    m_service->finishModel();
    QCOMPARE(banner(), u"Demonstration model: 24 drawn symbols, no photographs."_s);
    QVERIFY2(message().isEmpty(), "the banner says it all");
    QVERIFY(find<QPushButton>("downloadWeightsButton")->isVisible());
    QVERIFY(find<QPushButton>("chooseWeightsFileEmptyButton")->isVisible());

    action("retryWeights")->trigger();
    QCOMPARE(m_service->models.size(), 3U);
    m_service->finishModel();
    QVERIFY(banner().isEmpty());
}

void TestWindowFailures::missingWeightsWithoutATopShowNoise()
{
    m_service->finishModel();
    find<QCheckBox>("includeTop")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    m_service->failModel(makeError(ErrorCode::WeightsNotHere, "official.h5"));
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::Random);
    m_service->finishModel();
    QVERIFY(banner().startsWith(u"Random, untrained weights: predictions are noise."_s));
    QVERIFY(banner().contains(u"is not on this computer"_s));
}

void TestWindowFailures::aTrainedModelGoesOnWhereAnotherIsMissing()
{
    m_service->finishModel();
    answer();
    auto* grid = find<QTableView>("configurationGrid");
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {},
        grid->visualRect(grid->model()->index(0, 0)).center());
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    m_service->failModel(makeError(ErrorCode::WeightsNotHere, "official.h5"));
    QVERIFY2(m_service->models.size() == 2U, "nothing stands in");
    QVERIFY2(
        banner().startsWith(u"1.0 / 224 · ImageNet goes on answering."_s), qPrintable(banner()));
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("downloadWeightsButton")->isVisible(), 2000);
    QVERIFY(find<QLabel>("weightsState")->text().endsWith(u"goes on answering."_s));
}

void TestWindowFailures::theDemonstrationModelCanBeLeft()
{
    m_service->finishModel();
    action("useDemo")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    m_service->finishModel();
    QCOMPARE(banner(), u"Demonstration model: 24 drawn symbols, no photographs."_s);
    find<QPushButton>("useImageNetButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::ImageNet);
    QCOMPARE(m_service->models.back().config.input.height, 224);
    m_service->finishModel();
    QVERIFY(banner().isEmpty());
}

void TestWindowFailures::samplesAreOfferedWithTheModelThatKnowsThem()
{
    QVERIFY(m_window->findChild<QToolButton*>(u"sample_cup"_s) == nullptr);
    m_service->failModel(makeError(ErrorCode::WeightsNotHere, "official.h5"));
    m_service->finishModel();
    auto* sample = find<QToolButton>("sample_cup");
    QTRY_VERIFY_WITH_TIMEOUT(sample->isVisible(), 2000);
    QCOMPARE(sample->text(), u"cup"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!sample->icon().isNull(), 2000);
    sample->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->pictures.size(), 1U, 2000);
    QVERIFY(m_service->pictures.back().name.ends_with("samples/cup.png"));
    // They come as a series.
    action("nextPicture")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->pictures.size(), 2U, 2000);
    QVERIFY(m_service->pictures.back().name.ends_with("samples/key.png"));

    action("retryWeights")->trigger();
    m_service->finishModel();
    QVERIFY(m_window->findChild<QToolButton*>(u"sample_cup"_s) == nullptr);
    QVERIFY(!action("samples")->isEnabled());
}

void TestWindowFailures::mismatchingFileOffersToSwitch()
{
    m_service->finishModel();
    Config made;
    made.alpha = 1.4;
    made.includeTop = false;
    const WeightsFileInfo file = makeWeightsFile(made);
    m_service->finishInspection(file);
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    m_service->failModel(
        makeError(ErrorCode::WeightsMismatch, "mine.h5", "Conv1 has 48 filters"), file);
    QCOMPARE(message(),
        u"mine.h5 was made for alpha 1.4 without top, not for alpha 1.0 with 1,000 classes."_s);
    QVERIFY(find<QPushButton>("chooseAnotherButton")->isVisible());
    auto* change = find<QPushButton>("switchConfigurationButton");
    QCOMPARE(change->text(), u"Switch to alpha 1.4"_s);
    change->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    QCOMPARE(m_service->models.back().config.alpha, 1.4);
    QVERIFY(!m_service->models.back().config.includeTop);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::File);
}

void TestWindowFailures::weightsThatAreNotNumbersCanBeUsedAnyway()
{
    m_service->finishModel();
    Config made;
    made.alpha = 0.5;
    made.classes = 7;
    const WeightsFileInfo file = makeWeightsFile(made);
    m_service->finishInspection(file);
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    QVERIFY(!m_service->models.back().weights.useAnyway);
    m_service->failModel(
        makeError(ErrorCode::WeightsNotFinite, "mine.h5", "bn_Conv1/gamma holds NaN or infinity"),
        file);
    QVERIFY(message().contains(u"not numbers"_s));
    find<QPushButton>("useAnywayButton")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    const ModelRequest& asked = m_service->models.back();
    QVERIFY(asked.weights.useAnyway);
    QVERIFY(asked.weights.kind == WeightsChoice::Kind::File);
    QCOMPARE(asked.config.alpha, 0.5);
    QCOMPARE(asked.config.classes, 7);
    QVERIFY(message().isEmpty());
}

QTEST_MAIN(TestWindowFailures)
#include "tst_window_failures.moc"

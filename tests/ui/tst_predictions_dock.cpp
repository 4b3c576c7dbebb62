#include "ui/predictions_dock.h"

#include "support/fake_service.h"
#include "ui/certainty.h"
#include "ui/prediction_model.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestPredictionsDock : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void clickAndKeysExplain();
    void explainedClassIsMarked();
    void findingShowsAnyClass();
    void leavingTheSearchShowsAllAgain();
    void countIsAdjustable();
    void certaintyIsShownForDistributions();
    void certaintyOfKnownDistributions_data();
    void certaintyOfKnownDistributions();
    void featuresReplaceLabels();
    void resultIsText();

private:
    static SharedRecognition answer(int classes, int top)
    {
        return std::make_shared<const Recognition>(makeRecognition(classes, top));
    }
};

void TestPredictionsDock::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestPredictionsDock::clickAndKeysExplain()
{
    PredictionsDock dock;
    dock.setRecognition(answer(10, 3), true);
    dock.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dock));
    QSignalSpy asked(&dock, &PredictionsDock::explainRequested);
    auto* table = dock.findChild<QTableView*>(u"predictionTable"_s);
    const QModelIndex second = table->model()->index(1, PredictionModel::Name);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(second).center());
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.last().first().toInt(), 4);
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(asked.count(), 2);
    QCOMPARE(asked.last().first().toInt(), 2);
    QVERIFY(dock.explainRank(1));
    QCOMPARE(asked.last().first().toInt(), 3);
    QVERIFY(!dock.explainRank(11));
}

void TestPredictionsDock::explainedClassIsMarked()
{
    Recognition recognition = makeRecognition(10, 3);
    recognition.map.classIndex = 4;
    PredictionsDock dock;
    dock.setRecognition(std::make_shared<const Recognition>(recognition), true);
    auto* table = dock.findChild<QTableView*>(u"predictionTable"_s);
    const QModelIndexList selected = table->selectionModel()->selectedRows();
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected.first().data(PredictionModel::ClassIndexRole).toInt(), 4);
}

void TestPredictionsDock::findingShowsAnyClass()
{
    PredictionsDock dock;
    dock.setRecognition(answer(100, 3), true);
    dock.findChild<QLineEdit*>(u"findClass"_s)->setText(u"class 97"_s);
    QCOMPARE(dock.model().rowCount(), 1);
    QCOMPARE(dock.model().classAt(0), std::optional(97));
}

void TestPredictionsDock::leavingTheSearchShowsAllAgain()
{
    PredictionsDock dock;
    dock.setRecognition(answer(100, 3), true);
    dock.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dock));
    auto* find = dock.findChild<QLineEdit*>(u"findClass"_s);
    QVERIFY2(!dock.leaveFind(), "nothing to leave while the search has no focus");
    dock.activateWindow();
    dock.findClass();
    QTRY_VERIFY(find->hasFocus());
    QTest::keyClicks(find, u"97"_s);
    QVERIFY(dock.leaveFind());
    QVERIFY(find->text().isEmpty());
    QVERIFY2(!find->hasFocus(), "the digits belong to the window again");
}

void TestPredictionsDock::countIsAdjustable()
{
    PredictionsDock dock;
    dock.setRecognition(answer(100, 3), true);
    QCOMPARE(dock.model().rowCount(), 5);
    dock.findChild<QSpinBox*>(u"shownClasses"_s)->setValue(20);
    QCOMPARE(dock.model().rowCount(), 20);
    QCOMPARE(dock.shownClasses(), 20);
}

void TestPredictionsDock::certaintyIsShownForDistributions()
{
    Recognition recognition = makeRecognition(2, 0);
    recognition.output.values = { 0.75F, 0.25F };
    PredictionsDock dock;
    dock.setRecognition(std::make_shared<const Recognition>(recognition), true);
    auto* label = dock.findChild<QLabel*>(u"certainty"_s);
    QCOMPARE(label->text(), u"entropy 0.81 of 1.00 bits · margin 50.0\u00a0%"_s);
    recognition.output.values = { 3, -4 };
    dock.setRecognition(std::make_shared<const Recognition>(recognition), false);
    QVERIFY(label->isHidden());
}

void TestPredictionsDock::certaintyOfKnownDistributions_data()
{
    QTest::addColumn<QList<float>>("probabilities");
    QTest::addColumn<bool>("isDistribution");
    QTest::addColumn<double>("entropy");
    QTest::addColumn<double>("margin");
    QTest::newRow("one certain class") << QList<float> { 0, 1, 0, 0 } << true << 0.0 << 1.0;
    QTest::newRow("all equally likely")
        << QList<float> { 0.25F, 0.25F, 0.25F, 0.25F } << true << 2.0 << 0.0;
    QTest::newRow("the second largest comes first")
        << QList<float> { 0.25F, 0.5F, 0.25F } << true << 1.5 << 0.25;
    QTest::newRow("sigmoids need not add up") << QList<float> { 0.9F, 0.9F } << false << 0.0 << 0.0;
    QTest::newRow("logits") << QList<float> { 3, -2 } << false << 0.0 << 0.0;
    QTest::newRow("nothing at all") << QList<float> {} << false << 0.0 << 0.0;
}

void TestPredictionsDock::certaintyOfKnownDistributions()
{
    QFETCH(QList<float>, probabilities);
    QFETCH(bool, isDistribution);
    QFETCH(double, entropy);
    QFETCH(double, margin);
    const auto certainty = certaintyOf(
        { probabilities.constData(), static_cast<std::size_t>(probabilities.size()) });
    QCOMPARE(certainty.has_value(), isDistribution);
    if (!certainty)
        return;
    QVERIFY(std::abs(certainty->entropyBits - entropy) < 1e-9);
    QVERIFY(std::abs(certainty->margin - margin) < 1e-9);
}

void TestPredictionsDock::featuresReplaceLabels()
{
    PredictionsDock dock;
    dock.show();
    dock.setRecognition(std::make_shared<const Recognition>(makeFeatures(1280)), true);
    auto* shape = dock.findChild<QLabel*>(u"featureShape"_s);
    QVERIFY(shape->isVisible());
    QCOMPARE(shape->text(), u"Feature vector of 1,280"_s);
    QVERIFY(!dock.findChild<QTableView*>(u"predictionTable"_s)->isVisible());
    auto* strongest = dock.findChild<QTableView*>(u"featureTable"_s);
    QCOMPARE(strongest->model()->index(0, 0).data().toString(), u"6"_s);
    QVERIFY(!dock.explainRank(1));
}

void TestPredictionsDock::resultIsText()
{
    PredictionsDock dock;
    QVERIFY(dock.resultText().isEmpty());
    dock.setRecognition(answer(10, 3), true);
    const QStringList lines = dock.resultText().split(u'\n');
    QCOMPARE(lines.size(), 6);
    QCOMPARE(lines[0], u"/pictures/cat.jpg"_s);
    QCOMPARE(lines[1], u"1\tclass 3\t60.0 %"_s);
}

QTEST_MAIN(TestPredictionsDock)
#include "tst_predictions_dock.moc"

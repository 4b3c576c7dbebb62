#include "ui/prediction_model.h"

#include "support/fake_service.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestPredictionModel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void ranksByOutput();
    void equalProbabilitiesAreRankedByLogit();
    void limitAndFilter();
    void rowsAreUpdatedInPlace();
    void plainNumbersAreNotPercent();
    void withoutClassesThereIsNothing();
    void staysSoundThroughChanges();

private:
    static SharedRecognition answer(int classes, int top)
    {
        return std::make_shared<const Recognition>(makeRecognition(classes, top));
    }
};

void TestPredictionModel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestPredictionModel::ranksByOutput()
{
    PredictionModel model;
    model.setRecognition(answer(10, 3), true);
    QCOMPARE(model.rowCount(), 5);
    const QModelIndex first = model.index(0, PredictionModel::Name);
    QCOMPARE(first.data().toString(), u"class 3"_s);
    QCOMPARE(first.data(PredictionModel::ClassIndexRole).toInt(), 3);
    QCOMPARE(first.data(PredictionModel::RankRole).toInt(), 1);
    QVERIFY(std::abs(first.data(PredictionModel::ValueRole).toDouble() - 0.6) < 1e-6);
    QVERIFY(first.data(PredictionModel::ExplainedRole).toBool());
    QCOMPARE(model.index(0, PredictionModel::Value).data().toString(), u"60.0 %"_s);
    QCOMPARE(model.classAt(1), std::optional(4));
    QCOMPARE(model.classOfRank(3), std::optional(2));
    QVERIFY(!model.classOfRank(11));
    QVERIFY(!model.classAt(5));
    QVERIFY(first.data(Qt::ToolTipRole).toString().contains(u"logit -0.5108"_s));
}

void TestPredictionModel::equalProbabilitiesAreRankedByLogit()
{
    Recognition recognition = makeRecognition(4, 0);
    recognition.output.values = { 0.25F, 0.25F, std::nanf(""), 0.3F };
    recognition.logits = { 1.0F, 1.5F, 9.0F, 1.2F };
    PredictionModel model;
    model.setRecognition(std::make_shared<const Recognition>(recognition), true);
    QCOMPARE(model.classOfRank(1), std::optional(3));
    QCOMPARE(model.classOfRank(2), std::optional(1));
    QCOMPARE(model.classOfRank(3), std::optional(0));
    QCOMPARE(model.classOfRank(4), std::optional(2));
}

void TestPredictionModel::limitAndFilter()
{
    PredictionModel model;
    model.setRecognition(answer(30, 3), true);
    model.setLimit(20);
    QCOMPARE(model.rowCount(), 20);
    model.setFilter(u" CLASS 2 "_s);
    QCOMPARE(model.rowCount(), 11); // 2, 20 … 29
    QCOMPARE(model.index(0, PredictionModel::Name).data().toString(), u"class 2"_s);
    QCOMPARE(model.index(0, 0).data(PredictionModel::RankRole).toInt(), 3);
    model.setFilter(u"zebra"_s);
    QCOMPARE(model.rowCount(), 0);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 20);
}

void TestPredictionModel::rowsAreUpdatedInPlace()
{
    PredictionModel model;
    model.setRecognition(answer(10, 3), true);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QPersistentModelIndex first(model.index(0, PredictionModel::Name));
    model.setRecognition(answer(10, 7), true);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(first.data().toString(), u"class 7"_s);
}

void TestPredictionModel::plainNumbersAreNotPercent()
{
    Recognition recognition = makeRecognition(3, 1);
    recognition.output.values = { -4, 8, 2 };
    PredictionModel model;
    model.setRecognition(std::make_shared<const Recognition>(recognition), false);
    QCOMPARE(model.headerData(PredictionModel::Value, Qt::Horizontal, Qt::DisplayRole).toString(),
        u"Output"_s);
    QCOMPARE(model.index(0, PredictionModel::Value).data().toString(), u"8.000"_s);
    QCOMPARE(model.index(0, 0).data(PredictionModel::BarRole).toDouble(), 1.0);
    QCOMPARE(model.index(1, 0).data(PredictionModel::BarRole).toDouble(), 0.25);
    QCOMPARE(model.index(2, 0).data(PredictionModel::BarRole).toDouble(), 0.0);
}

void TestPredictionModel::withoutClassesThereIsNothing()
{
    PredictionModel model;
    model.setRecognition(answer(10, 3), true);
    model.setRecognition(std::make_shared<const Recognition>(makeFeatures(12)), true);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.classOfRank(1));
}

void TestPredictionModel::staysSoundThroughChanges()
{
    PredictionModel model;
    const QAbstractItemModelTester tester(
        &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (const int classes : { 10, 3, 1000, 1, 25 }) {
        model.setRecognition(answer(classes, classes / 2), true);
        model.setLimit(classes % 20 + 1);
        model.setFilter(u"1"_s);
        model.setFilter({});
        QCOMPARE(model.rowCount(), std::min(classes, classes % 20 + 1));
    }
    model.setRecognition(nullptr, true);
    QCOMPARE(model.rowCount(), 0);
}

QTEST_GUILESS_MAIN(TestPredictionModel)
#include "tst_prediction_model.moc"

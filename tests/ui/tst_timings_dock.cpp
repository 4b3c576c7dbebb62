#include "ui/timings_dock.h"
#include "ui/timings_model.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Three steps of 1, 3 and 2 milliseconds; the last one computes nothing.
StepTimings threeSteps()
{
    StepTimings timings;
    timings.peakGflops = 100;
    timings.threads = 2;
    timings.steps = { { { "Conv1", "fused:AVX3", 10'000'000 }, 1 },
        { { "block_1", "fused:AVX2", 60'000'000 }, 3 }, { { "softmax", "plain", 0 }, 2 } };
    return timings;
}

} // namespace

class TestTimingsDock : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void rowsSayWhereTheTimeGoes();
    void columnsSortByNumbers();
    void measuringIsAskedForInView();
    void theSummaryNamesThePeak();
};

void TestTimingsDock::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestTimingsDock::rowsSayWhereTheTimeGoes()
{
    TimingsModel model;
    model.setTimings(threeSteps());
    const auto cell = [&](int row, int column) { return model.index(row, column).data(); };
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(cell(1, TimingsModel::Layers).toString(), u"block_1"_s);
    QCOMPARE(cell(1, TimingsModel::Milliseconds).toString(), u"3.000"_s);
    QCOMPARE(cell(1, TimingsModel::Share).toString(), u"50.0\u00a0%"_s);
    QCOMPARE(cell(1, TimingsModel::Macs).toString(), u"60 M"_s);
    QCOMPARE(cell(1, TimingsModel::Speed).toString(), u"40.0"_s);
    QCOMPARE(cell(1, TimingsModel::OfPeak).toString(), u"40.0\u00a0%"_s);
    QCOMPARE(cell(1, TimingsModel::Kernel).toString(), u"fused:AVX2"_s);
    QCOMPARE(cell(2, TimingsModel::Speed).toString(), QString());
    const auto bar = [&](int row) {
        return model.index(row, TimingsModel::Share).data(TimingsModel::BarRole).toDouble();
    };
    QCOMPARE(bar(1), 1.0);
    QCOMPARE(bar(2), 2.0 / 3);
}

void TestTimingsDock::columnsSortByNumbers()
{
    TimingsDock dock;
    dock.setTimings(threeSteps());
    auto* table = dock.findChild<QTableView*>(u"timingsTable"_s);
    const auto first
        = [&] { return table->model()->index(0, TimingsModel::Layers).data().toString(); };
    QCOMPARE(first(), u"Conv1"_s);
    table->sortByColumn(TimingsModel::Milliseconds, Qt::DescendingOrder);
    QCOMPARE(first(), u"block_1"_s);
    table->sortByColumn(TimingsModel::Macs, Qt::AscendingOrder);
    QCOMPARE(first(), u"softmax"_s);
}

void TestTimingsDock::measuringIsAskedForInView()
{
    TimingsDock dock;
    QSignalSpy asked(&dock, &TimingsDock::measureRequested);
    dock.modelChanged();
    QCOMPARE(asked.count(), 0);
    dock.show();
    QCOMPARE(asked.count(), 1);
    dock.hide();
    dock.show();
    QVERIFY2(asked.count() == 1, "nothing has changed");
    dock.modelChanged();
    QCOMPARE(asked.count(), 2);
    dock.findChild<QPushButton*>(u"measureAgain"_s)->click();
    QCOMPARE(asked.count(), 3);
}

void TestTimingsDock::theSummaryNamesThePeak()
{
    TimingsDock dock;
    dock.setTimings(threeSteps());
    QCOMPARE(dock.findChild<QLabel*>(u"timingsSummary"_s)->text(),
        u"6.00 ms · threads: 2 · this machine's peak: 100 GFLOP/s"_s);
}

QTEST_MAIN(TestTimingsDock)
#include "tst_timings_dock.moc"

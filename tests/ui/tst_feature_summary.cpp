#include "ui/feature_summary.h"

#include <QTest>

using namespace netlens;

class TestFeatureSummary : public QObject {
    Q_OBJECT
private slots:
    void vectorKeepsItsValues();
    void mapNamesCellsAndMeans();
    void emptyOutputIsNoTrouble();
};

void TestFeatureSummary::vectorKeepsItsValues()
{
    const FeatureSummary summary = summarise({ { 5 }, { 0, 6, 2, 0, 1 } }, 2);
    QVERIFY(!summary.isMap());
    QCOMPARE(summary.minimum, 0.0F);
    QCOMPARE(summary.maximum, 6.0F);
    QCOMPARE(summary.mean, 1.8F);
    QCOMPARE(summary.zeroShare, 0.4);
    QCOMPARE(summary.saturatedShare, 0.2);
    QCOMPARE(summary.channels, (std::vector<float> { 0, 6, 2, 0, 1 }));
    QCOMPARE(summary.strongest.size(), 2U);
    QCOMPARE(summary.strongest[0].channel, 1);
    QCOMPARE(summary.strongest[1].channel, 2);
    QCOMPARE(summary.strongest[0].row, -1);
}

void TestFeatureSummary::mapNamesCellsAndMeans()
{
    // 2 × 3 cells of 2 channels; the second channel's largest value is in row 1, column 2.
    const FeatureSummary summary
        = summarise({ { 2, 3, 2 }, { 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 6 } }, 1);
    QVERIFY(summary.isMap());
    QCOMPARE(summary.channels, (std::vector<float> { 1, 1 }));
    QCOMPARE(summary.strongest[0].channel, 1);
    QCOMPARE(summary.strongest[0].row, 1);
    QCOMPARE(summary.strongest[0].column, 2);
    QCOMPARE(summary.strongest[0].value, 6.0F);
}

void TestFeatureSummary::emptyOutputIsNoTrouble()
{
    QVERIFY(summarise({}, 3).strongest.empty());
    QVERIFY(summarise({ { 0 }, {} }, 3).channels.empty());
}

QTEST_APPLESS_MAIN(TestFeatureSummary)
#include "tst_feature_summary.moc"

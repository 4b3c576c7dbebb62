#include "engine/plain_operations.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace netlens;

namespace {

using Values = std::vector<float>;

} // namespace

// All numbers are small integers or halves, so results are exact and compared as such.
class TestPlainOperations : public QObject {
    Q_OBJECT
private slots:
    void scaleShiftActsOnChannels();
    void relu6Clips();
    void addAddsElements();
    void zeroPadding_data();
    void zeroPadding();
    void globalAverageFoldsEachPicture();
    void globalMaxFoldsEachPicture();
    void aSingleCellIsItsOwnPool();
    void activationIsNamedAndApplied();
    void runningAgainGivesTheSame();
};

void TestPlainOperations::scaleShiftActsOnChannels()
{
    const Values in { 1, 2, 3, 4, 5, 6 };
    Values out(6, -1);
    const auto operation = makeScaleShift(in, out, { { 2, -1 }, { 0.5F, 10 } });
    operation->run();
    QCOMPARE(out, (Values { 2.5F, 8, 6.5F, 6, 10.5F, 4 }));
    QCOMPARE(operation->ownedBytes(), 0U);
    QVERIFY(!operation->implementation().empty());
}

void TestPlainOperations::relu6Clips()
{
    const float infinity = std::numeric_limits<float>::infinity();
    const Values in { -1, -0.0F, 0, 3.5F, 6, 6.5F, infinity, -infinity };
    Values out(in.size(), -1);
    makeRelu6(in, out)->run();
    QCOMPARE(out, (Values { 0, 0, 0, 3.5F, 6, 6, 6, 0 }));
}

void TestPlainOperations::addAddsElements()
{
    const Values a { 1, 2, 3 };
    const Values b { 10, -2, 0.5F };
    Values out(3, -1);
    makeAdd(a, b, out)->run();
    QCOMPARE(out, (Values { 11, 0, 3.5F }));
}

void TestPlainOperations::zeroPadding_data()
{
    QTest::addColumn<QList<int>>("padding"); ///< top, bottom, left, right
    QTest::addColumn<Values>("expected"); ///< of two pictures of 1 × 2 cells with 2 channels
    QTest::newRow("none") << QList<int> { 0, 0, 0, 0 } << Values { 1, 2, 3, 4, 5, 6, 7, 8 };
    QTest::newRow("below and right") << QList<int> { 0, 1, 0, 1 }
                                     << Values { 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, //
                                            5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0 };
    QTest::newRow("above and left") << QList<int> { 1, 0, 1, 0 }
                                    << Values { 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, //
                                           0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8 };
    QTest::newRow("left and right only")
        << QList<int> { 0, 0, 1, 1 } << Values { 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8, 0, 0 };
}

void TestPlainOperations::zeroPadding()
{
    QFETCH(QList<int>, padding);
    QFETCH(Values, expected);
    const Values in { 1, 2, 3, 4, 5, 6, 7, 8 };
    Values out(expected.size(), -1);
    const MapShape shape { .batch = 2, .height = 1, .width = 2, .channels = 2 };
    makeZeroPadding(in, shape, out, { padding[0], padding[1], padding[2], padding[3] })->run();
    QCOMPARE(out, expected);
}

void TestPlainOperations::globalAverageFoldsEachPicture()
{
    // Two pictures of 2 × 2 cells with 2 channels.
    const Values in { 1, 10, 2, 20, 3, 30, 6, 40, /**/ -1, 0, -2, 0, -3, 0, -2, 2 };
    Values out(4, -1);
    makeGlobalAverage(in, { 2, 2, 2, 2 }, out)->run();
    QCOMPARE(out, (Values { 3, 25, -2, 0.5F }));
}

void TestPlainOperations::globalMaxFoldsEachPicture()
{
    const Values in { 1, 10, 2, 20, 3, 30, 6, 4, /**/ -1, -9, -2, -8, -3, -7, -2, -9 };
    Values out(4, -100);
    makeGlobalMax(in, { 2, 2, 2, 2 }, out)->run();
    QCOMPARE(out, (Values { 6, 30, -1, -7 })); // all-negative channels keep their largest
}

void TestPlainOperations::aSingleCellIsItsOwnPool()
{
    const Values in { 4, -5 };
    Values out(2, 0);
    makeGlobalAverage(in, { 1, 1, 1, 2 }, out)->run();
    QCOMPARE(out, in);
    out = { 0, 0 };
    makeGlobalMax(in, { 1, 1, 1, 2 }, out)->run();
    QCOMPARE(out, in);
}

void TestPlainOperations::activationIsNamedAndApplied()
{
    const Values in { 0, 0, 5, 5 };
    Values out(4, -1);
    const auto operation = makeActivation(Activation::Softmax, in, out, 2);
    QCOMPARE(operation->implementation(), std::string("softmax"));
    operation->run();
    QCOMPARE(out, Values(4, 0.5F));
}

void TestPlainOperations::runningAgainGivesTheSame()
{
    const Values in { 1, 2, 3, 4 };
    Values average(2);
    Values padded(24);
    const auto pool = makeGlobalAverage(in, { 1, 1, 2, 2 }, average);
    const auto pad = makeZeroPadding(in, { 1, 1, 2, 2 }, padded, { 1, 1, 1, 1 });
    for (int i = 0; i < 2; ++i) {
        std::ranges::fill(padded, 9.0F);
        pool->run();
        pad->run();
        QCOMPARE(average, (Values { 2, 3 }));
        QCOMPARE(std::ranges::count(padded, 0.0F), 20);
    }
}

QTEST_APPLESS_MAIN(TestPlainOperations)
#include "tst_plain_operations.moc"

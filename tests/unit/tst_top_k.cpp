#include "model/top_k.h"

#include <QTest>

#include <limits>

using namespace netlens;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

} // namespace

class TestTopK : public QObject {
    Q_OBJECT

private slots:
    void ordersIndices_data();
    void ordersIndices();
};

void TestTopK::ordersIndices_data()
{
    using Values = std::vector<float>;
    using Indices = std::vector<int>;
    QTest::addColumn<Values>("values");
    QTest::addColumn<int>("k");
    QTest::addColumn<Indices>("expected");
    QTest::newRow("largest first") << Values { 0.1F, 0.7F, 0.2F } << 2 << Indices { 1, 2 };
    QTest::newRow("ties by lower index") << Values { 1, 2, 2, 1, 2 } << 4 << Indices { 1, 2, 4, 0 };
    QTest::newRow("NaN last, after minus infinity")
        << Values { kNaN, -kInfinity, kNaN, 3 } << 4 << Indices { 3, 1, 0, 2 };
    QTest::newRow("infinity first") << Values { 1, kInfinity } << 1 << Indices { 1 };
    QTest::newRow("more than there are") << Values { 1, 2 } << 9 << Indices { 1, 0 };
    QTest::newRow("none asked") << Values { 1, 2 } << 0 << Indices {};
    QTest::newRow("less than none asked") << Values { 1, 2 } << -3 << Indices {};
    QTest::newRow("no values") << Values {} << 5 << Indices {};
}

void TestTopK::ordersIndices()
{
    QFETCH(std::vector<float>, values);
    QFETCH(int, k);
    QFETCH(std::vector<int>, expected);
    QCOMPARE(topK(values, k), expected);
}

QTEST_GUILESS_MAIN(TestTopK)
#include "tst_top_k.moc"

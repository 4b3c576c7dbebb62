#include "support/host_watch.h"

#include <QTest>

#include <array>

using namespace std::chrono_literals;

namespace {

constexpr Absence::Clock::time_point at(std::chrono::milliseconds time)
{
    return Absence::Clock::time_point(time);
}

} // namespace

class HostWatchTest : public QObject {
    Q_OBJECT
private slots:
    void countsWhatLiesBetween_data();
    void countsWhatLiesBetween();
    void isAllowedOrSaysNothing();
};

void HostWatchTest::countsWhatLiesBetween_data()
{
    QTest::addColumn<int>("processor");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<double>("away");
    QTest::newRow("both") << 0 << 0 << 100 << 30.0;
    QTest::newRow("of another processor") << 1 << 0 << 100 << 50.0;
    QTest::newRow("of one that was always there") << 2 << 0 << 100 << 0.0;
    QTest::newRow("the end of one, the start of the next") << 0 << 15 << 45 << 10.0;
    QTest::newRow("the middle of one") << 0 << 42 << 47 << 5.0;
    QTest::newRow("before") << 0 << 0 << 10 << 0.0;
    QTest::newRow("after") << 0 << 60 << 100 << 0.0;
    QTest::newRow("between") << 0 << 20 << 40 << 0.0;
}

void HostWatchTest::countsWhatLiesBetween()
{
    QFETCH(int, processor);
    QFETCH(int, from);
    QFETCH(int, to);
    const std::array absences { Absence { 0, at(10ms), at(20ms) }, Absence { 1, at(0ms), at(50ms) },
        Absence { 0, at(40ms), at(60ms) } };
    QTEST(awayMs(absences, processor, at(std::chrono::milliseconds(from)),
              at(std::chrono::milliseconds(to))),
        "away");
}

void HostWatchTest::isAllowedOrSaysNothing()
{
    const HostWatch watch;
    const auto began = Absence::Clock::now();
    QTest::qWait(50);
    const double away = watch.awaySeconds();
    QVERIFY(away >= 0);
    QVERIFY(watch.isAllowed() || away == 0);
    Longest longest(watch);
    longest.add(began, began + 40ms);
    QVERIFY(longest.seenMs() == 40);
    QVERIFY(longest.ownMs() <= 40 && longest.ownMs() >= 0);
    longest.add(began, began + 30ms);
    QVERIFY(longest.seenMs() == 40);
    longest.forget();
    QVERIFY(longest.seenMs() == 0 && longest.ownMs() == 0);
}

QTEST_GUILESS_MAIN(HostWatchTest)
#include "tst_host_watch.moc"

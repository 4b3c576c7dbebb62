#include "ui/live_meter.h"

#include <QTest>

using namespace netlens;
using namespace std::chrono_literals;

class TestLiveMeter : public QObject {
    Q_OBJECT
private slots:
    void nothingIsSaidOfOneFrame();
    void ratesAndDelays();
    void onlyTheLastSecondsCount();
    void aSourceThatCountsAnewIsAnother();
};

void TestLiveMeter::nothingIsSaidOfOneFrame()
{
    LiveMeter meter;
    QVERIFY(!meter.read());
    const LiveMeter::TimePoint now {};
    meter.painted(now, now, 1, 0);
    QVERIFY(!meter.read());
}

void TestLiveMeter::ratesAndDelays()
{
    LiveMeter meter;
    // Captured 20 times a second; every other frame is shown, 10 ms later, one in ten 50 ms later.
    for (int i = 0; i <= 20; ++i) {
        const LiveMeter::TimePoint captured { i * 100ms };
        meter.painted(captured, captured + (i % 10 == 5 ? 50ms : 10ms), 2 * i + 1, i);
    }
    const auto reading = meter.read();
    QVERIFY(reading);
    QVERIFY(std::abs(reading->shownRate - 10) < 0.01);
    QVERIFY(std::abs(reading->capturedRate - 20) < 0.01);
    QCOMPARE(reading->dropped, 20);
    QCOMPARE(reading->medianMs, 10.0);
    QCOMPARE(reading->slowMs, 50.0);
    meter.reset();
    QVERIFY(!meter.read());
}

void TestLiveMeter::onlyTheLastSecondsCount()
{
    LiveMeter meter;
    for (int i = 0; i < 1000; ++i) {
        const LiveMeter::TimePoint captured { i * 10ms };
        meter.painted(captured, captured + (i < 500 ? 90ms : 10ms), i, 0);
    }
    QCOMPARE(meter.read()->slowMs, 10.0);
}

void TestLiveMeter::aSourceThatCountsAnewIsAnother()
{
    LiveMeter meter;
    meter.painted({}, LiveMeter::TimePoint { 10ms }, 2000, 9); // late, of the one before
    for (int i = 0; i <= 10; ++i) {
        const LiveMeter::TimePoint captured { 1s + i * 100ms };
        meter.painted(captured, captured + 10ms, i, 0);
    }
    QVERIFY(std::abs(meter.read()->capturedRate - 10) < 0.01);
    QVERIFY(std::abs(meter.read()->shownRate - 10) < 0.01);
}

QTEST_APPLESS_MAIN(TestLiveMeter)
#include "tst_live_meter.moc"

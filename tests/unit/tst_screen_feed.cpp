#include "capture/screen_feed.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<FrameSource> opened(ScreenFeed& feed, std::chrono::milliseconds limit = 5000ms)
{
    return openScreen(feed,
        { SourceAddress::Kind::Screen, "here", "Screen region",
            CaptureFormat { { 640, 480 }, 12.5 } },
        { .frame = limit });
}

/// Does it after a while, on another thread.
template <typename F> std::jthread later(std::chrono::milliseconds wait, F act)
{
    return std::jthread([wait, act = std::move(act)]() mutable {
        std::this_thread::sleep_for(wait);
        act();
    });
}

} // namespace

class ScreenFeedTest : public QObject {
    Q_OBJECT
private slots:
    void saysWhatItIs();
    void theNewestPictureWaits();
    void waitsForAPicture();
    void theSizeMayChange();
    void aStopEndsTheWait_data();
    void aStopEndsTheWait();
    void aStallIsToldAndPasses();
    void whatIsHeldIsNotStalled();
    void aPictureWhileItIsHeldChangesNothing();
    void anErrorOutlastsHolding();
    void theNextSourceFindsNothingOfBefore();
    void anErrorIsHandedOn();
    void onlyAWindowHasTheScreen();
};

void ScreenFeedTest::saysWhatItIs()
{
    ScreenFeed feed;
    const auto source = opened(feed);
    QVERIFY(source->traits().isLive);
    QCOMPARE(source->traits().name, std::string("Screen region"));
    QCOMPARE(source->traits().size, (Size { 640, 480 }));
    QCOMPARE(source->traits().rate, 12.5);
    QVERIFY(!source->seek(1, {}));
}

void ScreenFeedTest::theNewestPictureWaits()
{
    ScreenFeed feed;
    const auto source = opened(feed);
    feed.put(plainPicture({ 8, 8 }, 1));
    const auto first = source->next({});
    QVERIFY(first && *first);
    QCOMPARE((*first)->number, 0);
    QCOMPARE((*first)->seconds, 0.0);
    std::this_thread::sleep_for(20ms);
    for (int brightness = 2; brightness <= 4; ++brightness)
        feed.put(plainPicture({ 8, 8 }, brightness));
    const auto next = source->next({});
    QVERIFY(next && *next);
    QCOMPARE(int((*next)->image.pixels()[0]), 4);
    QCOMPARE((*next)->number, 3); // two that nobody took
    QVERIFY((*next)->seconds >= 0.02);
}

void ScreenFeedTest::waitsForAPicture()
{
    ScreenFeed feed;
    const auto source = opened(feed);
    const auto putting = later(50ms, [&] { feed.put(plainPicture({ 8, 8 }, 7)); });
    const auto frame = source->next({});
    QVERIFY(frame && *frame);
    QCOMPARE(int((*frame)->image.pixels()[0]), 7);
}

void ScreenFeedTest::theSizeMayChange()
{
    ScreenFeed feed;
    const auto source = opened(feed);
    for (const Size size : { Size { 64, 48 }, Size { 32, 24 } }) {
        feed.put(plainPicture(size, 1));
        QCOMPARE((*source->next({}))->image.size(), size);
        QCOMPARE(source->traits().size, size);
    }
}

void ScreenFeedTest::aStopEndsTheWait_data()
{
    QTest::addColumn<bool>("isHeld");
    QTest::newRow("for a picture") << false;
    QTest::newRow("while it is held") << true;
}

void ScreenFeedTest::aStopEndsTheWait()
{
    QFETCH(bool, isHeld);
    ScreenFeed feed;
    const auto source = opened(feed);
    feed.setHeld(isHeld);
    std::stop_source stop;
    const auto stopping = later(50ms, [stop]() mutable { stop.request_stop(); });
    QElapsedTimer timer;
    timer.start();
    const auto frame = source->next(stop.get_token());
    QVERIFY(frame && !*frame);
    QVERIFY2(timer.elapsed() < 1000 * kSlowdown, qPrintable(QString::number(timer.elapsed())));
    feed.put(plainPicture({ 8, 8 }, 1));
    const auto after = source->next(stop.get_token());
    QVERIFY(after && !*after);
}

void ScreenFeedTest::aStallIsToldAndPasses()
{
    ScreenFeed feed;
    const auto source = opened(feed, 50ms);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(source->next({}).error().code, ErrorCode::SourceStalled);
    feed.put(plainPicture({ 8, 8 }, 1));
    QVERIFY(*source->next({}));
}

void ScreenFeedTest::whatIsHeldIsNotStalled()
{
    ScreenFeed feed;
    const auto source = opened(feed, 50ms);
    feed.setHeld(true);
    const auto putting = later(300ms, [&] {
        feed.setHeld(false);
        feed.put(plainPicture({ 8, 8 }, 1));
    });
    QVERIFY(source->next({}).has_value());
    feed.setHeld(true);
    const auto goingOn = later(100ms, [&] { feed.setHeld(false); });
    QCOMPARE(source->next({}).error().code, ErrorCode::SourceStalled); // then it is one again
}

void ScreenFeedTest::aPictureWhileItIsHeldChangesNothing()
{
    ScreenFeed feed;
    const auto source = opened(feed, 50ms);
    feed.setHeld(true);
    feed.put(plainPicture({ 8, 8 }, 1));
    const auto goingOn = later(200ms, [&] {
        feed.put(plainPicture({ 8, 8 }, 2));
        feed.setHeld(false);
        feed.put(plainPicture({ 16, 8 }, 3));
    });
    const auto frame = source->next({});
    QVERIFY(frame && *frame);
    QCOMPARE((*frame)->image.width(), 16);
}

void ScreenFeedTest::anErrorOutlastsHolding()
{
    ScreenFeed feed;
    const auto source = opened(feed, 50ms);
    feed.fail(makeError(ErrorCode::SourceLost, "Screen region"));
    feed.setHeld(true);
    feed.setHeld(false);
    QCOMPARE(source->next({}).error().code, ErrorCode::SourceLost);
}

void ScreenFeedTest::theNextSourceFindsNothingOfBefore()
{
    ScreenFeed feed;
    feed.put(plainPicture({ 8, 8 }, 1));
    feed.fail(makeError(ErrorCode::SourceLost, "before"));
    feed.setHeld(true);
    feed.restart();
    const auto source = opened(feed, 50ms);
    QCOMPARE(source->next({}).error().code, ErrorCode::SourceStalled);
    feed.put(plainPicture({ 8, 8 }, 2));
    const auto frame = source->next({});
    QVERIFY(frame && *frame);
    QCOMPARE((*frame)->number, 0); // since it was opened
}

void ScreenFeedTest::anErrorIsHandedOn()
{
    ScreenFeed feed;
    const auto source = opened(feed);
    feed.fail(makeError(ErrorCode::ScreenDenied, "Screen region"));
    QCOMPARE(source->next({}).error().code, ErrorCode::ScreenDenied);
}

void ScreenFeedTest::onlyAWindowHasTheScreen()
{
    const auto source = openSource({ SourceAddress::Kind::Screen, "here" }, {});
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::NotAvailable);
}

QTEST_APPLESS_MAIN(ScreenFeedTest)
#include "tst_screen_feed.moc"

#include "capture/reconnecting_source.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace netlens;
using Event = ReconnectingSource::Event;
using Kind = Scene::Kind;

namespace {

std::unique_ptr<FrameSource> live(std::deque<Scene> scenes)
{
    return std::make_unique<ScriptedSource>(std::move(scenes), true);
}

/// Opens what is prepared, one after the other; a missing one cannot be opened.
struct Opener {
    std::deque<std::unique_ptr<FrameSource>> prepared;
    int attempts = 0;

    Result<std::unique_ptr<FrameSource>> operator()(const std::stop_token& /*stop*/)
    {
        ++attempts;
        if (prepared.empty())
            return makeError(ErrorCode::SourceNotFound, "script");
        auto source = std::move(prepared.front());
        prepared.pop_front();
        if (!source)
            return makeError(ErrorCode::SourceNotFound, "script");
        return source;
    }
};

} // namespace

class ReconnectingSourceTest : public QObject {
    Q_OBJECT
private slots:
    void goesOnAfterALoss();
    void passesOnWhatIsNoLoss();
    void triesLessAndLessOften();
    void stopsWithinASecond();
    void sizesMayChange();
};

void ReconnectingSourceTest::goesOnAfterALoss()
{
    Opener opener;
    opener.prepared.push_back(nullptr);
    opener.prepared.push_back(live({ { Kind::Frames, 2 } }));
    std::vector<Event> events;
    ReconnectingSource source(live({ { Kind::Frames, 3 }, { Kind::Loss } }), std::ref(opener),
        [&](const Event& event) { events.push_back(event); });
    double last = -1;
    for (int number = 0; number < 5; ++number) {
        const auto frame = source.next({});
        QVERIFY(frame && *frame);
        QCOMPARE((*frame)->number, number);
        QVERIFY((*frame)->seconds > last);
        last = (*frame)->seconds;
    }
    QVERIFY2(last > 1.4, "the seconds of the loss count");
    QCOMPARE(source.reconnects(), 1);
    QCOMPARE(opener.attempts, 2);
    QCOMPARE(events.size(), std::size_t { 3 });
    QCOMPARE(events[0].kind, Event::Kind::Lost);
    QCOMPARE(events[0].error->detail, std::string("as the script says"));
    QCOMPARE(events[0].retryIn.count(), 500);
    QCOMPARE(events[1].kind, Event::Kind::StillLost);
    QCOMPARE(events[1].retryIn.count(), 1000);
    QCOMPARE(events[2].kind, Event::Kind::Reconnected);
    QCOMPARE(events[2].reconnects, 1);
}

void ReconnectingSourceTest::passesOnWhatIsNoLoss()
{
    Opener opener;
    ReconnectingSource source(
        live({ { Kind::Stall, 2 }, { Kind::Damage }, { Kind::Frames, 1 } }), std::ref(opener));
    QCOMPARE(source.next({}).error().code, ErrorCode::SourceStalled);
    QCOMPARE(source.next({}).error().code, ErrorCode::SourceStalled);
    QCOMPARE(source.next({}).error().code, ErrorCode::VideoDamaged);
    QVERIFY(*source.next({}));
    QCOMPARE(source.reconnects(), 0);
}

void ReconnectingSourceTest::triesLessAndLessOften()
{
    Opener opener;
    std::vector<std::int64_t> pauses;
    std::stop_source stop;
    ReconnectingSource source(live({ { Kind::Loss } }), std::ref(opener), [&](const Event& event) {
        pauses.push_back(event.retryIn.count());
        if (pauses.size() == 4)
            stop.request_stop();
    });
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!*source.next(stop.get_token()));
    QCOMPARE(pauses, (std::vector<std::int64_t> { 500, 1000, 2000, 4000 }));
    QVERIFY2(timer.elapsed() >= 3500, qPrintable(QString::number(timer.elapsed())));
}

void ReconnectingSourceTest::stopsWithinASecond()
{
    Opener opener;
    ReconnectingSource source(live({ { Kind::Loss } }), std::ref(opener));
    std::stop_source stop;
    QElapsedTimer timer;
    std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        timer.start();
        stop.request_stop();
    });
    QVERIFY(!*source.next(stop.get_token()));
    later.join();
    QVERIFY2(timer.elapsed() < 1000 * kSlowdown, qPrintable(QString::number(timer.elapsed())));
}

void ReconnectingSourceTest::sizesMayChange()
{
    Opener opener;
    opener.prepared.push_back(live({ { Kind::Frames, 1, { 64, 48 } } }));
    ReconnectingSource source(
        live({ { Kind::Frames, 1 }, { Kind::Frames, 1, { 16, 16 } } }), std::ref(opener));
    const auto sizeOfNext = [&] {
        const Size size = (*source.next({}))->image.size();
        return source.traits().size == size ? size.width : -1;
    };
    QCOMPARE(sizeOfNext(), 32);
    QCOMPARE(sizeOfNext(), 16);
    QCOMPARE(sizeOfNext(), 64);
}

QTEST_APPLESS_MAIN(ReconnectingSourceTest)
#include "tst_reconnecting_source.moc"

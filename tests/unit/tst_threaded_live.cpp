#include "service/threaded_live.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"
#include "support/sink_double.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <atomic>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

using Phase = LiveState::Phase;
using Kind = Scene::Kind;

constexpr int kPatienceMs = 30'000;
constexpr std::int64_t kEver = 1'000'000;

/// Opens scripts; each source gets its own.
struct Studio {
    std::deque<Scene> scenes;
    bool isLive = true;
    std::chrono::milliseconds interval = 1ms;
    std::optional<Error> error {};
    std::shared_ptr<std::atomic<int>> opened = std::make_shared<std::atomic<int>>(0);

    ThreadedLive::Open opener() const
    {
        return [studio = *this](const SourceAddress&, const std::stop_token& stop,
                   const ReconnectingSource::Listener&) -> Result<std::unique_ptr<FrameSource>> {
            ++*studio.opened;
            if (studio.error && stop.stop_requested())
                return makeError(ErrorCode::Cancelled, "script");
            if (studio.error)
                return *studio.error;
            return std::unique_ptr<FrameSource>(std::make_unique<ScriptedSource>(
                studio.scenes, studio.isLive, studio.isLive ? studio.interval : 0ms));
        };
    }
};

Studio camera(std::deque<Scene> scenes = { { Kind::Frames, kEver } })
{
    return { std::move(scenes) };
}

Studio video(int frames = 1000)
{
    return { { { Kind::Frames, frames } }, false };
}

SourceAddress address(SourceAddress::Kind kind = SourceAddress::Kind::Camera)
{
    return { kind, "/dev/nothing", "Test camera" };
}

/// How many entries a folder of /proc/self has: threads, open files.
qsizetype countOf(const char* folder)
{
    return QDir(QStringLiteral("/proc/self/") + QLatin1String(folder))
        .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
        .size();
}

} // namespace

// Looks more often than QTRY_VERIFY, for the tests that wait a thousand times.
#define WAIT_FOR(condition)                                                                        \
    do {                                                                                           \
        QElapsedTimer patience;                                                                    \
        patience.start();                                                                          \
        while (!(condition) && patience.elapsed() < kPatienceMs) {                                 \
            QCoreApplication::processEvents();                                                     \
            std::this_thread::sleep_for(1ms);                                                      \
        }                                                                                          \
        QVERIFY(condition);                                                                        \
    } while (false)

class TestThreadedLive : public QObject {
    Q_OBJECT
private slots:
    void nothingStartsByItself();
    void framesOfACameraAreOfferedAndPreviewed();
    void aSlowNetworkDropsAndNothingPilesUp();
    void aFrozenCameraShowsNothingNew();
    void whatIsHeldGoesOnWhereItWas();
    void whatIsHeldMayBeFrozen();
    void framesOfAHeldCameraPassUnseen();
    void stopMeansThatNoFrameIsOfferedAnyMore();
    void aVideoIsPacedByItsClock();
    void aFasterSpeedTakesLessTime();
    void pauseStepAndSeek();
    void aVideoEndsAndPlaysAgain();
    void aLoopBeginsAgainByItself();
    void aJumpBeginsAnotherStretch();
    void framesAreTurned();
    void framesBringACopyForTheScreen();
    void anotherSizeInTheMiddle();
    void aStallIsToldOnceAndPasses();
    void aLossIsTheEnd();
    void aDamagedPartIsToldAndPassed();
    void whatCannotBeOpenedIsTold_data();
    void whatCannotBeOpenedIsTold();
    void theScreenIsWatchedAsItIsPut();
    void aHeldScreenIsNoStall();
    void whyTheScreenIsLostIsTold();
    void smoothingReachesTheNetwork();
    void closingDuringAStallIsQuick();
    void aThousandStartsLeaveNothingBehind();
    void sourcesAreSwitchedWithoutMixing();
};

void TestThreadedLive::nothingStartsByItself()
{
    const Studio studio = camera();
    SinkDouble sink;
    ThreadedLive live(sink, studio.opener());
    QTest::qWait(50);
    QCOMPARE(studio.opened->load(), 0);
    QCOMPARE(live.state().phase, Phase::Idle);
}

void TestThreadedLive::framesOfACameraAreOfferedAndPreviewed()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    std::vector<Preview> previews;
    connect(&live, &LiveService::previewed, &live, [&] {
        if (auto preview = live.takePreview())
            previews.push_back(std::move(*preview));
    });
    live.start(address());
    QVERIFY(live.state().isOn());
    WAIT_FOR(sink.frames().size() > 20 && previews.size() > 10);
    live.stop();
    QCOMPARE(live.state().phase, Phase::Idle);
    const auto frames = sink.frames();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        QCOMPARE(frames[i].name, std::string("Test camera"));
        QCOMPARE(frames[i].capturedFrames, static_cast<std::int64_t>(i) + 1);
        QCOMPARE(frames[i].frame.image.pixels()[0],
            static_cast<std::uint8_t>(frames[i].frame.number % 256));
    }
    for (std::size_t i = 1; i < previews.size(); ++i)
        QVERIFY(previews[i].number > previews[i - 1].number);
    QCOMPARE(previews[0].image.pixels()[0], static_cast<std::uint8_t>(previews[0].number % 256));
}

void TestThreadedLive::aSlowNetworkDropsAndNothingPilesUp()
{
    SinkDouble sink;
    sink.setFull(true);
    ThreadedLive live(sink, camera().opener());
    live.start(address());
    // Nobody takes the previews either.
    WAIT_FOR(sink.frames().size() > 50);
    live.stop();
    const auto frames = sink.frames();
    QCOMPARE(frames.back().droppedFrames, static_cast<std::int64_t>(frames.size()) - 1);
    QVERIFY(!live.takePreview());
}

void TestThreadedLive::aFrozenCameraShowsNothingNew()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.start(address());
    WAIT_FOR(sink.frames().size() > 5);
    live.pause();
    QVERIFY(live.state().isPaused);
    QTest::qWait(20); // what was under way
    const auto before = sink.frames();
    QTest::qWait(60);
    QCOMPARE(sink.frames().size(), before.size());
    live.resume();
    WAIT_FOR(sink.frames().size() > before.size());
    // It went on meanwhile: what comes now is not what waited.
    QVERIFY(sink.frames()[before.size()].frame.number > before.back().frame.number + 1);
}

void TestThreadedLive::whatIsHeldGoesOnWhereItWas()
{
    const Studio studio = video();
    SinkDouble sink;
    ThreadedLive live(sink, studio.opener());
    live.start(address(SourceAddress::Kind::VideoFile));
    for (int i = 0; i < 10; ++i) {
        const std::size_t before = sink.frames().size();
        WAIT_FOR(sink.frames().size() > before);
        live.hold();
        const auto numbers = sink.numbers();
        live.takePreview();
        QTest::qWait(50);
        QCOMPARE(sink.numbers(), numbers);
        QVERIFY(!live.takePreview());
        QCOMPARE(live.state().phase, Phase::Running);
        QVERIFY(!live.state().isPaused);
        live.release();
        WAIT_FOR(sink.numbers().size() > numbers.size());
        QCOMPARE(sink.numbers()[numbers.size()], numbers.back() + 1); // none was lost
    }
    QCOMPARE(studio.opened->load(), 1);
    live.hold();
    live.start(address(SourceAddress::Kind::VideoFile)); // that is not
    WAIT_FOR(sink.frames().back().run == 2);
}

void TestThreadedLive::whatIsHeldMayBeFrozen()
{
    SinkDouble sink;
    ThreadedLive live(sink, video().opener());
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(!sink.frames().empty());
    live.hold();
    live.pause();
    live.release();
    QVERIFY(live.state().isPaused);
    QTest::qWait(100); // for what was under way
    const std::size_t before = sink.frames().size();
    QTest::qWait(100);
    QCOMPARE(sink.frames().size(), before);
    live.hold();
    live.step(1);
    live.resume();
    QTest::qWait(100);
    QCOMPARE(sink.frames().size(), before);
    live.release();
    WAIT_FOR(sink.frames().size() > before + 1);
}

void TestThreadedLive::framesOfAHeldCameraPassUnseen()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.start(address());
    WAIT_FOR(!sink.frames().empty());
    live.hold();
    const auto before = sink.numbers();
    QTest::qWait(60);
    QCOMPARE(sink.numbers(), before);
    live.release();
    WAIT_FOR(sink.frames().size() > before.size());
    QVERIFY(sink.numbers()[before.size()] > before.back() + 1);
    live.hold();
    live.stop(); // that ends it, too
    live.start(address());
    WAIT_FOR(sink.frames().back().run == 2);
    live.hold(); // and so does the end of the program
}

void TestThreadedLive::stopMeansThatNoFrameIsOfferedAnyMore()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    for (int i = 0; i < 50; ++i) {
        sink.clear();
        live.start(address());
        WAIT_FOR(!sink.frames().empty());
        live.stop();
        const std::size_t count = sink.frames().size();
        QVERIFY(!live.takePreview());
        QTest::qWait(2);
        QCOMPARE(sink.frames().size(), count);
    }
}

void TestThreadedLive::aVideoIsPacedByItsClock()
{
    SinkDouble sink;
    ThreadedLive live(sink, video(26).opener());
    QElapsedTimer timer;
    timer.start();
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(live.state().phase == Phase::Ended);
    // 25 intervals of 40 ms; later is the machine's business.
    QVERIFY2(timer.elapsed() >= 950, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(sink.frames().size(), 26U);
    QVERIFY(!live.state().isLive);
    QCOMPARE(live.state().rate, ScriptedSource::kRate);
}

void TestThreadedLive::aFasterSpeedTakesLessTime()
{
    SinkDouble sink;
    ThreadedLive live(sink, video(51).opener());
    live.setSpeed(4);
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(live.state().phase == Phase::Ended);
    const auto frames = sink.frames();
    QCOMPARE(frames.size(), 51U);
    const auto took = frames.back().frame.captured - frames.front().frame.captured;
    QVERIFY(took >= 480ms);
    QVERIFY(took < 2000ms * kSlowdown);
}

void TestThreadedLive::pauseStepAndSeek()
{
    SinkDouble sink;
    ThreadedLive live(sink, video().opener());
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(sink.frames().size() > 2);
    live.pause();
    QTest::qWait(60);
    const std::int64_t last = sink.numbers().back();
    const auto next = [&](std::size_t count) { return sink.numbers().size() >= count; };
    const std::size_t count = sink.numbers().size();
    live.step(1);
    WAIT_FOR(next(count + 1));
    QCOMPARE(sink.numbers().back(), last + 1);
    live.step(3);
    WAIT_FOR(next(count + 2));
    QCOMPARE(sink.numbers().back(), last + 4);
    live.step(-2);
    WAIT_FOR(next(count + 3));
    QCOMPARE(sink.numbers().back(), last + 2);
    live.seek(20);
    WAIT_FOR(next(count + 4));
    QCOMPARE(sink.numbers().back(), 500);
    QTest::qWait(100);
    QCOMPARE(sink.numbers().size(), count + 4);
    live.resume();
    WAIT_FOR(next(count + 5));
    QCOMPARE(sink.numbers()[count + 4], 501);
}

void TestThreadedLive::aVideoEndsAndPlaysAgain()
{
    SinkDouble sink;
    ThreadedLive live(sink, video(3).opener());
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(live.state().phase == Phase::Ended);
    live.step(-1);
    WAIT_FOR(sink.numbers().size() >= 5 && live.state().phase == Phase::Ended);
    QCOMPARE(sink.numbers()[3], 1);
    QCOMPARE(sink.numbers()[4], 2); // not paused: it has played on
    live.resume();
    WAIT_FOR(sink.numbers().size() == 8 && live.state().phase == Phase::Ended);
    QCOMPARE(sink.numbers()[5], 0);
}

void TestThreadedLive::aLoopBeginsAgainByItself()
{
    SinkDouble sink;
    ThreadedLive live(sink, video(2).opener());
    live.setLoop(true);
    live.setSpeed(4);
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(sink.numbers().size() >= 7);
    const auto numbers = sink.numbers();
    for (std::size_t i = 0; i < 7; ++i)
        QCOMPARE(numbers[i], static_cast<std::int64_t>(i % 2));
    live.setLoop(false);
    WAIT_FOR(live.state().phase == Phase::Ended);
    // Of one frame each has its time.
    SinkDouble patient;
    ThreadedLive still(patient, video(1).opener());
    still.setLoop(true);
    still.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(patient.numbers().size() >= 2);
    const std::size_t before = patient.numbers().size();
    QTest::qWait(200);
    QVERIFY(patient.numbers().size() - before < 100);
    // Nothing in it: a loop would turn for ever.
    ThreadedLive empty(sink, Studio { {}, false }.opener());
    empty.setLoop(true);
    empty.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(empty.state().phase == Phase::Ended);
    QTest::qWait(50);
    QCOMPARE(empty.state().phase, Phase::Ended);
}

void TestThreadedLive::aJumpBeginsAnotherStretch()
{
    SinkDouble sink;
    ThreadedLive live(sink, video().opener());
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(sink.frames().size() > 1);
    live.seek(10);
    WAIT_FOR(sink.numbers().back() > 250);
    const auto frames = sink.frames();
    for (std::size_t i = 1; i < frames.size(); ++i) {
        const bool follows = frames[i].frame.number == frames[i - 1].frame.number + 1;
        QCOMPARE(frames[i].stretch == frames[i - 1].stretch, follows);
    }
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(sink.frames().back().run == 2);
    QVERIFY(sink.frames().back().stretch > frames.back().stretch);
}

void TestThreadedLive::framesAreTurned()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.setOrientation({ .quarterTurns = 1, .isMirrored = false });
    live.start(address());
    WAIT_FOR(!sink.frames().empty());
    QCOMPARE(sink.frames().back().frame.image.size(), (Size { 24, 32 }));
    live.setOrientation({ .quarterTurns = 2, .isMirrored = true });
    WAIT_FOR(sink.frames().back().frame.image.size() == (Size { 32, 24 }));
}

void TestThreadedLive::framesBringACopyForTheScreen()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    const auto last = [&sink] { return sink.frames().back().frame; };
    live.start(address());
    WAIT_FOR(!sink.frames().empty());
    QVERIFY(last().onScreen.isNull()); // nobody asked
    live.setSizeOnScreen({ 16, 12 });
    WAIT_FOR(last().onScreen.size() == (Size { 16, 12 }));
    const Frame frame = last();
    QCOMPARE(frame.image.size(), (Size { 32, 24 }));
    QCOMPARE(frame.onScreen.pixels()[0], frame.image.pixels()[0]);
    Preview preview;
    WAIT_FOR((preview = live.takePreview().value_or(preview)).onScreen.size() == (Size { 16, 12 }));
    live.setSizeOnScreen({ 64, 48 }); // larger: the window makes that itself
    WAIT_FOR(last().onScreen.isNull());
    live.setOrientation({ .quarterTurns = 1, .isMirrored = false });
    live.setSizeOnScreen({ 12, 28 }); // smaller than what is turned, and only than that
    WAIT_FOR(last().onScreen.size() == (Size { 12, 28 }));
    live.setSizeOnScreen({});
    WAIT_FOR(last().onScreen.isNull());
}

void TestThreadedLive::anotherSizeInTheMiddle()
{
    SinkDouble sink;
    ThreadedLive live(sink,
        camera({ { Kind::Frames, 3, { 32, 24 } }, { Kind::Frames, kEver, { 64, 48 } } }).opener());
    live.start(address());
    WAIT_FOR(sink.frames().size() > 4);
    QCOMPARE(sink.frames()[2].frame.image.size(), (Size { 32, 24 }));
    QCOMPARE(sink.frames()[3].frame.image.size(), (Size { 64, 48 }));
}

void TestThreadedLive::aStallIsToldOnceAndPasses()
{
    SinkDouble sink;
    ThreadedLive live(sink,
        camera({ { Kind::Frames, 3 }, { Kind::Stall, 4 }, { Kind::Frames, 5 }, { Kind::Silence } })
            .opener());
    live.start(address());
    WAIT_FOR(sink.frames().size() == 8);
    const auto failures = live.takeFailures();
    QCOMPARE(failures.size(), 1U);
    QCOMPARE(failures[0].of, Failure::Of::Live);
    QCOMPARE(failures[0].error.code, ErrorCode::SourceStalled);
    WAIT_FOR(live.state().phase == Phase::Running);
}

void TestThreadedLive::aLossIsTheEnd()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera({ { Kind::Frames, 3 }, { Kind::Loss } }).opener());
    live.start(address());
    WAIT_FOR(live.state().phase == Phase::Failed);
    QCOMPARE(sink.frames().size(), 3U);
    const auto failures = live.takeFailures();
    QCOMPARE(failures.size(), 1U);
    QCOMPARE(failures[0].error.code, ErrorCode::SourceLost);
    live.start(address());
    WAIT_FOR(sink.frames().size() == 6);
}

void TestThreadedLive::aDamagedPartIsToldAndPassed()
{
    SinkDouble sink;
    Studio studio = video();
    studio.scenes = { { Kind::Frames, 2 }, { Kind::Damage, 3 }, { Kind::Frames, 2 } };
    ThreadedLive live(sink, studio.opener());
    live.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(live.state().phase == Phase::Ended);
    QCOMPARE(sink.frames().size(), 4U);
    QCOMPARE(live.takeFailures().size(), 1U);
    studio.scenes = { { Kind::Damage, 100'000 } };
    ThreadedLive hopeless(sink, studio.opener());
    hopeless.start(address(SourceAddress::Kind::VideoFile));
    WAIT_FOR(hopeless.state().phase == Phase::Failed);
    QCOMPARE(hopeless.takeFailures().size(), 1U);
}

void TestThreadedLive::whatCannotBeOpenedIsTold_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not there") << ErrorCode::SourceNotFound;
    QTest::newRow("used by another program") << ErrorCode::SourceBusy;
    QTest::newRow("no permission") << ErrorCode::SourceDenied;
    QTest::newRow("nothing came in time") << ErrorCode::SourceStalled;
    QTest::newRow("not a video") << ErrorCode::NotAVideo;
    QTest::newRow("no video module") << ErrorCode::VideoNotHere;
}

void TestThreadedLive::whatCannotBeOpenedIsTold()
{
    QFETCH(ErrorCode, code);
    Studio studio = camera();
    studio.error = makeError(code, "Test camera");
    SinkDouble sink;
    ThreadedLive live(sink, studio.opener());
    live.start(address());
    WAIT_FOR(live.state().phase == Phase::Failed);
    const auto failures = live.takeFailures();
    QCOMPARE(failures.size(), 1U);
    QCOMPARE(failures[0].error.code, code);
    QCOMPARE(live.state().address.location, std::string("/dev/nothing"));
}

void TestThreadedLive::theScreenIsWatchedAsItIsPut()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.putScreen(plainPicture({ 8, 8 }, 250)); // of before
    live.start(address(SourceAddress::Kind::Screen));
    QVERIFY(live.state().isLive);
    WAIT_FOR(live.state().phase == Phase::Running);
    QVERIFY(sink.frames().empty());
    for (int i = 1; i <= 5; ++i) {
        live.putScreen(plainPicture({ 32 + i, 24 }, i));
        WAIT_FOR(sink.frames().size() == static_cast<std::size_t>(i));
        QCOMPARE(sink.frames().back().frame.image.size(), (Size { 32 + i, 24 }));
        QCOMPARE(int(sink.frames().back().frame.image.pixels()[0]), i);
    }
    live.stop();
    live.putScreen(plainPicture({ 8, 8 }, 250));
    live.start(address(SourceAddress::Kind::Screen));
    WAIT_FOR(live.state().phase == Phase::Running);
    QTest::qWait(50);
    QCOMPARE(sink.frames().size(), 5U);
}

void TestThreadedLive::aHeldScreenIsNoStall()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.start(address(SourceAddress::Kind::Screen));
    live.putScreen(plainPicture({ 8, 8 }, 1));
    WAIT_FOR(sink.frames().size() == 1);
    live.pause();
    QTest::qWait(5500); // longer than a live source may be silent
    QVERIFY(live.takeFailures().empty());
    QCOMPARE(live.state().phase, Phase::Running);
    live.resume();
    live.putScreen(plainPicture({ 8, 8 }, 2));
    WAIT_FOR(sink.frames().size() == 2);
    QElapsedTimer timer;
    timer.start();
    live.pause();
    live.stop();
    live.start(address());
    WAIT_FOR(sink.frames().size() > 2);
    QVERIFY2(timer.elapsed() < 1000 * kSlowdown, qPrintable(QString::number(timer.elapsed())));
}

void TestThreadedLive::whyTheScreenIsLostIsTold()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.start(address(SourceAddress::Kind::Screen));
    live.putScreen(makeError(ErrorCode::ScreenDenied, "Screen region"));
    WAIT_FOR(live.state().phase == Phase::Failed);
    const auto failures = live.takeFailures();
    QCOMPARE(failures.size(), 1U);
    QCOMPARE(failures[0].error.code, ErrorCode::ScreenDenied);
    live.start(live.state().address); // again
    live.putScreen(plainPicture({ 8, 8 }, 1));
    WAIT_FOR(sink.frames().size() == 1);
}

void TestThreadedLive::smoothingReachesTheNetwork()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.setSmoothing(1.5);
    live.setThreshold(0.4);
    QCOMPARE(sink.smoothing().seconds, 1.5);
    QCOMPARE(sink.smoothing().threshold, 0.4);
}

void TestThreadedLive::closingDuringAStallIsQuick()
{
    SinkDouble sink;
    QElapsedTimer timer;
    {
        ThreadedLive live(sink, camera({ { Kind::Frames, 2 }, { Kind::Silence } }).opener());
        live.start(address());
        WAIT_FOR(sink.frames().size() == 2);
        timer.start();
    }
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    {
        ThreadedLive live(sink, video(1).opener());
        live.start(address(SourceAddress::Kind::VideoFile));
        WAIT_FOR(live.state().phase == Phase::Ended);
        timer.start();
    }
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void TestThreadedLive::aThousandStartsLeaveNothingBehind()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    live.start(address());
    WAIT_FOR(!sink.frames().empty());
    const qsizetype threads = countOf("task");
    const qsizetype files = countOf("fd");
    for (int i = 0; i < 1000; ++i) {
        live.start(address());
        if (i % 10 == 0)
            WAIT_FOR(!sink.frames().empty());
        live.stop();
        sink.clear();
    }
    QCoreApplication::processEvents();
    QCOMPARE(countOf("task"), threads);
    QCOMPARE(countOf("fd"), files);
    for (int i = 0; i < 100; ++i) {
        ThreadedLive other(sink, camera().opener());
        other.start(address());
    }
    QCOMPARE(countOf("task"), threads);
    QCOMPARE(countOf("fd"), files);
}

void TestThreadedLive::sourcesAreSwitchedWithoutMixing()
{
    SinkDouble sink;
    ThreadedLive live(sink, camera().opener());
    const qsizetype files = countOf("fd");
    for (std::uint64_t i = 1; i <= 200; ++i) {
        live.start(address());
        QCOMPARE(live.state().run, i);
        WAIT_FOR(!sink.frames().empty() && sink.frames().back().run == i);
    }
    live.stop();
    const auto frames = sink.frames();
    for (std::size_t i = 1; i < frames.size(); ++i) {
        QVERIFY(frames[i].run >= frames[i - 1].run);
        if (frames[i].run != frames[i - 1].run)
            QCOMPARE(frames[i].capturedFrames, 1);
    }
    QCOMPARE(countOf("fd"), files);
}

QTEST_GUILESS_MAIN(TestThreadedLive)
#include "tst_threaded_live.moc"

#include "capture/video/blocking_reader.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

/// What a reader that cannot be interrupted does; the script's own thread tells when it is over.
struct Script {
    std::chrono::milliseconds openTakes = 0ms;
    std::chrono::milliseconds readTakes = 1ms;
    int frames = 1000; ///< then it is lost, or at its end
    bool isLive = true;
    bool throws = false;
    bool endsWell = false; ///< though it is live
    std::shared_ptr<std::atomic<int>> alive = std::make_shared<std::atomic<int>>(0);
};

class SlowReader : public BlockingReader {
public:
    explicit SlowReader(Script script)
        : m_script(std::move(script))
    {
        ++*m_script.alive;
    }
    ~SlowReader() override { --*m_script.alive; }

    Result<SourceTraits> open() override
    {
        std::this_thread::sleep_for(m_script.openTakes);
        return SourceTraits { "slow", { 8, 8 }, 100, m_script.isLive };
    }
    Result<std::optional<Picture>> read() override
    {
        std::this_thread::sleep_for(m_script.readTakes);
        if (m_script.throws)
            throw std::runtime_error("as the script says");
        if (m_next >= m_script.frames && m_script.isLive && !m_script.endsWell)
            return makeError(ErrorCode::SourceLost, "slow");
        if (m_next >= m_script.frames)
            return std::optional<Picture>();
        const int number = m_next++;
        return std::optional(Picture { plainPicture({ 8, 8 }, number % 256), number / 100.0 });
    }
    bool isAtEnd() const override { return m_next >= m_script.frames; }
    void seek(double seconds) override { m_next = static_cast<int>(seconds * 100 + 0.5); }

private:
    Script m_script;
    int m_next = 0;
};

Result<std::unique_ptr<FrameSource>> opened(
    const Script& script, std::stop_token stop = {}, OpenLimits limits = {})
{
    return openOnThread(std::make_unique<SlowReader>(script), "slow", std::move(stop), limits);
}

/// Requests a stop after a while.
std::jthread stopLater(std::stop_source stop, std::chrono::milliseconds wait)
{
    return std::jthread([stop, wait]() mutable {
        std::this_thread::sleep_for(wait);
        stop.request_stop();
    });
}

} // namespace

class ReadingThreadTest : public QObject {
    Q_OBJECT
private slots:
    void theNewestFrameWaits();
    void aMediumLosesNothing();
    void aMediumJumps();
    void aLossIsTold();
    void aLiveSourceMayTurnOutToBeAFile();
    void anExceptionIsAnError();
    void aStallIsToldInTime();
    void aSlowOpenIsToldInTime();
    void aStopEndsAnOpenThatHangs();
    void aStopEndsAReadThatHangs();
    void aThreadLeftBehindTidiesUp();
};

void ReadingThreadTest::theNewestFrameWaits()
{
    const auto source = opened({});
    QVERIFY(source);
    const auto first = (*source)->next({});
    std::this_thread::sleep_for(100ms);
    const auto later = (*source)->next({});
    QVERIFY(first && *first && later && *later);
    QVERIFY((*later)->number > (*first)->number + 5);
    QCOMPARE(int((*later)->image.pixels()[0]), int((*later)->number));
    QVERIFY((*later)->seconds > (*first)->seconds + 0.05);
}

void ReadingThreadTest::aMediumLosesNothing()
{
    const auto source = opened({ .frames = 50, .isLive = false });
    QVERIFY(source);
    for (int number = 0; number < 50; ++number) {
        if (number == 20)
            std::this_thread::sleep_for(100ms);
        const auto frame = (*source)->next({});
        QVERIFY(frame && *frame);
        QCOMPARE((*frame)->number, number);
        QCOMPARE((*frame)->seconds, number / 100.0);
    }
    QVERIFY(!*(*source)->next({}));
    QVERIFY(!*(*source)->next({}));
}

void ReadingThreadTest::aMediumJumps()
{
    const auto source = opened({ .frames = 50, .isLive = false });
    QVERIFY(source);
    QVERIFY(*(*source)->next({}));
    for (const double target : { 0.3, 0.1, 0.49 }) {
        std::this_thread::sleep_for(10ms);
        QVERIFY((*source)->seek(target, {}));
        const auto frame = (*source)->next({});
        QVERIFY(frame && *frame);
        QCOMPARE((*frame)->seconds, target);
    }
    QVERIFY(!*(*source)->next({}));
    QVERIFY((*source)->seek(0, {}));
    QCOMPARE((*(*source)->next({}))->seconds, 0.0);
}

void ReadingThreadTest::aLossIsTold()
{
    const auto source = opened({ .frames = 3 });
    QVERIFY(source);
    ErrorCode code = ErrorCode::Internal;
    for (int i = 0; i < 5; ++i)
        if (const auto frame = (*source)->next({}); !frame)
            code = frame.error().code;
    QCOMPARE(code, ErrorCode::SourceLost);
    QCOMPARE((*source)->next({}).error().code, ErrorCode::SourceLost);
}

void ReadingThreadTest::aLiveSourceMayTurnOutToBeAFile()
{
    const auto source = opened({ .frames = 3, .endsWell = true });
    QVERIFY(source);
    while (const auto frame = (*source)->next({}))
        if (!*frame)
            break;
    const auto after = (*source)->next({});
    QVERIFY(after && !*after);
}

void ReadingThreadTest::anExceptionIsAnError()
{
    const auto source = opened({ .throws = true });
    QVERIFY(source);
    const auto frame = (*source)->next({});
    QVERIFY(!frame);
    QCOMPARE(frame.error().code, ErrorCode::Internal);
    QCOMPARE(frame.error().detail, std::string("as the script says"));
}

void ReadingThreadTest::aStallIsToldInTime()
{
    const auto source = opened({ .readTakes = 700ms }, {}, { .frame = 200ms });
    QVERIFY(source);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE((*source)->next({}).error().code, ErrorCode::SourceStalled);
    QVERIFY2(timer.elapsed() < 600, qPrintable(QString::number(timer.elapsed())));
    bool hasCome = false;
    while (!hasCome && timer.elapsed() < 5000)
        hasCome = (*source)->next({}).has_value();
    QVERIFY(hasCome);
}

void ReadingThreadTest::aSlowOpenIsToldInTime()
{
    QElapsedTimer timer;
    timer.start();
    const auto source = opened({ .openTakes = 4000ms }, {}, { .open = 200ms });
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::SourceStalled);
    QVERIFY2(timer.elapsed() < 2500 * kSlowdown, qPrintable(QString::number(timer.elapsed())));
}

void ReadingThreadTest::aStopEndsAnOpenThatHangs()
{
    std::stop_source stop;
    const auto later = stopLater(stop, 100ms);
    QElapsedTimer timer;
    timer.start();
    const auto source = opened({ .openTakes = 3000ms }, stop.get_token());
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::Cancelled);
    QVERIFY2(timer.elapsed() < 1100, qPrintable(QString::number(timer.elapsed())));
}

void ReadingThreadTest::aStopEndsAReadThatHangs()
{
    auto source = opened({ .readTakes = 3000ms });
    QVERIFY(source);
    std::stop_source stop;
    const auto later = stopLater(stop, 100ms);
    QElapsedTimer timer;
    timer.start();
    const auto frame = (*source)->next(stop.get_token());
    QVERIFY(frame && !*frame);
    source->reset();
    QVERIFY2(timer.elapsed() < 1100, qPrintable(QString::number(timer.elapsed())));
}

void ReadingThreadTest::aThreadLeftBehindTidiesUp()
{
    Script script { .readTakes = 1500ms };
    auto source = opened(script);
    QVERIFY(source);
    std::this_thread::sleep_for(100ms); // until it reads
    source->reset();
    QCOMPARE(int(*script.alive), 1);
    QTRY_COMPARE_WITH_TIMEOUT(int(*script.alive), 0, 5000);
}

QTEST_GUILESS_MAIN(ReadingThreadTest)
#include "tst_reading_thread.moc"

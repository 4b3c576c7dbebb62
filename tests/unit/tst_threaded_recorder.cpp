#include "service/threaded_recorder.h"

#include "capture/frame_source.h"
#include "support/scripted_source.h"
#include "support/small_disk.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>
#include <semaphore>
#include <stdexcept>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

using Phase = RecordingState::Phase;

constexpr Size kSize { 64, 48 };
constexpr int kPatience = 20'000; ///< ms
constexpr int kFewRows = 2;

Image noise(unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::uint8_t> rgb(std::size_t { 3 } * kSize.width * kSize.height);
    for (auto& value : rgb)
        value = std::uint8_t(random());
    return { kSize, std::move(rgb) };
}

RecordedFrame frameAt(double seconds, std::int64_t number)
{
    static const auto kLabels = std::make_shared<const Labels>(
        Labels { { "n1", "tabby" }, { "n2", "lynx" }, { "", "a, b" } });
    auto answer = std::make_shared<Recognition>();
    answer->id = std::uint64_t(number) + 1;
    answer->labels = kLabels;
    answer->output = Tensor { { 3 }, { 0.25F, 0.625F, 0.125F } };
    answer->logits = { 1, 2, 0 };
    answer->picture.image = plainPicture(kSize, int(number) * 5 % 250);
    answer->picture.fullSize = kSize;
    FrameStamp stamp;
    stamp.number = number;
    stamp.seconds = seconds;
    stamp.captured = std::chrono::steady_clock::now();
    stamp.smoothed = { 0.5F, 0.25F, 0.25F };
    stamp.order = { 0, 1, 2 };
    stamp.isSure = number % 2 == 0;
    answer->frame = std::move(stamp);
    return { answer, {}, number < 5 ? "tabby" : "lynx", {} };
}

RecordedFrame frameAt(int number)
{
    return frameAt(number * 0.04, number);
}

/// The recording thread is busy with it until it is let go.
class HeldFrame {
public:
    /// Returns when the thread is at it.
    void giveTo(ThreadedRecorder& recorder)
    {
        RecordedFrame frame = frameAt(0);
        frame.picture = [this] {
            m_begun.release();
            m_goOn.acquire();
            return plainPicture(kSize, 0);
        };
        recorder.record(std::move(frame));
        m_begun.acquire();
    }
    void letGo() { m_goOn.release(); }

private:
    std::binary_semaphore m_begun { 0 };
    std::binary_semaphore m_goOn { 0 };
};

/// Frames of a video; −1 when it cannot be read.
int framesIn(const QString& path)
{
    const auto source = openSource(parseSourceAddress(path.toStdString()), {});
    if (!source)
        return -1;
    int frames = 0;
    for (auto frame = (*source)->next({}); frame && *frame; frame = (*source)->next({}))
        ++frames;
    return frames;
}

} // namespace

class ThreadedRecorderTest : public QObject {
    Q_OBJECT
private slots:
    void init();
    void everyFrameIsWritten();
    void onlyWhatWasChosenIsWritten();
    void logsSayWhatAFrameIs();
    void theConfigurationMayChange();
    void goingBackIsRecorded();
    void theLengthIsThatOfWhatWasWritten_data();
    void theLengthIsThatOfWhatWasWritten();
    void theVideoHasThePictureThatWasMadeForIt();
    void nothingIsOverwritten();
    void noFramesNoFiles();
    void oneRecordingEndsWhereTheNextBegins();
    void framesBesideARecordingAreNotWritten();
    void aFolderThatCannotBeWrittenIsTold_data();
    void aFolderThatCannotBeWrittenIsTold();
    void aFullDiskLeavesSoundFiles_data();
    void aFullDiskLeavesSoundFiles();
    void aPictureThatCannotBeMadeEndsIt();
    void whatIsTooMuchIsLeftOut();
    void stoppingDoesNotWait();
    void theEndFinishesTheFiles();
    void theEndDoesNotTakeLong();
    void picturesAreCollected();
    void whatCannotBeCollectedIsTold();
    void tooManyPicturesAreLeftOut();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files, QDir::Name); }
    QList<QByteArray> lines(const QString& name) const;
    RecordingPlan plan() const;
    /// Waits until it was written or left out.
    void give(RecordedFrame frame);
    void stop();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ThreadedRecorder> m_recorder;
};

void ThreadedRecorderTest::init()
{
    m_recorder = nullptr;
    m_folder = std::make_unique<QTemporaryDir>();
    m_recorder = std::make_unique<ThreadedRecorder>();
}

QList<QByteArray> ThreadedRecorderTest::lines(const QString& name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n')
                                          : QList<QByteArray> {};
}

RecordingPlan ThreadedRecorderTest::plan() const
{
    RecordingPlan plan;
    plan.folder = m_folder->path().toStdString();
    plan.name = "a b";
    plan.table = true;
    plan.jsonLines = true;
    plan.rate = 25;
    plan.rows = kFewRows;
    return plan;
}

void ThreadedRecorderTest::give(RecordedFrame frame)
{
    const auto done = [this] {
        const RecordingState state = m_recorder->recording();
        return state.frames + state.leftOut;
    };
    const std::int64_t before = done();
    m_recorder->record(std::move(frame));
    QVERIFY(QTest::qWaitFor(
        [&] { return done() > before || !m_recorder->recording().isOn(); }, kPatience));
}

void ThreadedRecorderTest::stop()
{
    m_recorder->stopRecording();
    QTRY_COMPARE_WITH_TIMEOUT(m_recorder->recording().phase, Phase::Idle, kPatience);
}

void ThreadedRecorderTest::everyFrameIsWritten()
{
    QSignalSpy changed(m_recorder.get(), &RecordService::recordingChanged);
    m_recorder->startRecording(plan());
    QVERIFY(m_recorder->recording().isOn());
    for (int number = 0; number < 20; ++number)
        give(frameAt(number));
    QVERIFY(files().contains(u"a b.part.mp4"_s) && files().contains(u"a b.csv.part"_s));
    stop();
    QTRY_VERIFY(changed.count() >= 2);
    const RecordingState state = m_recorder->recording();
    QCOMPARE(state.frames, 20);
    QCOMPARE(state.leftOut, 0);
    QVERIFY(!state.hasFailed);
    QCOMPARE(state.files.size(), std::size_t { 4 });
    QCOMPARE(QString::fromStdString(state.files.front().string()), path(u"a b.mp4"_s));
    QCOMPARE(files(), (QStringList { u"a b.csv"_s, u"a b.jsonl"_s, u"a b.mp4"_s, u"a b.srt"_s }));
    QCOMPARE(framesIn(path(u"a b.mp4"_s)), 20);
    QCOMPARE(lines(u"a b.csv"_s).size(), 22);
    QCOMPARE(lines(u"a b.jsonl"_s).size(), 21);
    QCOMPARE(lines(u"a b.srt"_s).count("tabby"), 1);
    QCOMPARE(lines(u"a b.srt"_s).count("lynx"), 1);
    QVERIFY(m_recorder->takeFailures().empty());
}

void ThreadedRecorderTest::onlyWhatWasChosenIsWritten()
{
    RecordingPlan log = plan();
    log.video = false;
    log.jsonLines = false;
    m_recorder->startRecording(log);
    give(frameAt(0));
    stop();
    QCOMPARE(files(), QStringList { u"a b.csv"_s });
}

void ThreadedRecorderTest::logsSayWhatAFrameIs()
{
    RecordingPlan log = plan();
    log.configuration = { { "model", "1.0 / 224" } };
    m_recorder->startRecording(log);
    RecordedFrame frame = frameAt(1.5, 7);
    frame.configuration = log.configuration;
    const auto now = std::chrono::system_clock::now();
    give(std::move(frame));
    stop();
    const auto head = nlohmann::json::parse(lines(u"a b.jsonl"_s)[0].toStdString());
    QCOMPARE(head.at("configuration").at("model").get<std::string>(), std::string("1.0 / 224"));
    const auto row = nlohmann::json::parse(lines(u"a b.jsonl"_s)[1].toStdString());
    QCOMPARE(row.at("frame").get<int>(), 7);
    QCOMPARE(row.at("time").get<double>(), 1.5);
    QCOMPARE(row.at("sure").get<bool>(), false);
    QCOMPARE(row.at("predictions").size(), std::size_t { kFewRows });
    QCOMPARE(row.at("predictions")[0].at("label").get<std::string>(), std::string("lynx"));
    QCOMPARE(row.at("predictions")[0].at("probability").get<double>(), 0.625);
    QCOMPARE(row.at("smoothed")[0].at("label").get<std::string>(), std::string("tabby"));
    QCOMPARE(row.at("smoothed")[0].at("id").get<std::string>(), std::string("n1"));
    const QDateTime stamp = QDateTime::fromString(
        QString::fromStdString(row.at("time_stamp").get<std::string>()), Qt::ISODateWithMs);
    const QDateTime expected = QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    QVERIFY(qAbs(stamp.msecsTo(expected)) < 5000);
}

void ThreadedRecorderTest::theConfigurationMayChange()
{
    RecordingPlan log = plan();
    log.video = false;
    log.configuration = { { "model", "one" } };
    m_recorder->startRecording(log);
    for (int number = 0; number < 6; ++number) {
        RecordedFrame frame = frameAt(number);
        frame.configuration = { { "model", number < 3 ? "one" : "two" } };
        give(std::move(frame));
    }
    stop();
    const QList<QByteArray> table = lines(u"a b.csv"_s);
    QCOMPARE(table.size(), 2 + 3 + 1 + 3);
    QCOMPARE(table[0], "# {\"model\":\"one\"}"_ba);
    QCOMPARE(table[5], "# {\"model\":\"two\"}"_ba);
    QCOMPARE(lines(u"a b.jsonl"_s)[4], "{\"configuration\":{\"model\":\"two\"}}"_ba);
}

void ThreadedRecorderTest::goingBackIsRecorded()
{
    m_recorder->startRecording(plan());
    for (int number = 0; number < 20; ++number)
        give(frameAt(number % 10 * 0.04, number)); // a loop
    give(frameAt(100, 20)); // a seek
    give(frameAt(3.5, 21)); // and back
    stop();
    QCOMPARE(m_recorder->recording().frames, 22);
    QCOMPARE(framesIn(path(u"a b.mp4"_s)), 22);
    const QList<QByteArray> rows = lines(u"a b.csv"_s);
    QCOMPARE(rows.size(), 24);
    QVERIFY(rows[2 + 10].contains(",10,0.000000,"));
    QVERIFY(rows[2 + 21].contains(",21,3.500000,"));
}

void ThreadedRecorderTest::theLengthIsThatOfWhatWasWritten_data()
{
    QTest::addColumn<bool>("hasVideo");
    QTest::addColumn<double>("seconds");
    QTest::newRow("a video: its frames at 25 a second") << true << 1.12;
    QTest::newRow("logs: what is between their frames") << false << 1.0;
}

void ThreadedRecorderTest::theLengthIsThatOfWhatWasWritten()
{
    QFETCH(bool, hasVideo);
    QFETCH(double, seconds);
    RecordingPlan some = plan();
    some.video = hasVideo;
    m_recorder->startRecording(some);
    int number = 0;
    QTest::qWait(50); // nothing comes: it stands still
    QCOMPARE(m_recorder->recording().seconds, 0.0);
    // Half a second, five minutes frozen, half a second, and from the beginning again.
    for (const double time : { 0.0, 0.48, 300.0, 300.52, 0.0 })
        give(frameAt(time, number++));
    stop();
    QVERIFY2(std::abs(m_recorder->recording().seconds - seconds) < 0.001,
        qPrintable(QString::number(m_recorder->recording().seconds)));
}

void ThreadedRecorderTest::theVideoHasThePictureThatWasMadeForIt()
{
    m_recorder->startRecording(plan());
    for (int number = 0; number < 3; ++number) {
        RecordedFrame frame = frameAt(number);
        frame.picture = [] { return plainPicture({ 96, 64 }, 230); };
        give(std::move(frame));
    }
    stop();
    const auto source = openSource(parseSourceAddress(path(u"a b.mp4"_s).toStdString()), {});
    QVERIFY(source);
    const auto frame = (*source)->next({});
    QVERIFY(frame && *frame);
    QCOMPARE((*frame)->image.size(), (Size { 96, 64 }));
    QVERIFY((*frame)->image.pixels()[0] > 215);
}

void ThreadedRecorderTest::nothingIsOverwritten()
{
    QFile old(path(u"a b.csv"_s));
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    for (int round = 0; round < 2; ++round) {
        m_recorder->startRecording(plan());
        give(frameAt(0));
        stop();
    }
    QCOMPARE(lines(u"a b.csv"_s), QList<QByteArray> { "old" });
    for (const char* name : { "a b (2).mp4", "a b (2).csv", "a b (3).mp4", "a b (3).jsonl" })
        QVERIFY2(files().contains(QLatin1StringView(name)), name);
}

void ThreadedRecorderTest::noFramesNoFiles()
{
    m_recorder->startRecording(plan());
    QTRY_VERIFY_WITH_TIMEOUT(!m_recorder->recording().files.empty(), kPatience);
    QVERIFY(!files().isEmpty());
    stop();
    QCOMPARE(files(), QStringList {});
    QVERIFY(m_recorder->takeFailures().empty());
}

void ThreadedRecorderTest::oneRecordingEndsWhereTheNextBegins()
{
    m_recorder->startRecording(plan());
    give(frameAt(0));
    RecordingPlan next = plan();
    next.name = "next";
    m_recorder->startRecording(next);
    QCOMPARE(m_recorder->recording().frames, 0);
    give(frameAt(1));
    stop();
    QCOMPARE(m_recorder->recording().number, std::uint64_t { 2 });
    QCOMPARE(files().size(), 8);
    QCOMPARE(lines(u"a b.csv"_s).size(), 3);
    QCOMPARE(lines(u"next.csv"_s).size(), 3);
}

void ThreadedRecorderTest::framesBesideARecordingAreNotWritten()
{
    m_recorder->record(frameAt(0));
    m_recorder->startRecording(plan());
    give(frameAt(1));
    m_recorder->stopRecording();
    m_recorder->record(frameAt(2));
    stop();
    QCOMPARE(m_recorder->recording().frames, 1);
    QCOMPARE(m_recorder->recording().leftOut, 0);
    QCOMPARE(lines(u"a b.csv"_s).size(), 3);
}

void ThreadedRecorderTest::aFolderThatCannotBeWrittenIsTold_data()
{
    QTest::addColumn<bool>("hasVideo");
    QTest::newRow("a video") << true;
    QTest::newRow("a table") << false;
}

void ThreadedRecorderTest::aFolderThatCannotBeWrittenIsTold()
{
    QFETCH(bool, hasVideo);
    QSignalSpy failed(m_recorder.get(), &RecordService::failed);
    RecordingPlan nowhere = plan();
    nowhere.video = hasVideo;
    nowhere.folder = "/proc/self/nothing";
    m_recorder->startRecording(nowhere);
    m_recorder->record(frameAt(0));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
    const auto failures = m_recorder->takeFailures();
    QCOMPARE(failures.size(), std::size_t { 1 });
    QCOMPARE(failures[0].of, Failure::Of::Recording);
    QCOMPARE(failures[0].error.code, ErrorCode::FileUnwritable);
    QVERIFY(failures[0].error.subject.starts_with("/proc/self/nothing"));
    QCOMPARE(m_recorder->recording().phase, Phase::Idle);
    QVERIFY(m_recorder->recording().files.empty());
    m_recorder->startRecording(plan()); // elsewhere it works
    give(frameAt(0));
    stop();
    QCOMPARE(files().size(), 4);
}

void ThreadedRecorderTest::aFullDiskLeavesSoundFiles_data()
{
    QTest::addColumn<bool>("hasVideo");
    QTest::addColumn<int>("bytes");
    QTest::newRow("a table") << false << 4000;
    QTest::newRow("a video") << true << 8'700'000;
}

void ThreadedRecorderTest::aFullDiskLeavesSoundFiles()
{
    QFETCH(bool, hasVideo);
    QFETCH(int, bytes);
    std::vector<Failure> failures;
    {
        const SmallDisk disk(static_cast<rlim_t>(bytes));
        RecordingPlan small = plan();
        small.video = hasVideo;
        small.jsonLines = false;
        m_recorder->startRecording(small);
        for (int number = 0; number < 2000 && m_recorder->recording().isOn(); ++number) {
            RecordedFrame frame = frameAt(number);
            frame.picture = [number] { return noise(unsigned(number)); };
            give(std::move(frame));
        }
        failures = m_recorder->takeFailures();
    }
    QCOMPARE(failures.size(), std::size_t { 1 });
    QCOMPARE(failures[0].error.code, ErrorCode::DiskFull);
    QVERIFY(m_recorder->recording().hasFailed);
    QCOMPARE(m_recorder->recording().files.size(), std::size_t { hasVideo ? 3U : 1U });
    const auto frames = int(m_recorder->recording().frames);
    QVERIFY(frames > 5);
    QCOMPARE(lines(u"a b.csv"_s).size(), frames + 2);
    if (hasVideo)
        QCOMPARE(framesIn(path(u"a b.mp4"_s)), frames);
    QVERIFY(files().filter(u"part"_s).isEmpty());
}

void ThreadedRecorderTest::aPictureThatCannotBeMadeEndsIt()
{
    m_recorder->startRecording(plan());
    give(frameAt(0));
    RecordedFrame frame = frameAt(1);
    frame.picture = []() -> Image { throw std::runtime_error("no picture"); };
    give(std::move(frame));
    QTRY_COMPARE_WITH_TIMEOUT(m_recorder->recording().phase, Phase::Idle, kPatience);
    const auto failures = m_recorder->takeFailures();
    QCOMPARE(failures.size(), std::size_t { 1 });
    QCOMPARE(failures[0].error.code, ErrorCode::Internal);
    QCOMPARE(framesIn(path(u"a b.mp4"_s)), 1);
    QCOMPARE(lines(u"a b.csv"_s).size(), 3);
}

void ThreadedRecorderTest::whatIsTooMuchIsLeftOut()
{
    HeldFrame held;
    m_recorder->startRecording(plan());
    held.giveTo(*m_recorder);
    constexpr int kTooMany = 5;
    for (int number = 1; number <= RecordOrders::kMostWaiting + kTooMany; ++number)
        m_recorder->record(frameAt(number));
    QCOMPARE(m_recorder->recording().leftOut, kTooMany);
    held.letGo();
    stop();
    QCOMPARE(m_recorder->recording().frames, 1 + RecordOrders::kMostWaiting);
    QCOMPARE(m_recorder->recording().leftOut, kTooMany);
    QCOMPARE(lines(u"a b.csv"_s).size(), 3 + RecordOrders::kMostWaiting);
}

void ThreadedRecorderTest::stoppingDoesNotWait()
{
    HeldFrame held;
    m_recorder->startRecording(plan());
    held.giveTo(*m_recorder);
    m_recorder->record(frameAt(1));
    m_recorder->stopRecording(); // would hang here
    QCOMPARE(m_recorder->recording().phase, Phase::Finishing);
    held.letGo();
    QTRY_COMPARE_WITH_TIMEOUT(m_recorder->recording().phase, Phase::Idle, kPatience);
    QCOMPARE(framesIn(path(u"a b.mp4"_s)), 2);
}

void ThreadedRecorderTest::theEndFinishesTheFiles()
{
    m_recorder->startRecording(plan());
    for (int number = 0; number < 6; ++number)
        m_recorder->record(frameAt(number * 0.12, number)); // a third of the video's rate
    m_recorder = nullptr;
    QCOMPARE(files(), (QStringList { u"a b.csv"_s, u"a b.jsonl"_s, u"a b.mp4"_s, u"a b.srt"_s }));
    const int frames = framesIn(path(u"a b.mp4"_s));
    QVERIFY2(frames >= 6 && frames <= 16, qPrintable(QString::number(frames))); // gaps or none
    QCOMPARE(lines(u"a b.csv"_s).size(), 8);
}

void ThreadedRecorderTest::theEndDoesNotTakeLong()
{
    m_recorder->startRecording(plan());
    for (int number = 0; number <= RecordOrders::kMostWaiting; ++number) {
        RecordedFrame frame = frameAt(number);
        frame.picture = [] {
            QTest::qSleep(150);
            return plainPicture(kSize, 0);
        };
        m_recorder->record(std::move(frame));
    }
    QElapsedTimer timer;
    timer.start();
    m_recorder = nullptr;
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    const int written = framesIn(path(u"a b.mp4"_s));
    QVERIFY(written > 0 && written < RecordOrders::kMostWaiting);
    QCOMPARE(lines(u"a b.csv"_s).size(), written + 2);
}

void ThreadedRecorderTest::picturesAreCollected()
{
    QSignalSpy changed(m_recorder.get(), &RecordService::collectionChanged);
    const QString folder = path(u"dataset"_s);
    m_recorder->openCollection(folder.toStdString());
    m_recorder->savePicture(noise(1), "cat");
    m_recorder->savePicture(noise(1), "cat");
    QTRY_COMPARE_WITH_TIMEOUT(m_recorder->collection().skipped, 1, kPatience);
    m_recorder->savePicture(plainPicture(kSize, 200), "dog");
    QTRY_COMPARE_WITH_TIMEOUT(m_recorder->collection().counts,
        (std::vector<LabelCount> { { "cat", 1 }, { "dog", 1 } }), kPatience);
    QVERIFY(!m_recorder->collection().problem);
    QVERIFY(changed.wait(100) || changed.count() > 0);
    QVERIFY(QFile::exists(folder + u"/dog/dog-000001.jpg"_s));
    QCOMPARE(m_recorder->collection().lastFile.filename().string(), std::string("dog-000001.jpg"));
    m_recorder->undoPicture();
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(folder + u"/dog"_s), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(
        m_recorder->collection().counts, (std::vector<LabelCount> { { "cat", 1 } }), kPatience);
    QCOMPARE(m_recorder->collection().undone.filename().string(), std::string("dog-000001.jpg"));
    QCOMPARE(m_recorder->collection().lastFile.filename().string(), std::string("cat-000001.jpg"));
    m_recorder->savePicture(plainPicture(kSize, 200), "dog");
    QTRY_VERIFY_WITH_TIMEOUT(m_recorder->collection().undone.empty(), kPatience);
}

void ThreadedRecorderTest::whatCannotBeCollectedIsTold()
{
    m_recorder->openCollection("/proc/self/nothing");
    m_recorder->savePicture(noise(1), "cat");
    QTRY_VERIFY_WITH_TIMEOUT(m_recorder->collection().problem, kPatience);
    QCOMPARE(m_recorder->collection().problem->code, ErrorCode::FileUnwritable);
    m_recorder->openCollection(m_folder->path().toStdString());
    m_recorder->savePicture(noise(1), "..");
    QTRY_VERIFY_WITH_TIMEOUT(m_recorder->collection().problem
            && m_recorder->collection().problem->code == ErrorCode::LabelUnusable,
        kPatience);
    m_recorder->savePicture(noise(1), "cat");
    QTRY_VERIFY_WITH_TIMEOUT(!m_recorder->collection().problem, kPatience);
}

void ThreadedRecorderTest::tooManyPicturesAreLeftOut()
{
    HeldFrame held;
    m_recorder->openCollection(m_folder->path().toStdString());
    m_recorder->startRecording(plan());
    held.giveTo(*m_recorder);
    for (int number = 0; number < RecordOrders::kMostWaiting + 3; ++number)
        m_recorder->savePicture(noise(unsigned(number)), "cat");
    QCOMPARE(m_recorder->collection().leftOut, 3);
    held.letGo();
    stop();
    QCOMPARE(m_recorder->collection().leftOut, 3); // said until there is room again
    QCOMPARE(m_recorder->collection().counts,
        (std::vector<LabelCount> { { "cat", RecordOrders::kMostWaiting } }));
    m_recorder->savePicture(noise(99), "cat");
    QCOMPARE(m_recorder->collection().leftOut, 0);
}

QTEST_GUILESS_MAIN(ThreadedRecorderTest)
#include "tst_threaded_recorder.moc"

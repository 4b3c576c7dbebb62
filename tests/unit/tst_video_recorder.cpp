#include "capture/video_recorder.h"
#include "support/made_videos.h"
#include "support/scripted_source.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <random>
#include <sys/resource.h>

using namespace netlens;
using namespace Qt::StringLiterals;

namespace {

Image noise(Size size, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::uint8_t> rgb(
        std::size_t { 3 } * std::size_t(size.width) * std::size_t(size.height));
    for (auto& value : rgb)
        value = std::uint8_t(random());
    return { size, std::move(rgb) };
}

/// Seconds and brightness of every frame of a video; empty when it cannot be read.
std::vector<std::pair<double, int>> framesOf(const QString& path)
{
    std::vector<std::pair<double, int>> frames;
    const auto source = openSource(parseSourceAddress(path.toStdString()), {});
    if (!source)
        return frames;
    for (auto frame = (*source)->next({}); frame && *frame; frame = (*source)->next({}))
        frames.emplace_back((*frame)->seconds, (*frame)->image.pixels()[0]);
    return frames;
}

constexpr Size kSize { 64, 48 };

} // namespace

class VideoRecorderTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void keepsTheTimesOfItsFrames();
    void shortensGaps();
    void goesOnAfterAJump();
    void fillsNoGapInAHurry();
    void otherSizesAreScaled();
    void oddSizes_data();
    void oddSizes();
    void hasItsNameOnlyWhenItIsComplete();
    void noFramesNoFile();
    void aFullDiskLeavesASoundVideo();
    void whatCannotBeWrittenIsTold_data();
    void whatCannotBeWrittenIsTold();
    void aCutFileIsNotWhole();

private:
    QString path(const char* name = "a.mp4") const
    {
        return m_folder->filePath(QString::fromUtf8(name));
    }
    Result<VideoRecorder> create(double rate = 10) const
    {
        return VideoRecorder::create(path().toStdString(), rate);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void VideoRecorderTest::keepsTheTimesOfItsFrames()
{
    auto recorder = create();
    QVERIFY(recorder);
    // Ten a second: 0.33 and 0.34 share a place, between 0.5 and 1.0 the one before stands.
    for (const auto& [seconds, brightness] : { std::pair { 100.0, 20 }, { 100.1, 40 },
             { 100.2, 60 }, { 100.33, 80 }, { 100.34, 90 }, { 100.5, 120 }, { 101.0, 200 } }) {
        QVERIFY(recorder->add(plainPicture(kSize, brightness), seconds));
    }
    QCOMPARE(recorder->position(), 1.0);
    QCOMPARE(recorder->duration(), 1.1);
    QVERIFY(recorder->finish());
    const auto frames = framesOf(path());
    QCOMPARE(frames.size(), std::size_t { 11 });
    const int expected[] { 20, 40, 60, 80, 90, 120, 120, 120, 120, 120, 200 };
    for (std::size_t i = 0; i < frames.size(); ++i) {
        QCOMPARE(frames[i].first, double(i) / 10);
        QVERIFY2(std::abs(frames[i].second - expected[i]) < 8,
            qPrintable(u"%1: %2"_s.arg(i).arg(frames[i].second)));
    }
}

void VideoRecorderTest::shortensGaps()
{
    auto recorder = create();
    QVERIFY(recorder && recorder->add(plainPicture(kSize, 20), 0));
    QVERIFY(recorder->add(plainPicture(kSize, 20), 4.9));
    QCOMPARE(recorder->duration(), 5.0);
    QVERIFY(recorder->add(plainPicture(kSize, 20), 3600));
    QCOMPARE(recorder->duration(), 5.1);
    QCOMPARE(recorder->position(), 5.0);
}

void VideoRecorderTest::goesOnAfterAJump()
{
    auto recorder = create();
    QVERIFY(recorder);
    for (const double seconds : { 5.0, 5.1, 1.0, 1.1 })
        QVERIFY(recorder->add(plainPicture(kSize, 20), seconds));
    QCOMPARE(recorder->duration(), 0.4);
}

void VideoRecorderTest::fillsNoGapInAHurry()
{
    std::stop_source stop;
    auto recorder = create();
    QVERIFY(recorder && recorder->add(plainPicture(kSize, 20), 0));
    stop.request_stop();
    for (const double seconds : { 0.1, 4.0, 4.3, 4.4 })
        QVERIFY(recorder->add(plainPicture(kSize, 20), seconds, stop.get_token()));
    QCOMPARE(recorder->duration(), 0.5);
    QVERIFY(recorder->finish());
    QCOMPARE(framesOf(path()).size(), std::size_t { 5 });
}

void VideoRecorderTest::otherSizesAreScaled()
{
    auto recorder = create();
    QVERIFY(recorder && recorder->add(plainPicture(kSize, 20), 0));
    QVERIFY(recorder->add(plainPicture({ 640, 100 }, 200), 0.1));
    QVERIFY(recorder->add(plainPicture({ 8, 8 }, 200), 0.2));
    QVERIFY(recorder->finish());
    const auto frames = framesOf(path());
    QCOMPARE(frames.size(), std::size_t { 3 });
    QVERIFY(frames[2].second > 180);
}

void VideoRecorderTest::oddSizes_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<bool>("works");
    QTest::newRow("odd") << 65 << 47 << true;
    QTest::newRow("as small as can be") << 2 << 2 << true;
    QTest::newRow("smaller") << 1 << 48 << false;
    QTest::newRow("very wide") << 2000 << 2 << true;
}

void VideoRecorderTest::oddSizes()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(bool, works);
    auto recorder = create();
    QVERIFY(recorder);
    const auto added = recorder->add(plainPicture({ width, height }, 100), 0);
    QCOMPARE(added.has_value(), works);
    if (!works)
        QCOMPARE(added.error().code, ErrorCode::NotAvailable);
    QVERIFY(recorder->finish());
    QCOMPARE(framesOf(path()).size(), std::size_t { works ? 1U : 0U });
}

void VideoRecorderTest::hasItsNameOnlyWhenItIsComplete()
{
    {
        auto recorder = create();
        QVERIFY(recorder && recorder->add(plainPicture(kSize, 20), 0));
        QVERIFY(!QFile::exists(path()));
        QVERIFY(QFile::exists(path("a.part.mp4")));
        const auto second = create();
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::FileUnwritable);
        QVERIFY(QFile::exists(path("a.part.mp4")));
    }
    QVERIFY2(QDir(m_folder->path()).isEmpty(), "without finish() nothing stays");
    auto recorder = create();
    QVERIFY(recorder && recorder->add(plainPicture(kSize, 20), 0) && recorder->finish());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList { u"a.mp4"_s });
}

void VideoRecorderTest::noFramesNoFile()
{
    auto recorder = create();
    QVERIFY(recorder && recorder->finish());
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void VideoRecorderTest::aFullDiskLeavesASoundVideo()
{
    constexpr Size kLarge { 320, 240 };
    constexpr rlim_t kDisk = 16'000'000;
    rlimit before {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small { kDisk, before.rlim_max };
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    auto recorder = create();
    Result<void> added;
    int frames = 0;
    for (; recorder && added && frames < 1000; ++frames)
        added = recorder->add(noise(kLarge, unsigned(frames)), frames * 0.1);
    const bool isFinished = recorder && recorder->finish();
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::DiskFull);
    QVERIFY(isFinished);
    QVERIFY(frames > 10);
    QCOMPARE(framesOf(path()).size(), std::size_t(frames - 1));
    QVERIFY(QFile(path()).size() <= qint64(kDisk));
}

void VideoRecorderTest::whatCannotBeWrittenIsTold_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("another suffix") << u"/tmp/a.avi"_s;
    QTest::newRow("no suffix") << u"/tmp/a"_s;
    QTest::newRow("no such folder") << u"/proc/nothing/a.mp4"_s;
    QTest::newRow("nothing") << QString();
}

void VideoRecorderTest::whatCannotBeWrittenIsTold()
{
    QFETCH(QString, name);
    const auto recorder = VideoRecorder::create(name.toStdString(), 25);
    QVERIFY(!recorder);
    QCOMPARE(recorder.error().code, ErrorCode::FileUnwritable);
}

void VideoRecorderTest::aCutFileIsNotWhole()
{
    QVERIFY(makeVideo(path(), { { noise(kSize, 1), 1.0 } }));
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(isWholeMp4(file.handle()));
    for (const qint64 cut : { file.size() - 1, file.size() / 2, qint64 { 20 }, qint64 { 0 } }) {
        QVERIFY(file.resize(cut));
        QVERIFY(!isWholeMp4(file.handle()));
    }
}

QTEST_GUILESS_MAIN(VideoRecorderTest)
#include "tst_video_recorder.moc"

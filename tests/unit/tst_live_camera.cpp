#include "service/threaded_live.h"
#include "support/picture_files.h"
#include "support/sink_double.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::StringLiterals;

namespace {

using Phase = LiveState::Phase;

constexpr int kPatienceMs = 30'000;

} // namespace

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)

/// The capture thread with a camera that support/fake_camera.c plays to this process.
class TestLiveCamera : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void framesCome();
    void itComesBackWhenPluggedInAgain();
    void aSilentCameraIsWaitedForAndLeftAtOnce();
    void whyItCannotBeOpened_data();
    void whyItCannotBeOpened();

private:
    void state(const QString& name, bool isOn) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SinkDouble> m_sink;
    std::unique_ptr<ThreadedLive> m_live;
    const SourceAddress m_camera { SourceAddress::Kind::Camera, "/dev/video42", "Fake" };
};

void TestLiveCamera::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("NETLENS_FAKE_CAMERA", m_folder->path().toUtf8());
    const Bytes jpeg = encodePicture(".jpg", gradientRaster(320, 240));
    QFile file(m_folder->filePath(u"frame.jpg"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(jpeg.data()), static_cast<qint64>(jpeg.size()));
    m_sink = std::make_unique<SinkDouble>();
    m_live = std::make_unique<ThreadedLive>(*m_sink);
}

void TestLiveCamera::cleanup()
{
    m_live.reset();
    m_sink.reset();
}

void TestLiveCamera::state(const QString& name, bool isOn) const
{
    QFile file(m_folder->filePath(name));
    QVERIFY(isOn ? file.open(QIODevice::WriteOnly) : file.remove());
}

void TestLiveCamera::framesCome()
{
    m_live->start(m_camera);
    WAIT_FOR(m_sink->frames().size() > 30);
    QCOMPARE(m_sink->frames().back().frame.image.size(), (Size { 320, 240 }));
    QVERIFY(m_live->state().isLive);
    QCOMPARE(m_live->state().name, std::string("Fake"));
}

void TestLiveCamera::itComesBackWhenPluggedInAgain()
{
    m_live->start(m_camera);
    WAIT_FOR(!m_sink->frames().empty());
    state(u"unplugged"_s, true);
    WAIT_FOR(m_live->state().phase == Phase::Waiting);
    const auto failures = m_live->takeFailures();
    QCOMPARE(failures.size(), 1U);
    QCOMPARE(failures[0].error.code, ErrorCode::SourceLost);
    const std::size_t before = m_sink->frames().size();
    state(u"unplugged"_s, false);
    WAIT_FOR(m_sink->frames().size() > before + 10);
    QCOMPARE(m_live->state().phase, Phase::Running);
    QVERIFY(m_live->takeFailures().empty());
    const auto frames = m_sink->frames();
    for (std::size_t i = 1; i < frames.size(); ++i)
        QVERIFY(frames[i].frame.seconds > frames[i - 1].frame.seconds);
}

void TestLiveCamera::aSilentCameraIsWaitedForAndLeftAtOnce()
{
    m_live->start(m_camera);
    WAIT_FOR(!m_sink->frames().empty());
    state(u"silent"_s, true);
    WAIT_FOR(m_live->state().phase == Phase::Waiting);
    QElapsedTimer timer;
    timer.start();
    m_live.reset();
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void TestLiveCamera::whyItCannotBeOpened_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("not there") << u"unplugged"_s << ErrorCode::SourceNotFound;
    QTest::newRow("no permission") << u"denied"_s << ErrorCode::SourceDenied;
    QTest::newRow("used by another program") << u"busy"_s << ErrorCode::SourceBusy;
}

void TestLiveCamera::whyItCannotBeOpened()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    state(name, true);
    m_live->start(m_camera);
    WAIT_FOR(m_live->state().phase == Phase::Failed);
    QCOMPARE(m_live->takeFailures().at(0).error.code, code);
}

QTEST_GUILESS_MAIN(TestLiveCamera)
#include "tst_live_camera.moc"

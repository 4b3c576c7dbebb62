#include "capture/frame_source.h"
#include "support/drawn_video.h"
#include "support/picture_files.h"
#include "support/watch_process.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using Json = nlohmann::json;

/// The program with a camera that support/fake_camera.c plays to it.
class WatchCameraTest : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void namesWhatItSees();
    void comesBackWhenItIsPluggedInAgain();
    void aSilentCameraIsToldAndLeft();
    void whyItCannotBeOpened_data();
    void whyItCannotBeOpened();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    /// What the camera sees from now on.
    void show(std::size_t segment) const;
    void state(const QString& name, bool isOn) const;
    std::string lastLabel(const WatchProcess& watch) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    DrawnVideo m_video { 1 };
    const QStringList m_camera { u"/dev/video42"_s, u"--smooth"_s, u"0"_s };
};

void WatchCameraTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("NETLENS_FAKE_CAMERA", m_folder->path().toUtf8());
    qputenv("LD_PRELOAD", qgetenv("NETLENS_FAKE_CAMERA_LIBRARY"));
    show(0);
}

void WatchCameraTest::cleanup()
{
    qunsetenv("LD_PRELOAD");
}

void WatchCameraTest::show(std::size_t segment) const
{
    const netlens::Image& drawing = m_video.pictures[segment].picture;
    const int side = drawing.width();
    const Raster raster = makeRaster(320, 240, 3, [&](int x, int y, int sample) {
        return drawing.row(y * side / 240)[3 * (x * side / 320) + sample];
    });
    const Bytes jpeg = encodePicture(".jpg", raster);
    QFile file(path(u"next.jpg"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(jpeg.data()), qint64(jpeg.size()));
    file.close();
    QCOMPARE(::rename(qPrintable(file.fileName()), qPrintable(path(u"frame.jpg"_s))), 0);
}

void WatchCameraTest::state(const QString& name, bool isOn) const
{
    QFile file(path(name));
    QVERIFY(isOn ? file.open(QIODevice::WriteOnly) : file.remove());
}

std::string WatchCameraTest::lastLabel(const WatchProcess& watch) const
{
    const auto lines = watch.lines();
    return lines.empty() ? std::string()
                         : lines.back().at("predictions")[0].at("label").get<std::string>();
}

void WatchCameraTest::namesWhatItSees()
{
    WatchProcess watch(m_camera);
    QVERIFY(watch.waitForLines(10));
    for (std::size_t segment = 1; segment < m_video.segments.size(); ++segment) {
        show(segment);
        QTRY_VERIFY_WITH_TIMEOUT(watch.waitForLines(int(watch.lines().size()) + 1)
                && lastLabel(watch) == m_video.segments[segment].label,
            10'000);
    }
    QCOMPARE(watch.end(SIGINT), 0);
    QCOMPARE(watch.messages(), QByteArray());
}

void WatchCameraTest::comesBackWhenItIsPluggedInAgain()
{
    WatchProcess watch(m_camera + QStringList { u"--record"_s, path(u"seen.mp4"_s) });
    QVERIFY(watch.waitForLines(10));
    state(u"unplugged"_s, true);
    QVERIFY(watch.waitForMessage("video42: it is gone"));
    const int before = int(watch.lines().size());
    show(3);
    state(u"unplugged"_s, false);
    QVERIFY(watch.waitForMessage("the source is back (reconnects so far: 1)"));
    QVERIFY(watch.waitForLines(before + 10));
    QCOMPARE(lastLabel(watch), m_video.segments[3].label);
    QCOMPARE(watch.end(SIGTERM), 0);
    double time = -1;
    for (const Json& line : watch.lines()) {
        QVERIFY(line.at("time").get<double>() > time);
        time = line.at("time").get<double>();
    }
    QVERIFY(QFile::exists(path(u"seen.mp4"_s)) && QFile::exists(path(u"seen.srt"_s)));
}

void WatchCameraTest::aSilentCameraIsToldAndLeft()
{
    WatchProcess watch(m_camera);
    QVERIFY(watch.waitForLines(10));
    state(u"silent"_s, true);
    QVERIFY(watch.waitForMessage("no picture came in time"));
    QCOMPARE(watch.messages().count('\n'), 1);
    // The driver waits for ten seconds; nobody else has to.
    QCOMPARE(watch.end(SIGINT), 0);
    QVERIFY2(watch.endTookMs() < 1500, qPrintable(QString::number(watch.endTookMs())));
}

void WatchCameraTest::whyItCannotBeOpened_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("not there") << u"unplugged"_s << QByteArray("there is no such camera");
    QTest::newRow("no permission")
        << u"denied"_s << QByteArray("you have no permission to open it; for a camera, join");
    QTest::newRow("in use") << u"busy"_s << QByteArray("another program is using it");
}

void WatchCameraTest::whyItCannotBeOpened()
{
    QFETCH(QString, state);
    QFETCH(QByteArray, message);
    this->state(state, true);
    WatchProcess watch(m_camera);
    QCOMPARE(watch.waitForEnd(), 1);
    QVERIFY2(watch.messages().contains("/dev/video42: " + message), watch.messages().constData());
    QCOMPARE(watch.messages().count('\n'), 1);
}

QTEST_GUILESS_MAIN(WatchCameraTest)
#include "tst_watch_camera.moc"

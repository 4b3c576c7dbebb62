#include "image/encoder.h"
#include "support/cli_program.h"
#include "support/drawn_video.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"
#include "support/watch_process.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>

using namespace netlens;
using namespace Qt::StringLiterals;
using Json = nlohmann::json;

namespace {

constexpr double kEach = 1.0; ///< seconds of each symbol
constexpr double kRate = 25;

std::string topOf(const Json& line, const char* kind)
{
    return line.at(kind).at(0).at("label").get<std::string>();
}

std::vector<std::string> keysOf(const Json& object)
{
    std::vector<std::string> keys;
    for (const auto& item : object.items())
        keys.push_back(item.key());
    return keys;
}

} // namespace

class WatchTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void everySegmentHasItsLabel_data();
    void everySegmentHasItsLabel();
    void linesAreAsPromised();
    void looksAtWhatIsAskedFor_data();
    void looksAtWhatIsAskedFor();
    void aThresholdTellsWhatIsSure();
    void recordsWhatItSaw();
    void signalsEndItCleanly_data();
    void signalsEndItCleanly();
    void aStreamThatSaysNothingEndsAtOnce();
    void aServersPlaylistOpensNoFile_data();
    void aServersPlaylistOpensNoFile();
    void aFileFromAServer_data();
    void aFileFromAServer();
    void aReaderThatHasSeenEnough();
    void aFullDiskEndsTheRecording();
    void aBrokenVideoIsDoneAsFarAsItGoes();
    void aFolderOfPictures();
    void whatDoesNotWork_data();
    void whatDoesNotWork();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QTemporaryDir m_folder;
    DrawnVideo m_video { kEach };
};

void WatchTest::initTestCase()
{
    QVERIFY(makeVideo(path("drawn.mp4"), m_video.pictures, kRate));
}

void WatchTest::everySegmentHasItsLabel_data()
{
    QTest::addColumn<double>("smooth");
    QTest::newRow("as they are") << 0.0;
    QTest::newRow("a tenth of a second") << 0.1;
    QTest::newRow("a third of a second") << 0.3;
}

void WatchTest::everySegmentHasItsLabel()
{
    QFETCH(double, smooth);
    WatchProcess watch({ path("drawn.mp4"), u"--smooth"_s, QString::number(smooth) });
    QCOMPARE(watch.waitForEnd(), 0);
    QCOMPARE(watch.messages(), QByteArray());
    const auto lines = watch.lines();
    QCOMPARE(lines.size(), std::size_t(m_video.duration * kRate));
    // The new class overtakes the old one after ln 2 time constants where both are certain.
    const double lag = smooth + 1 / kRate;
    std::string before;
    int changes = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double seconds = lines[i].at("time").get<double>();
        QCOMPARE(lines[i].at("frame").get<std::size_t>(), i);
        QVERIFY(std::abs(seconds - double(i) / kRate) < 1e-4);
        const DrawnSegment& shown = m_video.at(seconds);
        QCOMPARE(topOf(lines[i], "predictions"), shown.label);
        const std::string smoothed = topOf(lines[i], "smoothed");
        if (seconds - shown.from > lag)
            QCOMPARE(smoothed, shown.label);
        changes += i > 0 && smoothed != before;
        if (i > 0 && smoothed != before)
            QVERIFY(seconds - shown.from <= lag);
        before = smoothed;
    }
    QCOMPARE(changes, int(m_video.segments.size()) - 1);
}

void WatchTest::linesAreAsPromised()
{
    const auto video = runCli({ u"watch"_s, path("drawn.mp4"), u"--weights"_s, u"demo"_s,
        u"--top"_s, u"2"_s, u"--frames"_s, u"1"_s, u"--json"_s });
    QCOMPARE(video.exitCode, 0);
    const auto lines = video.jsonLines();
    QCOMPARE(lines.size(), std::size_t { 1 });
    using Keys = std::vector<std::string>;
    QCOMPARE(keysOf(lines[0]), (Keys { "frame", "predictions", "smoothed", "time" }));
    QCOMPARE(lines[0].at("predictions").size(), std::size_t { 2 });
    QCOMPARE(keysOf(lines[0].at("predictions")[1]),
        (Keys { "id", "index", "label", "logit", "probability", "rank" }));
    QCOMPARE(keysOf(lines[0].at("smoothed")[1]),
        (Keys { "id", "index", "label", "probability", "rank" }));
    QCOMPARE(lines[0].at("smoothed")[1].at("rank").get<int>(), 2);
}

void WatchTest::looksAtWhatIsAskedFor_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QList<int>>("frames");
    QTest::newRow("every 40th") << QStringList { u"--every"_s, u"40"_s }
                                << QList<int> { 0, 40, 80, 120 };
    QTest::newRow("one a second") << QStringList { u"--fps"_s, u"1"_s }
                                  << QList<int> { 0, 25, 50, 75, 100, 125 };
    QTest::newRow("one in two seconds")
        << QStringList { u"--fps"_s, u"0.5"_s } << QList<int> { 0, 50, 100 };
    QTest::newRow("more than there are, three of them")
        << QStringList { u"--fps"_s, u"100"_s, u"--frames"_s, u"3"_s } << QList<int> { 0, 1, 2 };
    QTest::newRow("both") << QStringList { u"--fps"_s, u"1"_s, u"--every"_s, u"20"_s }
                          << QList<int> { 0, 25, 50, 75, 100, 125 };
    QTest::newRow("the first") << QStringList { u"--frames"_s, u"1"_s } << QList<int> { 0 };
}

void WatchTest::looksAtWhatIsAskedFor()
{
    QFETCH(QStringList, options);
    QFETCH(QList<int>, frames);
    WatchProcess watch(options + QStringList { path("drawn.mp4") });
    QCOMPARE(watch.waitForEnd(), 0);
    QList<int> seen;
    for (const Json& line : watch.lines())
        seen.append(line.at("frame").get<int>());
    QCOMPARE(seen, frames);
}

void WatchTest::aThresholdTellsWhatIsSure()
{
    WatchProcess watch({ path("drawn.mp4"), u"--threshold"_s, u"0.6"_s, u"--smooth"_s, u"0.3"_s });
    QCOMPARE(watch.waitForEnd(), 0);
    int unsure = 0;
    for (const Json& line : watch.lines()) {
        const double top = line.at("smoothed")[0].at("probability").get<double>();
        QCOMPARE(line.at("sure").get<bool>(), top >= 0.6);
        unsure += top < 0.6;
    }
    QVERIFY2(unsure > 5 && unsure < 75, qPrintable(QString::number(unsure)));
}

void WatchTest::recordsWhatItSaw()
{
    WatchProcess watch(
        { path("drawn.mp4"), u"--smooth"_s, u"0"_s, u"--record"_s, path("seen.mp4") });
    QCOMPARE(watch.waitForEnd(), 0);
    QCOMPARE(watch.messages(), QByteArray());

    QFile file(path("seen.srt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray expected;
    int number = 0;
    for (const DrawnSegment& segment : m_video.segments)
        expected += QStringLiteral("%1\n00:00:0%2,000 --> 00:00:0%3,000\n%4\n\n")
                        .arg(++number)
                        .arg(segment.from)
                        .arg(segment.to)
                        .arg(QString::fromStdString(segment.label))
                        .toUtf8();
    QCOMPARE(file.readAll(), expected);

    WatchProcess again({ path("seen.mp4"), u"--every"_s, u"5"_s });
    QCOMPARE(again.waitForEnd(), 0);
    QCOMPARE(again.lines().size(), std::size_t { 30 });
    for (const Json& line : again.lines())
        QCOMPARE(topOf(line, "predictions"), m_video.at(line.at("time").get<double>()).label);
}

void WatchTest::signalsEndItCleanly_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("the order to end") << SIGTERM;
    QTest::newRow("a closed terminal") << SIGHUP;
}

void WatchTest::signalsEndItCleanly()
{
    QFETCH(int, signal);
    if (!QFile::exists(path("long.mp4")))
        QVERIFY(makeVideo(path("long.mp4"), { { m_video.pictures[1].picture, 120 } }, kRate));
    WatchProcess watch({ path("long.mp4"), u"--record"_s, path("cut.mp4") });
    QVERIFY2(watch.waitForLines(20), "a line is there as soon as it is made");
    QCOMPARE(watch.end(signal), 0);
    QCOMPARE(watch.messages(), QByteArray());
    const std::size_t seen = watch.lines().size();
    QVERIFY(seen >= 20 && seen < 3000);
    QVERIFY(QFile::exists(path("cut.srt")) && !QFile::exists(path("cut.srt.part")));
    WatchProcess again({ path("cut.mp4") });
    QCOMPARE(again.waitForEnd(), 0);
    QCOMPARE(again.lines().size(), seen);
}

void WatchTest::aStreamThatSaysNothingEndsAtOnce()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    for (const char* scheme : { "http", "rtsp", "tcp" }) {
        WatchProcess watch({ QStringLiteral("%1://127.0.0.1:%2/")
                                 .arg(QLatin1String(scheme))
                                 .arg(silent.serverPort()) });
        QVERIFY(silent.waitForNewConnection(20'000));
        QCOMPARE(watch.end(SIGINT), 0);
        QVERIFY2(
            watch.endTookMs() < 1500 * kSlowdown, qPrintable(QString::number(watch.endTookMs())));
        QCOMPARE(watch.messages(), QByteArray());
    }
}

void WatchTest::aServersPlaylistOpensNoFile_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("list");
    const QByteArray http
        = "HTTP/1.0 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n\r\n";
    const QByteArray hls = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:6,\n%1\n#EXT-X-ENDLIST\n";
    QTest::newRow("HLS over HTTP") << u"http"_s << http << hls;
    QTest::newRow("HLS without HTTP") << u"tcp"_s << QByteArray() << hls;
    QTest::newRow("FFmpeg's concat over HTTP")
        << u"http"_s << http << QByteArray("ffconcat version 1.0\nfile '%1'\n");
    QTest::newRow("FFmpeg's concat without HTTP")
        << u"tcp"_s << QByteArray() << QByteArray("ffconcat version 1.0\nfile '%1'\n");
}

void WatchTest::aServersPlaylistOpensNoFile()
{
    QFETCH(QString, scheme);
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, list);
    for (const QString& file : { u"file://"_s + path("drawn.mp4"), path("drawn.mp4") }) {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        WatchProcess watch(
            { u"%1://127.0.0.1:%2/list.m3u8"_s.arg(scheme).arg(server.serverPort()) });
        QVERIFY(server.waitForNewConnection(20'000));
        QTcpSocket* socket = server.nextPendingConnection();
        if (scheme == u"http"_s)
            QVERIFY(socket->waitForReadyRead(20'000));
        socket->write(start + QString::fromUtf8(list).arg(file).toUtf8());
        QVERIFY(socket->waitForBytesWritten());
        socket->disconnectFromHost();
        server.close();
        QCOMPARE(watch.waitForEnd(), 1);
        QVERIFY(watch.lines().empty());
        QCOMPARE(watch.messages().count('\n'), 1);
    }
}

void WatchTest::aFileFromAServer_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("how");
    QTest::newRow("one that says how long it is")
        << u"served.mp4"_s << QStringList { u"-movflags"_s, u"faststart"_s };
    QTest::newRow("one that does not") << u"served.ts"_s << QStringList { u"-f"_s, u"mpegts"_s };
}

/// It ends where it ends, and is not taken for a connection that broke off.
void WatchTest::aFileFromAServer()
{
    if (!hasFfmpeg())
        QSKIP("skipped: no ffmpeg");
    QFETCH(QString, name);
    QFETCH(QStringList, how);
    QVERIFY(runFfmpeg(QStringList { u"-i"_s, path("drawn.mp4"), u"-c"_s, u"copy"_s } + how
        + QStringList { m_folder.filePath(name) }));
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    WatchProcess watch({ u"http://127.0.0.1:%1/%2"_s.arg(server.serverPort()).arg(name) });
    QVERIFY(server.waitForNewConnection(20'000));
    QTcpSocket* socket = server.nextPendingConnection();
    QVERIFY(socket->waitForReadyRead(20'000));
    socket->write("HTTP/1.0 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: "
        + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes);
    QVERIFY(socket->waitForBytesWritten());
    socket->disconnectFromHost();
    QVERIFY(socket->state() == QAbstractSocket::UnconnectedState
        || socket->waitForDisconnected(20'000));
    QCOMPARE(watch.waitForEnd(), 0);
    QCOMPARE(watch.messages(), QByteArray());
    const auto lines = watch.lines();
    QVERIFY(!lines.empty());
    QCOMPARE(topOf(lines.back(), "predictions"), m_video.segments.back().label);
}

void WatchTest::aReaderThatHasSeenEnough()
{
    const auto result = runShell(
        u"\"$NETLENS_CLI\" watch --weights demo '%1' | head -n 2"_s.arg(path("drawn.mp4")));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.jsonLines().size(), std::size_t { 2 });
    QCOMPARE(result.err, QByteArray());
}

void WatchTest::aFullDiskEndsTheRecording()
{
    const auto result = runShell(
        u"ulimit -f 4000; \"$NETLENS_CLI\" watch --weights demo '%1' --record '%2' | cat; exit 0"_s
            .arg(path("drawn.mp4"), path("full.mp4")));
    QCOMPARE(result.jsonLines().size(), std::size_t(m_video.duration * kRate));
    QVERIFY2(result.err.count('\n') == 1, result.err.constData());
    QVERIFY2(result.err.contains("full.mp4: there is not enough space"), result.err.constData());
    QVERIFY(QDir(m_folder.path()).entryList({ u"*.part*"_s }).isEmpty());
}

void WatchTest::aBrokenVideoIsDoneAsFarAsItGoes()
{
    if (!hasFfmpeg())
        QSKIP("skipped: no ffmpeg");
    QVERIFY(runFfmpeg({ u"-i"_s, path("drawn.mp4"), u"-c"_s, u"copy"_s, u"-movflags"_s,
        u"faststart"_s, path("front.mp4") }));
    QFile file(path("front.mp4"));
    QVERIFY(file.resize(file.size() / 2));
    WatchProcess watch({ path("front.mp4") });
    QCOMPARE(watch.waitForEnd(), 1);
    QVERIFY(watch.messages().contains("front.mp4: a part of the video is damaged"));
    QVERIFY(watch.lines().size() > 25);
    for (const Json& line : watch.lines())
        if (const double seconds = line.at("time").get<double>(); seconds < kEach)
            QCOMPARE(topOf(line, "predictions"), m_video.at(seconds).label);
}

void WatchTest::aFolderOfPictures()
{
    QVERIFY(QDir(m_folder.path()).mkdir(u"pictures"_s));
    int number = 8;
    for (const HeldPicture& held : m_video.pictures)
        QVERIFY(writePng(
            path("pictures/p").toStdString() + std::to_string(number++) + ".png", held.picture));
    WatchProcess watch({ path("pictures"), u"--smooth"_s, u"0"_s });
    QCOMPARE(watch.waitForEnd(), 0);
    const auto lines = watch.lines();
    QCOMPARE(lines.size(), m_video.segments.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        QCOMPARE(lines[i].at("time").get<double>(), double(i));
        QCOMPARE(topOf(lines[i], "smoothed"), m_video.segments[i].label);
    }
}

void WatchTest::whatDoesNotWork_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("message");
    const auto row
        = [](const char* name, const QStringList& arguments, int code, const char* message) {
              QTest::newRow(name) << arguments << code << QByteArray(message);
          };
    row("no source", {}, 2, "no source given");
    row("two sources", { u"a.mp4"_s, u"b.mp4"_s }, 2, "one source at a time");
    for (const char* option : { "--every", "--fps", "--smooth", "--threshold", "--frames" }) {
        row(option, { u"a.mp4"_s, QLatin1String(option), u"-1"_s }, 2, option);
        row(qPrintable(QLatin1String(option) + u" no number"_s),
            { u"a.mp4"_s, QLatin1String(option), u"x"_s }, 2, option);
    }
    row("a probability above one", { u"a.mp4"_s, u"--threshold"_s, u"1.5"_s }, 2, "--threshold");
    row("not a number of seconds", { u"a.mp4"_s, u"--smooth"_s, u"nan"_s }, 2, "--smooth");
    row("a recording of another kind", { u"a.mp4"_s, u"--record"_s, u"b.avi"_s }, 2, "--record");
    row("a recording over what is watched", { path("drawn.mp4"), u"--record"_s, path("drawn.mp4") },
        2, "--record would overwrite");
    row("a file that is not there", { u"/proc/nothing.mp4"_s }, 1,
        "/proc/nothing.mp4: there is no such camera, video, folder or host;");
    row("a text", { QStringLiteral(NETLENS_SOURCE_DIR "/README.md") }, 1,
        "README.md: there are no moving pictures in it;");
    row("a camera that is not there", { u"/dev/video97"_s }, 1, "/dev/video97: there is no such");
    row("a device that is no camera", { u"/dev/v4l/../null"_s }, 1, "no such camera");
    row("a server that is not there", { u"http://127.0.0.1:1/x"_s }, 1, "Connection refused");
    row("a recording in no folder", { path("drawn.mp4"), u"--record"_s, u"/proc/nothing/a.mp4"_s },
        1, "/proc/nothing/a.mp4: the file cannot be written;");
    row("a network without classes", { path("drawn.mp4"), u"--no-top"_s }, 3, "--no-top");
    row("weights that are not there", { path("drawn.mp4"), u"--weights"_s, u"/proc/nothing.h5"_s },
        3, "nothing.h5");
}

void WatchTest::whatDoesNotWork()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, message);
    WatchProcess watch(arguments);
    QCOMPARE(watch.waitForEnd(), exitCode);
    QVERIFY2(watch.messages().contains(message), watch.messages().constData());
    QCOMPARE(watch.messages().count('\n'), 1);
    QVERIFY(watch.lines().empty());
}

QTEST_GUILESS_MAIN(WatchTest)
#include "tst_watch.moc"

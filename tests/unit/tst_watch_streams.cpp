#include "support/drawn_video.h"
#include "support/watch_process.h"

#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <span>

using namespace Qt::StringLiterals;
using Json = nlohmann::json;

namespace {

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

/// Asking by a connection would use up the only one the server takes.
bool isListening(int port)
{
    QFile sockets(u"/proc/net/tcp"_s);
    if (!sockets.open(QIODevice::ReadOnly))
        return false;
    const QByteArray address
        = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0') + " 00000000:0000 0A";
    return sockets.readAll().contains(address);
}

/// The labels in the order in which they came, each once.
std::vector<std::string> sequence(const std::vector<Json>& lines, std::size_t from = 0)
{
    std::vector<std::string> labels;
    for (std::size_t i = from; i < lines.size(); ++i) {
        const auto label = lines[i].at("predictions")[0].at("label").get<std::string>();
        if (labels.empty() || labels.back() != label)
            labels.push_back(label);
    }
    return labels;
}

/// The first line after the longest pause.
std::size_t afterPause(const std::vector<Json>& lines)
{
    std::size_t found = 0;
    double longest = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const double pause
            = lines[i].at("time").get<double>() - lines[i - 1].at("time").get<double>();
        if (pause > longest) {
            longest = pause;
            found = i;
        }
    }
    return found;
}

bool isRising(const std::vector<Json>& lines, const char* key)
{
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (lines[i].at(key).get<double>() <= lines[i - 1].at(key).get<double>())
            return false;
    return true;
}

} // namespace

/// Streams on 127.0.0.1 that ffmpeg sends in real time; the server ends and comes again.
class WatchStreamsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void labelsComeThroughAndComeBack_data();
    void labelsComeThroughAndComeBack();
    void datagramsStandStillAndGoOn();

private:
    void serve(QProcess& server, const QStringList& how, int port);
    std::vector<std::string> allLabels() const;

    QTemporaryDir m_folder;
    DrawnVideo m_video { 1.2 };
};

void WatchStreamsTest::initTestCase()
{
    if (!hasFfmpeg())
        QSKIP("skipped: no ffmpeg");
    QVERIFY(makeVideo(m_folder.filePath(u"drawn.mp4"_s), m_video.pictures));
}

std::vector<std::string> WatchStreamsTest::allLabels() const
{
    std::vector<std::string> labels;
    for (const DrawnSegment& segment : m_video.segments)
        labels.push_back(segment.label);
    return labels;
}

void WatchStreamsTest::serve(QProcess& server, const QStringList& how, int port)
{
    QStringList arguments { u"-v"_s, u"error"_s, u"-nostdin"_s, u"-re"_s, u"-i"_s,
        m_folder.filePath(u"drawn.mp4"_s) };
    for (const QString& argument : how)
        arguments.append(QString(argument).replace(u"PORT"_s, QString::number(port)));
    server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server.start(u"ffmpeg"_s, arguments);
    QVERIFY(server.waitForStarted());
}

const QStringList kTransportStream { u"-c:v"_s, u"libx264"_s, u"-preset"_s, u"ultrafast"_s,
    u"-tune"_s, u"zerolatency"_s, u"-g"_s, u"12"_s, u"-f"_s, u"mpegts"_s };

void WatchStreamsTest::labelsComeThroughAndComeBack_data()
{
    QTest::addColumn<QStringList>("how");
    QTest::addColumn<QString>("address");
    QTest::newRow("Motion JPEG over HTTP") << QStringList { u"-c:v"_s, u"mjpeg"_s, u"-q:v"_s,
        u"3"_s, u"-pix_fmt"_s, u"yuvj420p"_s, u"-f"_s, u"mpjpeg"_s, u"-listen"_s, u"1"_s,
        u"http://127.0.0.1:PORT/video"_s } << u"http://127.0.0.1:%1/video"_s;
    QTest::newRow("a transport stream over TCP")
        << kTransportStream + QStringList { u"tcp://127.0.0.1:PORT?listen=1"_s }
        << u"tcp://127.0.0.1:%1"_s;
}

void WatchStreamsTest::labelsComeThroughAndComeBack()
{
    QFETCH(QStringList, how);
    QFETCH(QString, address);
    const int port = freePort();
    QProcess first;
    serve(first, how, port);
    QTRY_VERIFY_WITH_TIMEOUT(isListening(port), 20'000);
    WatchProcess watch({ address.arg(port), u"--smooth"_s, u"0.2"_s, u"--record"_s,
        m_folder.filePath(u"seen.mp4"_s) });
    QVERIFY(watch.waitForMessage("it is gone")); // the server has sent everything
    const std::size_t seenFirst = watch.lines().size();
    QVERIFY(seenFirst > 20);
    QVERIFY(first.waitForFinished());
    QProcess second;
    serve(second, how, port);
    QVERIFY(watch.waitForMessage("the source is back (reconnects so far: 1)"));
    QVERIFY(watch.waitForLines(int(seenFirst) + 30));
    second.kill(); // in the middle
    QVERIFY(second.waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(
        watch.waitForMessage("again", 10) && watch.messages().count("it is gone") == 2, 20'000);
    QCOMPARE(watch.end(SIGINT), 0);
    QVERIFY2(watch.endTookMs() < 3000, qPrintable(QString::number(watch.endTookMs())));

    const auto lines = watch.lines();
    QVERIFY(isRising(lines, "frame") && isRising(lines, "time"));
    const std::size_t pause = afterPause(lines);
    const auto labels = sequence({ lines.begin(), lines.begin() + std::ptrdiff_t(pause) });
    const auto all = allLabels();
    QCOMPARE(labels, all);
    const auto again = sequence(lines, pause);
    QVERIFY(!again.empty() && again.size() <= all.size());
    QVERIFY(std::ranges::equal(again, std::span(all).first(again.size())));
    QCOMPARE(watch.messages().count("the source is back"), 1);
    QVERIFY(QFile::exists(m_folder.filePath(u"seen.mp4"_s)));
    QVERIFY(QFile::exists(m_folder.filePath(u"seen.srt"_s)));
}

/// Nobody tells that a sender of datagrams is gone: it stands still, and goes on without a new
/// connection.
void WatchStreamsTest::datagramsStandStillAndGoOn()
{
    const QStringList how
        = kTransportStream + QStringList { u"udp://127.0.0.1:PORT?pkt_size=1316"_s };
    const int port = freePort();
    WatchProcess watch({ u"udp://127.0.0.1:%1"_s.arg(port), u"--smooth"_s, u"0.2"_s });
    QProcess first;
    serve(first, how, port);
    QVERIFY(watch.waitForMessage("no picture came in time"));
    const auto lines = watch.lines();
    const auto labels = sequence(lines);
    const auto all = allLabels();
    // The beginning passes while the stream is being looked through.
    QVERIFY(labels.size() >= all.size() - 2);
    QVERIFY(std::ranges::equal(labels, std::span(all).last(labels.size())));
    QVERIFY(first.waitForFinished());
    QProcess second;
    serve(second, how, port);
    QVERIFY(watch.waitForLines(int(lines.size()) + 20));
    QCOMPARE(watch.end(SIGTERM), 0);
    QVERIFY2(!watch.messages().contains("back"), watch.messages().constData());
    QCOMPARE(watch.messages().count('\n'), 1);
    QVERIFY(isRising(watch.lines(), "time"));
}

QTEST_GUILESS_MAIN(WatchStreamsTest)
#include "tst_watch_streams.moc"

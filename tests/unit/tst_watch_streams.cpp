#include "support/drawn_video.h"
#include "support/stream_server.h"
#include "support/watch_process.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <span>

using namespace Qt::StringLiterals;
using Json = nlohmann::json;

namespace {

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
    std::vector<std::string> allLabels() const;

    QTemporaryDir m_folder;
    QString m_file;
    DrawnVideo m_video { 1.2 };
};

void WatchStreamsTest::initTestCase()
{
    if (!hasFfmpeg())
        QSKIP("skipped: no ffmpeg");
    m_file = m_folder.filePath(u"drawn.mp4"_s);
    QVERIFY(makeVideo(m_file, m_video.pictures));
}

std::vector<std::string> WatchStreamsTest::allLabels() const
{
    std::vector<std::string> labels;
    for (const DrawnSegment& segment : m_video.segments)
        labels.push_back(segment.label);
    return labels;
}

void WatchStreamsTest::labelsComeThroughAndComeBack_data()
{
    QTest::addColumn<QStringList>("how");
    QTest::addColumn<QString>("address");
    for (const StreamKind& kind : { motionJpeg(), transportStream() })
        QTest::newRow(kind.name) << kind.how << kind.address;
}

void WatchStreamsTest::labelsComeThroughAndComeBack()
{
    QFETCH(QStringList, how);
    QFETCH(QString, address);
    const int port = freePort();
    StreamServer first(m_file, how, port);
    QVERIFY(first.hasStarted());
    QTRY_VERIFY_WITH_TIMEOUT(isListening(port), 20'000);
    WatchProcess watch({ address.arg(port), u"--smooth"_s, u"0.2"_s, u"--record"_s,
        m_folder.filePath(u"seen.mp4"_s) });
    QVERIFY(watch.waitForMessage("it is gone")); // the server has sent everything
    const std::size_t seenFirst = watch.lines().size();
    QVERIFY(seenFirst > 20);
    QVERIFY(first.waitForEnd());
    StreamServer second(m_file, how, port);
    QVERIFY(watch.waitForMessage("the source is back (reconnects so far: 1)"));
    QVERIFY(watch.waitForLines(int(seenFirst) + 30));
    QVERIFY(second.kill());
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
    const StreamKind kind = datagrams();
    const int port = freePort();
    WatchProcess watch({ kind.address.arg(port), u"--smooth"_s, u"0.2"_s });
    StreamServer first(m_file, kind.how, port);
    QVERIFY(watch.waitForMessage("no picture came in time"));
    const auto lines = watch.lines();
    const auto labels = sequence(lines);
    const auto all = allLabels();
    // The beginning passes while the stream is being looked through.
    QVERIFY(labels.size() >= all.size() - 2);
    QVERIFY(std::ranges::equal(labels, std::span(all).last(labels.size())));
    QVERIFY(first.waitForEnd());
    StreamServer second(m_file, kind.how, port);
    QVERIFY(watch.waitForLines(int(lines.size()) + 20));
    const int status = watch.end(SIGTERM);
#ifdef __SANITIZE_THREAD__
    QSKIP("FFmpeg cancels its own thread for datagrams at the end; ThreadSanitizer, which has to "
          "look away from what is not built for it, then ends the program");
#endif
    QCOMPARE(status, 0);
    QVERIFY2(!watch.messages().contains("back"), watch.messages().constData());
    QCOMPARE(watch.messages().count('\n'), 1);
    QVERIFY(isRising(watch.lines(), "time"));
}

QTEST_GUILESS_MAIN(WatchStreamsTest)
#include "tst_watch_streams.moc"

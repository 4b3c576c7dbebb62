#include "capture/frame_source.h"
#include "support/made_videos.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace netlens;
using namespace Qt::StringLiterals;

namespace {

/// Frame i is as bright as 20 + 2 i.
QStringList countingPictures(int frames, double rate = 25)
{
    return { u"-f"_s, u"lavfi"_s, u"-i"_s,
        u"color=black:s=160x120:r=%1:d=%2,format=gray,geq=lum='20+2*N'"_s.arg(rate).arg(
            frames / rate) };
}

int brightnessOf(const Frame& frame)
{
    const auto pixels = frame.image.pixels();
    return pixels[pixels.size() / 2];
}

struct Watched {
    std::vector<double> seconds;
    std::vector<int> brightness;
    std::vector<Error> errors;
    std::vector<Size> sizes;
};

Watched watch(FrameSource& source, int mostErrors = 20)
{
    Watched seen;
    while (int(seen.errors.size()) < mostErrors) {
        auto frame = source.next({});
        if (!frame) {
            seen.errors.push_back(frame.error());
            continue;
        }
        if (!*frame)
            break;
        seen.seconds.push_back((*frame)->seconds);
        seen.brightness.push_back(brightnessOf(**frame));
        seen.sizes.push_back((*frame)->image.size());
    }
    return seen;
}

Result<std::unique_ptr<FrameSource>> opened(const QString& path)
{
    return openSource(
        { SourceAddress::Kind::VideoFile, QFile::encodeName(path).toStdString() }, {});
}

int entriesOf(const char* folder)
{
    return int(QDir(QString::fromLatin1(folder))
                   .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                   .size());
}

bool isRising(const std::vector<double>& values)
{
    return std::ranges::adjacent_find(values, std::greater_equal<>()) == values.end();
}

} // namespace

class VideoFileTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void everyFrameWithItsTime_data();
    void everyFrameWithItsTime();
    void itsOwnRecordings();
    void unevenTimes();
    void jumpsToTheFrameShownThen_data();
    void jumpsToTheFrameShownThen();
    void turnedUpright();
    void pixelsBecomeSquare_data();
    void pixelsBecomeSquare();
    void namesAreOnlyNames_data();
    void namesAreOnlyNames();
    void aPlaylistOpensNothingElse_data();
    void aPlaylistOpensNothingElse();
    void whatIsNoVideo_data();
    void whatIsNoVideo();
    void noPermission();
    void goesOnBehindBrokenParts_data();
    void goesOnBehindBrokenParts();
    void aStopIsAnswered();
    void openingOftenLeavesNothing();

private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    bool make(const QString& name, const QStringList& how, int frames = 100) const;

    QTemporaryDir m_folder;
};

#define NEEDS_FFMPEG                                                                               \
    if (!hasFfmpeg())                                                                              \
    QSKIP("skipped: no ffmpeg")

bool VideoFileTest::make(const QString& name, const QStringList& how, int frames) const
{
    return runFfmpeg(countingPictures(frames) + how + QStringList { path(name) });
}

void VideoFileTest::initTestCase()
{
    QVERIFY(makeVideo(path(u"own.mp4"_s),
        { { plainPicture({ 160, 120 }, 40), 1.0 }, { plainPicture({ 160, 120 }, 200), 1.0 } }));
}

void VideoFileTest::everyFrameWithItsTime_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("how");
    const QStringList h264 { u"-c:v"_s, u"libx264"_s, u"-pix_fmt"_s, u"yuv420p"_s };
    QTest::newRow("H.264 with frames in another order, MP4")
        << u"a.mp4"_s << h264 + QStringList { u"-bf"_s, u"3"_s };
    QTest::newRow("H.264, Matroska") << u"a.mkv"_s << h264;
    QTest::newRow("H.264, transport stream") << u"a.ts"_s << h264;
    QTest::newRow("MPEG-4, AVI") << u"a.avi"_s << QStringList { u"-c:v"_s, u"mpeg4"_s };
    QTest::newRow("VP8, WebM") << u"a.webm"_s
                               << QStringList { u"-c:v"_s, u"libvpx"_s, u"-b:v"_s, u"1M"_s };
    QTest::newRow("Motion JPEG, no container")
        << u"a.mjpeg"_s
        << QStringList { u"-c:v"_s, u"mjpeg"_s, u"-pix_fmt"_s, u"yuvj420p"_s, u"-f"_s, u"mjpeg"_s };
    QTest::newRow("an animated GIF") << u"a.gif"_s << QStringList();
}

void VideoFileTest::everyFrameWithItsTime()
{
    NEEDS_FFMPEG;
    QFETCH(QString, name);
    QFETCH(QStringList, how);
    QVERIFY(make(name, how));
    auto source = opened(path(name));
    QVERIFY(source);
    QCOMPARE((*source)->traits().size.width, 160);
    if (!name.endsWith(u".mjpeg"_s)) // which does not say
        QCOMPARE(qRound((*source)->traits().rate), 25);
    QVERIFY(!(*source)->traits().isLive);
    const Watched seen = watch(**source);
    QVERIFY(seen.errors.empty());
    QCOMPARE(seen.seconds.size(), std::size_t { 100 });
    for (std::size_t i = 0; i < seen.seconds.size(); ++i)
        QVERIFY2(std::abs(seen.seconds[i] - double(i) / 25) < 1e-3,
            qPrintable(u"%1: %2"_s.arg(i).arg(seen.seconds[i])));
    QVERIFY(std::ranges::is_sorted(seen.brightness));
    QVERIFY(seen.brightness.back() > seen.brightness.front() + 150);
}

void VideoFileTest::itsOwnRecordings()
{
    auto source = opened(path(u"own.mp4"_s));
    QVERIFY(source);
    const Watched seen = watch(**source);
    QCOMPARE(seen.seconds.size(), std::size_t { 50 });
    QVERIFY(std::abs(seen.brightness[24] - 40) < 6 && std::abs(seen.brightness[25] - 200) < 6);
    QCOMPARE(*(*source)->traits().duration, 2.0);
}

/// Frames 0 … 9 stay, of the next 40 one in eight: a screen recording.
void VideoFileTest::unevenTimes()
{
    NEEDS_FFMPEG;
    QVERIFY(make(u"uneven.mkv"_s,
        { u"-vf"_s, u"select='lt(n,10)+not(mod(n,8))'"_s, u"-vsync"_s, u"vfr"_s, u"-c:v"_s,
            u"libx264"_s },
        50));
    auto source = opened(path(u"uneven.mkv"_s));
    QVERIFY(source);
    const Watched seen = watch(**source);
    QVERIFY2(seen.errors.empty(), "a frame that is shown for long is not missing");
    QCOMPARE(seen.seconds.size(), std::size_t { 15 });
    QCOMPARE(seen.seconds[9], 0.36);
    QCOMPARE(seen.seconds[10], 0.64);
    QVERIFY((*source)->seek(0.9, {}));
    QCOMPARE((*(*source)->next({}))->seconds, 0.64);
    QCOMPARE((*(*source)->next({}))->seconds, 0.96);
}

void VideoFileTest::jumpsToTheFrameShownThen_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("how");
    const QStringList h264 { u"-c:v"_s, u"libx264"_s };
    const QStringList short25 { u"-g"_s, u"25"_s };
    QTest::newRow("MP4") << u"j.mp4"_s << h264;
    QTest::newRow("MP4 with many key frames") << u"k.mp4"_s << h264 + short25;
    QTest::newRow("Matroska") << u"j.mkv"_s << h264 + short25;
    QTest::newRow("a transport stream with one key frame") << u"j.ts"_s << h264;
    QTest::newRow("a transport stream") << u"k.ts"_s << h264 + short25;
    QTest::newRow("Motion JPEG without times")
        << u"j.mjpeg"_s
        << QStringList { u"-c:v"_s, u"mjpeg"_s, u"-pix_fmt"_s, u"yuvj420p"_s, u"-f"_s, u"mjpeg"_s };
}

void VideoFileTest::jumpsToTheFrameShownThen()
{
    NEEDS_FFMPEG;
    QFETCH(QString, name);
    QFETCH(QStringList, how);
    QVERIFY(make(name, how));
    auto source = opened(path(name));
    QVERIFY(source);
    for (const auto& [target, expected] : { std::pair { 2.01, 2.0 }, { 0.5, 0.48 }, { 3.0, 3.0 },
             { 0.0, 0.0 }, { 3.95, 3.92 }, { 99.0, 3.96 }, { -5.0, 0.0 } }) {
        QVERIFY((*source)->seek(target, {}));
        const auto frame = (*source)->next({});
        QVERIFY(frame && *frame);
        QVERIFY2(std::abs((*frame)->seconds - expected) < 1e-3,
            qPrintable(u"%1: %2"_s.arg(target).arg((*frame)->seconds)));
    }
    QVERIFY((*source)->seek(2, {}));
    QCOMPARE(watch(**source).seconds.size(), std::size_t { 50 });
}

void VideoFileTest::turnedUpright()
{
    NEEDS_FFMPEG;
    QVERIFY(make(u"flat.mp4"_s, { u"-c:v"_s, u"libx264"_s }, 5));
    QVERIFY(runFfmpeg({ u"-i"_s, path(u"flat.mp4"_s), u"-c"_s, u"copy"_s, u"-metadata:s:v:0"_s,
        u"rotate=90"_s, path(u"turned.mp4"_s) }));
    auto source = opened(path(u"turned.mp4"_s));
    QVERIFY(source);
    QCOMPARE((*source)->traits().size.width, 120);
    QCOMPARE((*source)->traits().size.height, 160);
    const Watched seen = watch(**source);
    QCOMPARE(seen.sizes.size(), std::size_t { 5 });
    QVERIFY((seen.sizes.front() == Size { 120, 160 }));
}

void VideoFileTest::pixelsBecomeSquare_data()
{
    QTest::addColumn<QString>("aspect");
    QTest::addColumn<bool>("isTurned");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("wide, as of a DVD") << u"64/45"_s << false << 228 << 120;
    QTest::newRow("narrow") << u"8/9"_s << false << 142 << 120;
    QTest::newRow("wide, lying on the side") << u"2/1"_s << true << 60 << 160;
    QTest::newRow("none that could be") << u"100/1"_s << false << 160 << 120;
}

void VideoFileTest::pixelsBecomeSquare()
{
    NEEDS_FFMPEG;
    QFETCH(QString, aspect);
    QFETCH(bool, isTurned);
    QFETCH(int, width);
    QFETCH(int, height);
    // The left half is black, the right one white.
    QVERIFY(runFfmpeg({ u"-f"_s, u"lavfi"_s, u"-i"_s,
        u"color=black:s=160x120:r=25:d=0.2,format=gray,geq=lum='if(lt(X,80),0,255)',setsar=%1"_s
            .arg(aspect),
        u"-c:v"_s, u"libx264"_s, path(u"oblong.mp4"_s) }));
    QString name = u"oblong.mp4"_s;
    if (isTurned) {
        name = u"oblong_turned.mp4"_s;
        QVERIFY(runFfmpeg({ u"-i"_s, path(u"oblong.mp4"_s), u"-c"_s, u"copy"_s,
            u"-metadata:s:v:0"_s, u"rotate=90"_s, path(name) }));
    }
    auto source = opened(path(name));
    QVERIFY(source);
    QCOMPARE((*source)->traits().size.width, width);
    const auto frame = (*source)->next({});
    QVERIFY(frame && *frame);
    const Image& image = (*frame)->image;
    QCOMPARE(image.width(), width);
    QCOMPARE(image.height(), height);
    if (isTurned)
        return;
    const auto brightness = [&](int x) {
        return int(image.pixels()[std::size_t((60 * width + x) * Image::kChannels)]);
    };
    QVERIFY(brightness(width / 2 - 8) < 30);
    QVERIFY(brightness(width / 2 + 8) > 225);
}

void VideoFileTest::namesAreOnlyNames_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "frame%03d.png", "%d%s%n.mp4", "concat:own.mp4|own.mp4", "-i.mp4",
             "subfile,,start,0,end,9,,:own.mp4", "pipe:0", "rtsp:cam", "a b\nc\t.mp4", "*.jpg",
             "ü\u0301\u202E.mp4", "own.mp4?x=1#y", "\"';rm.mp4", "file:own.mp4", "video=0", "x" })
        QTest::newRow(name) << QString::fromUtf8(name);
    QTest::newRow("a long name") << QString(250, u'a');
}

void VideoFileTest::namesAreOnlyNames()
{
    QFETCH(QString, name);
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder.path()));
    const bool isMissing = !opened(name).has_value();
    const bool isCopied = QFile::copy(u"own.mp4"_s, name);
    const auto source = opened(name);
    QVERIFY(QFile::remove(name));
    QVERIFY(QDir::setCurrent(before));
    QVERIFY(isMissing && isCopied);
    QVERIFY(source);
    QCOMPARE(watch(**source).seconds.size(), std::size_t { 50 });
}

void VideoFileTest::aPlaylistOpensNothingElse_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("HLS") << u"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%1\n#EXT-X-ENDLIST\n"_s;
    QTest::newRow("FFmpeg's concat") << u"ffconcat version 1.0\nfile '%1'\n"_s;
    QTest::newRow("SDP") << u"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=%1\nc=IN IP4 127.0.0.1\nt=0 0\n"
                            "m=video 0 RTP/AVP 96\n"_s;
}

/// Nothing leaves the computer because of a file, and no file brings in another.
void VideoFileTest::aPlaylistOpensNothingElse()
{
    QFETCH(QString, text);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString url = u"http://127.0.0.1:%1/a.ts"_s.arg(server.serverPort());
    for (const QString& other : { url, u"own.mp4"_s }) {
        QFile list(path(u"list.m3u8"_s));
        QVERIFY(list.open(QIODevice::WriteOnly) && list.write(text.arg(other).toUtf8()) > 0);
        list.close();
        const auto source = opened(list.fileName());
        QVERIFY(!source);
        QCOMPARE(source.error().code, ErrorCode::NotAVideo);
    }
    QVERIFY(!server.waitForNewConnection(100));
}

void VideoFileTest::whatIsNoVideo_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QString& path, ErrorCode code) {
        QTest::newRow(name) << path << int(code);
    };
    row("not there", u"/proc/nothing/a.mp4"_s, ErrorCode::SourceNotFound);
    row("a text", QStringLiteral(NETLENS_SOURCE_DIR "/README.md"), ErrorCode::NotAVideo);
    row("a program", u"/proc/self/exe"_s, ErrorCode::NotAVideo);
    row("a device", u"/dev/zero"_s, ErrorCode::NotAVideo);
    row("a folder", u"/"_s, ErrorCode::NotAVideo);
    row("an empty file", u"empty"_s, ErrorCode::NotAVideo);
    row("a pipe", u"pipe"_s, ErrorCode::NotAVideo);
    row("noise", u"noise"_s, ErrorCode::NotAVideo);
    row("a video whose index is missing", u"headless"_s, ErrorCode::NotAVideo);
}

void VideoFileTest::whatIsNoVideo()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    const QString name = path.startsWith(u'/') ? path : this->path(path);
    QFile file(name);
    if (path == u"pipe"_s) {
        QCOMPARE(::mkfifo(qPrintable(name), 0600), 0);
    } else if (!path.startsWith(u'/')) {
        QFile own(this->path(u"own.mp4"_s));
        QVERIFY(own.open(QIODevice::ReadOnly) && file.open(QIODevice::WriteOnly));
        const QByteArray whole = own.readAll();
        if (path == u"noise"_s)
            for (int i = 0; i < 50'000; ++i)
                file.putChar(char(i * 7919 % 251));
        if (path == u"headless"_s)
            file.write(whole.left(whole.size() / 2));
        file.close();
    }
    const auto source = opened(name);
    QVERIFY(!source);
    QCOMPARE(int(source.error().code), code);
    QCOMPARE(source.error().subject, name.toStdString());
}

void VideoFileTest::noPermission()
{
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    QVERIFY(QFile::copy(path(u"own.mp4"_s), path(u"secret.mp4"_s)));
    QCOMPARE(::chmod(qPrintable(path(u"secret.mp4"_s)), 0), 0);
    QCOMPARE(opened(path(u"secret.mp4"_s)).error().code, ErrorCode::SourceDenied);
}

void VideoFileTest::goesOnBehindBrokenParts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("how");
    QTest::addColumn<double>("cutFrom"); ///< share of the file
    QTest::addColumn<double>("cutTo"); ///< above 1: the file ends at cutFrom
    QTest::addColumn<bool>("reachesEnd");
    const QStringList h264 { u"-c:v"_s, u"libx264"_s, u"-g"_s, u"25"_s, u"-vf"_s,
        u"noise=alls=40:allf=t"_s };
    const QStringList front { u"-movflags"_s, u"faststart"_s };
    QTest::newRow("an MP4 with noise inside") << u"b.mp4"_s << h264 + front << 0.3 << 0.55 << true;
    QTest::newRow("a Matroska with noise inside") << u"b.mkv"_s << h264 << 0.3 << 0.55 << true;
    QTest::newRow("a transport stream with noise inside")
        << u"b.ts"_s << h264 << 0.3 << 0.55 << true;
    QTest::newRow("an MP4 that was cut off") << u"c.mp4"_s << h264 + front << 0.5 << 2.0 << false;
    QTest::newRow("a Matroska that was cut off") << u"c.mkv"_s << h264 << 0.5 << 2.0 << false;
}

void VideoFileTest::goesOnBehindBrokenParts()
{
    NEEDS_FFMPEG;
    QFETCH(QString, name);
    QFETCH(QStringList, how);
    QFETCH(double, cutFrom);
    QFETCH(double, cutTo);
    QFETCH(bool, reachesEnd);
    QVERIFY(make(name, how, 200));
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const auto size = double(file.size());
    if (cutTo > 1) {
        QVERIFY(file.resize(qint64(size * cutFrom)));
    } else {
        QVERIFY(file.seek(qint64(size * cutFrom)));
        for (qint64 i = 0; i < qint64(size * (cutTo - cutFrom)); ++i)
            file.putChar(char(i * 7919 % 251));
    }
    file.close();
    auto source = opened(path(name));
    QVERIFY(source);
    const Watched seen = watch(**source);
    QVERIFY2(seen.errors.size() < 20, "it comes to an end");
    QVERIFY(!seen.seconds.empty() && isRising(seen.seconds));
    QVERIFY(seen.seconds.size() >= 40);
    QCOMPARE(seen.seconds.back() > 7.8, reachesEnd);
    if (!name.endsWith(u".ts"_s)) // which has no index that would miss anything
        QVERIFY2(!seen.errors.empty(), "what is missing is told");
    for (const Error& error : seen.errors)
        QCOMPARE(error.code, ErrorCode::VideoDamaged);
}

void VideoFileTest::aStopIsAnswered()
{
    auto source = opened(path(u"own.mp4"_s));
    QVERIFY(source);
    std::stop_source stop;
    stop.request_stop();
    const auto frame = (*source)->next(stop.get_token());
    QVERIFY(frame && !*frame);
}

void VideoFileTest::openingOftenLeavesNothing()
{
    const auto openAndClose = [this](int times) {
        for (int i = 0; i < times; ++i) {
            auto source = opened(path(u"own.mp4"_s));
            QVERIFY(source && *(*source)->next({}));
            QVERIFY(!opened(path(u"nothing"_s)));
        }
    };
    openAndClose(20);
    const int files = entriesOf("/proc/self/fd");
    const int threads = entriesOf("/proc/self/task");
    const double memory = residentMegabytes();
    openAndClose(1000 / kSlowdown);
    QVERIFY(entriesOf("/proc/self/fd") <= files);
    QVERIFY(entriesOf("/proc/self/task") <= threads);
    QVERIFY2(residentMegabytes() < memory + 20 * kSlowdown,
        qPrintable(u"%1 MB, then %2"_s.arg(memory).arg(residentMegabytes())));
}

QTEST_GUILESS_MAIN(VideoFileTest)
#include "tst_video_file.moc"

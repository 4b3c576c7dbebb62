#include "capture/frame_source.h"
#include "capture/source_address.h"

#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::StringLiterals;
using Kind = SourceAddress::Kind;

Q_DECLARE_METATYPE(netlens::SourceAddress::Kind)

class SourceAddressTest : public QObject {
    Q_OBJECT
private slots:
    void readsWhatPeopleType_data();
    void readsWhatPeopleType();
    void aFolderIsPictures();
    void passwordsAreNotShown_data();
    void passwordsAreNotShown();
    void whatCannotBeAnAddressIsNotOpened_data();
    void whatCannotBeAnAddressIsNotOpened();
};

void SourceAddressTest::readsWhatPeopleType_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("location");
    const auto row = [](const char* name, const QString& text, Kind kind, QString location = {}) {
        QTest::newRow(name) << text << kind << (location.isNull() ? text : location);
    };
    row("a camera's device", u"/dev/video0"_s, Kind::Camera);
    row("a camera's number", u"0"_s, Kind::Camera, u"/dev/video0"_s);
    row("a camera's number with zeros", u"007"_s, Kind::Camera, u"/dev/video7"_s);
    row("a camera's lasting name", u"/dev/v4l/by-id/usb-Cam-index0"_s, Kind::Camera);
    row("too long a number", u"123456"_s, Kind::VideoFile);
    row("a negative number", u"-1"_s, Kind::VideoFile);
    row("a device of another kind", u"/dev/videofoo"_s, Kind::VideoFile);
    row("a device that is not one", u"/dev/video0/../sda"_s, Kind::VideoFile);
    row("a file", u"/home/me/a.mp4"_s, Kind::VideoFile);
    row("a relative file", u"a b.mkv"_s, Kind::VideoFile);
    row("a number as a file", u"./0"_s, Kind::VideoFile);
    row("nothing", u""_s, Kind::VideoFile, u""_s);
    row("RTSP", u"rtsp://cam.local:554/h264"_s, Kind::Stream);
    row("HTTP", u"http://cam.local/video.mjpg"_s, Kind::Stream);
    row("HTTPS", u"https://cam.local/live.m3u8"_s, Kind::Stream);
    row("UDP", u"udp://0.0.0.0:1234"_s, Kind::Stream);
    row("TCP", u"tcp://127.0.0.1:1234"_s, Kind::Stream);
    row("a scheme in capitals", u"RTSP://Cam/A"_s, Kind::Stream, u"rtsp://Cam/A"_s);
    row("a scheme without slashes", u"http:video.mp4"_s, Kind::VideoFile);
    row("FFmpeg's concat is a file name", u"concat:a.mp4|b.mp4"_s, Kind::VideoFile);
    row("FFmpeg's subfile is a file name", u"subfile,,start,0,end,9,,:a.mp4"_s, Kind::VideoFile);
    row("FFmpeg's file protocol is a file name", u"file:/etc/passwd"_s, Kind::VideoFile);
    row("an unknown scheme is a file name", u"gopher://host/x"_s, Kind::VideoFile);
    row("a pattern is a file name", u"frame%03d.png"_s, Kind::VideoFile);
    row("an option is a file name", u"--help"_s, Kind::VideoFile);
    row("a GStreamer pipeline is a file name", u"v4l2src ! appsink"_s, Kind::VideoFile);
}

void SourceAddressTest::readsWhatPeopleType()
{
    QFETCH(QString, text);
    QFETCH(Kind, kind);
    QFETCH(QString, location);
    const SourceAddress address = parseSourceAddress(text.toStdString());
    QVERIFY(address.kind == kind);
    QCOMPARE(QString::fromStdString(address.location), location);
    QCOMPARE(QString::fromStdString(address.shownName()), location);
}

void SourceAddressTest::aFolderIsPictures()
{
    const QTemporaryDir folder;
    QVERIFY(parseSourceAddress(folder.path().toStdString()).kind == Kind::Pictures);
}

void SourceAddressTest::passwordsAreNotShown_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a name and a password") << u"rtsp://me:secret@cam/x"_s << u"rtsp://me@cam/x"_s;
    QTest::newRow("a password with an at sign")
        << u"rtsp://me:sec@ret@cam/x"_s << u"rtsp://me@cam/x"_s;
    QTest::newRow("a name alone") << u"rtsp://me@cam/x"_s << u"rtsp://me@cam/x"_s;
    QTest::newRow("a port is no password") << u"rtsp://cam:554/x"_s << u"rtsp://cam:554/x"_s;
    QTest::newRow("an at sign in the path") << u"http://cam:80/a:b@c"_s << u"http://cam:80/a:b@c"_s;
}

void SourceAddressTest::passwordsAreNotShown()
{
    QFETCH(QString, url);
    QFETCH(QString, shown);
    const SourceAddress address = parseSourceAddress(url.toStdString());
    QCOMPARE(QString::fromStdString(address.shownName()), shown);
    QCOMPARE(QString::fromStdString(address.location), url);
}

void SourceAddressTest::whatCannotBeAnAddressIsNotOpened_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a zero byte in a name") << QByteArray("/dev/null\0.mp4", 14);
    QTest::newRow("a line in a URL") << QByteArray("http://127.0.0.1:1/x\r\nHost: evil");
    QTest::newRow("a space in a URL") << QByteArray("http://127.0.0.1:1/a b");
}

void SourceAddressTest::whatCannotBeAnAddressIsNotOpened()
{
    QFETCH(QByteArray, text);
    const auto source = openSource(parseSourceAddress(text.toStdString()), {});
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::SourceNotFound);
}

QTEST_APPLESS_MAIN(SourceAddressTest)
#include "tst_source_address.moc"

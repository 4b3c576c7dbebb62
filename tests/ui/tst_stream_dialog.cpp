#include "ui/recent_streams.h"
#include "ui/stream_address.h"
#include "ui/stream_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestStreamDialog : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QSettings().clear(); }
    void cleanupTestCase() { QSettings().clear(); }
    void whatIsAnAddress_data();
    void whatIsAnAddress();
    void passwordsAreLeftOut_data();
    void passwordsAreLeftOut();
    void theLastOnesAreRemembered();
    void openingRemembers();
    void aWrongAddressIsExplainedInPlace();
    void oneOpenedBeforeIsChosen();
    void oneOpenedBeforeIsRemoved();
};

void TestStreamDialog::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"netlens-tests"_s);
    QCoreApplication::setApplicationName(u"tst_stream_dialog"_s);
}

void TestStreamDialog::whatIsAnAddress_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("fault");
    const auto row = [](const char* name, const char* text, StreamFault fault) {
        QTest::newRow(name) << QString::fromUtf8(text) << static_cast<int>(fault);
    };
    row("a camera", "rtsp://camera.local/stream1", StreamFault::None);
    row("with all parts", "rtsp://me:se@cret@10.0.0.7:554/a?b=c#d", StreamFault::None);
    row("in capitals", "HTTP://CAMERA/video.mjpg", StreamFault::None);
    row("IPv6", "http://[fe80::1]:8080/x", StreamFault::None);
    row("IPv6 without a port", "https://[fe80::1]/x", StreamFault::None);
    row("listening to everybody", "udp://@:5000", StreamFault::None);
    row("a group", "udp://239.0.0.1:1234", StreamFault::None);
    row("encrypted", "rtsps://camera/x", StreamFault::None);
    row("listening for one", "tcp://0.0.0.0:9999?listen", StreamFault::None);
    row("nothing", "", StreamFault::Empty);
    row("only a host", "camera.local", StreamFault::NoScheme);
    row("a file", "file:///etc/passwd", StreamFault::Scheme);
    row("a mail address", "mailto:a@b", StreamFault::NoScheme);
    row("two protocols", "concat://a.mp4", StreamFault::Scheme);
    row("no scheme at all", "://camera", StreamFault::Scheme);
    row("no host", "rtsp:///stream", StreamFault::NoHost);
    row("only a port", "http://:80/", StreamFault::NoHost);
    row("no port", "udp://239.0.0.1", StreamFault::NoPort);
    row("a port that is none", "rtsp://camera:abc/", StreamFault::Port);
    row("a port that is too large", "rtsp://camera:65536/", StreamFault::Port);
    row("a port that is signed", "rtsp://camera:+80/", StreamFault::Port);
    row("port zero", "udp://@:0", StreamFault::Port);
    row("a colon and no port", "rtsp://camera:/x", StreamFault::Port);
    row("a space", "rtsp://camera/my stream", StreamFault::Character);
    row("a line break", "rtsp://camera/\nx", StreamFault::Character);
}

void TestStreamDialog::whatIsAnAddress()
{
    QFETCH(QString, text);
    QTEST(static_cast<int>(streamFault(text)), "fault");
}

void TestStreamDialog::passwordsAreLeftOut_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("kept");
    QTest::newRow("name and password")
        << u"rtsp://me:secret@camera:554/x?a=b"_s << u"rtsp://me@camera:554/x?a=b"_s;
    QTest::newRow("a name alone") << u"rtsp://me@camera:554/x"_s << u"rtsp://me@camera:554/x"_s;
    QTest::newRow("neither") << u"rtsp://camera:554/x"_s << u"rtsp://camera:554/x"_s;
    QTest::newRow("an @ in the password")
        << u"rtsp://me:se@cr:et@camera/x"_s << u"rtsp://me@camera/x"_s;
    QTest::newRow("an @ in the path is no host")
        << u"http://camera:80/@me:x@y"_s << u"http://camera:80/@me:x@y"_s;
    QTest::newRow("a password and an @ in the path")
        << u"http://me:secret@camera/a@b"_s << u"http://me@camera/a@b"_s;
    QTest::newRow("a password without a name") << u"http://:secret@camera"_s << u"http://@camera"_s;
    QTest::newRow("listening") << u"udp://@:5000"_s << u"udp://@:5000"_s;
    QTest::newRow("IPv6") << u"http://[fe80::1]:80/x"_s << u"http://[fe80::1]:80/x"_s;
}

void TestStreamDialog::passwordsAreLeftOut()
{
    QFETCH(QString, url);
    QTEST(withoutPassword(url), "kept");
}

void TestStreamDialog::theLastOnesAreRemembered()
{
    for (int i = 0; i < 12; ++i)
        rememberStream(u"rtsp://camera/%1"_s.arg(i));
    QCOMPARE(recentStreams().size(), kMostRecentStreams);
    QCOMPARE(recentStreams().first(), u"rtsp://camera/11"_s);
    rememberStream(u"rtsp://camera/5"_s);
    QCOMPARE(recentStreams().first(), u"rtsp://camera/5"_s);
    QCOMPARE(recentStreams().size(), kMostRecentStreams);
    QCOMPARE(recentStreams().count(u"rtsp://camera/5"_s), 1);
}

void TestStreamDialog::openingRemembers()
{
    StreamDialog dialog;
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.show();
    auto* url = dialog.findChild<QLineEdit*>(u"streamUrl"_s);
    QTest::keyClicks(url, u" rtsp://me:secret@camera/x "_s);
    QTest::keyClick(url, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(dialog.url(), u"rtsp://me:secret@camera/x"_s);
    QCOMPARE(recentStreams(), QStringList(u"rtsp://me@camera/x"_s));
    StreamDialog again;
    again.setUrl(u"rtsp://other/x"_s);
    again.reject();
    QVERIFY2(recentStreams().size() == 1, "what was cancelled is not remembered");
}

void TestStreamDialog::aWrongAddressIsExplainedInPlace()
{
    StreamDialog dialog;
    dialog.show();
    auto* url = dialog.findChild<QLineEdit*>(u"streamUrl"_s);
    const auto* reason = dialog.findChild<QLabel*>(u"streamReason"_s);
    const auto* open = dialog.findChild<QPushButton*>(u"openStream"_s);
    QVERIFY2(!open->isEnabled() && reason->text().isEmpty(), "an empty field needs no blame");
    QTest::keyClicks(url, u"ftp://camera/x"_s);
    QVERIFY(!open->isEnabled());
    QVERIFY(reason->text().contains(u"rtsp"_s));
    QCOMPARE(url->accessibleDescription(), reason->text());
    QTest::keyClick(url, Qt::Key_Return);
    QVERIFY(dialog.isVisible());
    dialog.accept();
    QVERIFY(dialog.isVisible());
    dialog.setUrl(u"http://camera/x"_s);
    QVERIFY(open->isEnabled());
    QVERIFY(reason->text().isEmpty());
}

void TestStreamDialog::oneOpenedBeforeIsChosen()
{
    rememberStream(u"rtsp://camera/1"_s);
    rememberStream(u"rtsp://camera/2"_s);
    StreamDialog dialog;
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.show();
    dialog.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto* recent = dialog.findChild<QListWidget*>(u"recentStreams"_s);
    QCOMPARE(recent->count(), 2);
    QTest::mouseClick(
        recent->viewport(), Qt::LeftButton, {}, recent->visualItemRect(recent->item(0)).center());
    QCOMPARE(dialog.url(), u"rtsp://camera/2"_s);
    QTest::keyClick(recent, Qt::Key_Down);
    QCOMPARE(dialog.url(), u"rtsp://camera/1"_s);
    QTest::keyClick(recent, Qt::Key_Return);
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(recentStreams().first(), u"rtsp://camera/1"_s);
}

void TestStreamDialog::oneOpenedBeforeIsRemoved()
{
    rememberStream(u"rtsp://camera/1"_s);
    rememberStream(u"rtsp://camera/2"_s);
    StreamDialog dialog;
    dialog.show();
    auto* recent = dialog.findChild<QListWidget*>(u"recentStreams"_s);
    auto* remove = dialog.findChild<QPushButton*>(u"removeStream"_s);
    QVERIFY(!remove->isEnabled());
    recent->setCurrentRow(0);
    QTest::keyClick(recent, Qt::Key_Delete);
    QCOMPARE(recentStreams(), QStringList(u"rtsp://camera/1"_s));
    recent->setCurrentRow(0);
    remove->click();
    QVERIFY(recentStreams().isEmpty());
    QVERIFY(!recent->isVisible());
}

QTEST_MAIN(TestStreamDialog)
#include "tst_stream_dialog.moc"

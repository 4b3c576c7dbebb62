#include "support/process_watch.h"
#include "ui/qt_image.h"
#include "ui/screen_grabber.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A screen of one picture, and what it was asked for.
struct DrawnScreen {
    QImage picture;
    std::chrono::milliseconds takes {};
    bool isDark = false; ///< shows itself to nobody
    QList<QRect> asked {};

    GrabScreen grabber()
    {
        return [this](QScreen&, const QRect& area) {
            asked.append(area);
            std::this_thread::sleep_for(takes);
            return isDark ? QPixmap() : QPixmap::fromImage(picture.copy(area));
        };
    }
};

/// Every pixel says where it is.
QImage map(QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            image.setPixel(x, y, qRgb(x % 256, y % 256, (x / 256) * 16 + y / 256));
    return image;
}

QImage rgb(const QImage& image)
{
    return image.convertToFormat(QImage::Format_RGB888);
}

QScreen* screen()
{
    return QGuiApplication::primaryScreen();
}

} // namespace

class TestScreenGrabber : public QObject {
    Q_OBJECT
private slots:
    void thePictureIsTheRegion();
    void whatIsLargeComesInStrips();
    void whatIsSlowComesInSmallerStrips();
    void whatIsVeryLargeIsReduced();
    void comesAgainAndAgainUntilItIsStopped();
    void aPictureBegunIsNotGoneOnWith();
    void aScreenThatShowsNothingIsTold();
    void aRegionBesideTheScreenIsGone();
    void whoSeesTheScreen_data();
    void whoSeesTheScreen();

private:
    Image next(ScreenGrabber& grabber);
};

Image TestScreenGrabber::next(ScreenGrabber& grabber)
{
    Image picture;
    connect(&grabber, &ScreenGrabber::grabbed, this, [&](const Image& taken) { picture = taken; });
    grabber.setRunning(true);
    (void)QTest::qWaitFor([&] { return !picture.isNull(); });
    grabber.setRunning(false);
    grabber.disconnect(this);
    return picture;
}

void TestScreenGrabber::thePictureIsTheRegion()
{
    DrawnScreen drawn { map({ 400, 300 }) };
    ScreenGrabber grabber(drawn.grabber());
    grabber.setRegion({ screen(), { 37, 21, 301, 203 } });
    const Image picture = next(grabber);
    QCOMPARE(picture.size(), (Size { 301, 203 }));
    QCOMPARE(toQImage(picture), rgb(drawn.picture.copy(37, 21, 301, 203)));
    QCOMPARE(drawn.asked.size(), 1);
}

void TestScreenGrabber::whatIsLargeComesInStrips()
{
    DrawnScreen drawn { map({ 800, 800 }) };
    ScreenGrabber grabber(drawn.grabber(), { .stripPixels = 100'000 });
    grabber.setRegion({ screen(), { 3, 5, 790, 781 } });
    const Image picture = next(grabber);
    QCOMPARE(drawn.asked.size(), 7);
    for (const QRect& strip : drawn.asked)
        QVERIFY(strip.width() * strip.height() <= 100'000);
    QCOMPARE(toQImage(picture), rgb(drawn.picture.copy(3, 5, 790, 781)));
}

void TestScreenGrabber::whatIsSlowComesInSmallerStrips()
{
    DrawnScreen drawn { map({ 800, 800 }), std::chrono::milliseconds(30) };
    ScreenGrabber grabber(drawn.grabber());
    grabber.setRegion({ screen(), { 0, 0, 800, 800 } });
    for (int i = 0; i < 5; ++i)
        QCOMPARE(next(grabber).size(), (Size { 800, 800 }));
    QVERIFY(drawn.asked.last().height() <= 80);
    drawn.takes = {};
    for (int i = 0; i < 5; ++i)
        QCOMPARE(next(grabber).size(), (Size { 800, 800 }));
    QCOMPARE(drawn.asked.last().height(), 800);
}

void TestScreenGrabber::whatIsVeryLargeIsReduced()
{
    DrawnScreen drawn { map({ 800, 800 }) };
    ScreenGrabber grabber(drawn.grabber(), { .stripPixels = 100'000, .mostPixels = 100'000 });
    grabber.setRegion({ screen(), { 0, 0, 797, 601 } });
    const Image picture = next(grabber);
    QCOMPARE(picture.size(), (Size { 265, 200 })); // a third
    const QImage reduced = toQImage(picture);
    for (const QPoint place : { QPoint(40, 30), { 200, 80 }, { 100, 150 } }) {
        QVERIFY(qAbs(qRed(reduced.pixel(place)) - (place.x() * 3 + 1) % 256) <= 3);
        QVERIFY(qAbs(qGreen(reduced.pixel(place)) - (place.y() * 3 + 1) % 256) <= 3);
    }
}

void TestScreenGrabber::comesAgainAndAgainUntilItIsStopped()
{
    DrawnScreen drawn { map({ 64, 48 }) };
    ScreenGrabber grabber(drawn.grabber());
    grabber.setRegion({ screen(), { 0, 0, 64, 48 } });
    QTest::qWait(100);
    QVERIFY(drawn.asked.isEmpty()); // nothing by itself
    QElapsedTimer timer;
    timer.start();
    QSignalSpy grabbed(&grabber, &ScreenGrabber::grabbed);
    grabber.setRunning(true);
    QTRY_VERIFY(grabbed.size() > 10);
    const qint64 each = timer.elapsed() / grabbed.size();
    QVERIFY2(each >= 66, qPrintable(QString::number(each))); // 15 a second
    QVERIFY2(each <= 100 * kSlowdown, qPrintable(QString::number(each)));
    grabber.setRunning(false);
    QVERIFY(!grabber.isRunning());
    drawn.asked.clear();
    QTest::qWait(200);
    QVERIFY(drawn.asked.isEmpty());
}

void TestScreenGrabber::aPictureBegunIsNotGoneOnWith()
{
    DrawnScreen drawn { map({ 800, 800 }), std::chrono::milliseconds(30) };
    ScreenGrabber grabber(drawn.grabber());
    grabber.setRegion({ screen(), { 0, 0, 800, 800 } });
    (void)next(grabber);
    drawn.asked.clear();
    grabber.setRunning(true);
    QTRY_VERIFY(!drawn.asked.isEmpty());
    grabber.setRegion({ screen(), { 100, 100, 64, 48 } });
    QCOMPARE(next(grabber).size(), (Size { 64, 48 }));
}

void TestScreenGrabber::aScreenThatShowsNothingIsTold()
{
    DrawnScreen drawn { map({ 64, 48 }), {}, true };
    ScreenGrabber grabber(drawn.grabber());
    grabber.setRegion({ screen(), { 0, 0, 64, 48 } });
    QSignalSpy lost(&grabber, &ScreenGrabber::lost);
    grabber.setRunning(true);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost[0][0].toBool(), false);
    QVERIFY(!grabber.isRunning());
    drawn.isDark = false;
    QCOMPARE(next(grabber).size(), (Size { 64, 48 }));
}

void TestScreenGrabber::aRegionBesideTheScreenIsGone()
{
    DrawnScreen drawn { map({ 900, 900 }) };
    ScreenGrabber grabber(drawn.grabber());
    QSignalSpy lost(&grabber, &ScreenGrabber::lost);
    grabber.setRegion({ nullptr, { 0, 0, 64, 48 } });
    grabber.setRunning(true);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost[0][0].toBool(), true);
    grabber.setRegion({ screen(), { screen()->size().width(), 0, 64, 48 } });
    grabber.setRunning(true);
    QTRY_COMPARE(lost.size(), 2);
    // What is left of it is watched.
    grabber.setRegion({ screen(), { screen()->size().width() - 32, 0, 64, 48 } });
    QCOMPARE(next(grabber).size(), (Size { 32, 48 }));
}

void TestScreenGrabber::whoSeesTheScreen_data()
{
    QTest::addColumn<QString>("platform");
    QTest::addColumn<QByteArray>("wayland");
    QTest::addColumn<bool>("sees");
    QTest::newRow("X11") << u"xcb"_s << QByteArray() << true;
    QTest::newRow("Wayland") << u"wayland"_s << QByteArray("wayland-0") << false;
    QTest::newRow("Wayland with EGL") << u"wayland-egl"_s << QByteArray("wayland-0") << false;
    QTest::newRow("X11 inside Wayland") << u"xcb"_s << QByteArray("wayland-0") << false;
    QTest::newRow("no screen") << u"offscreen"_s << QByteArray("wayland-0") << true;
}

void TestScreenGrabber::whoSeesTheScreen()
{
    QFETCH(QString, platform);
    QFETCH(QByteArray, wayland);
    QTEST(showsScreens(platform, wayland), "sees");
}

QTEST_MAIN(TestScreenGrabber)
#include "tst_screen_grabber.moc"

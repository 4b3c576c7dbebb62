#include "hand.h"
#include "real_window.h"
#include "support/drawn_video.h"
#include "support/process_watch.h"
#include "ui/image_view.h"
#include "ui/picture_item.h"
#include "ui/qt_image.h"
#include "ui/screen_overlay.h"
#include "ui/screen_region.h"

#include <QAction>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QScreen>
#include <QTest>

#include <algorithm>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)

namespace {

constexpr int kSide = 160;

/// Another program's window with a drawing, left of the window under test.
class Poster : public QLabel {
public:
    Poster()
        : QLabel(nullptr, Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint)
    {
        setAttribute(Qt::WA_ShowWithoutActivating);
        setFixedSize(kSide, kSide);
        move(4, 420);
        show();
    }
    void setDrawing(const Image& drawing)
    {
        setPixmap(QPixmap::fromImage(
            toQImage(drawing).scaled(size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
    }
    QPoint corner() const { return mapToGlobal(QPoint()); }
};

ScreenOverlay* overlay()
{
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* found = qobject_cast<ScreenOverlay*>(widget);
            found && found->isVisible() && found->isActiveWindow())
            return found;
    return nullptr;
}

/// The largest difference of a channel.
int difference(const QImage& a, const QImage& b)
{
    int largest = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb other = b.pixel(x, y);
            largest = std::max({ largest, qAbs(qRed(one) - qRed(other)),
                qAbs(qGreen(one) - qGreen(other)), qAbs(qBlue(one) - qBlue(other)) });
        }
    return largest;
}

} // namespace

/// What another window shows, watched by a person.
class TestScreenWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void aDrawingOnTheScreenIsNamed();
    void theWholeScreenLeavesTheWindowFree();
    void aGrabIsQuick();
    void closingWhileItWatchesIsQuick();

private:
    Home m_home;
    DrawnVideo m_drawn { 1 };
};

void TestScreenWindow::initTestCase()
{
    QVERIFY(m_home.isReady());
    WAIT_FOR(xdotool({ u"get_num_desktops"_s }));
}

void TestScreenWindow::aDrawingOnTheScreenIsNamed()
{
    Poster poster;
    poster.setDrawing(m_drawn.pictures[0].picture);
    QVERIFY(QTest::qWaitForWindowExposed(&poster));
    RealWindow real;
    QVERIFY(real.isReady());
    real.find<QDoubleSpinBox>("smoothing").setValue(0);
    real.find<QAction>("watchScreen").trigger();
    WAIT_FOR(overlay() != nullptr);
    const QPoint corner = poster.corner();
    QVERIFY(dragAcross(corner, corner + QPoint(kSide - 1, kSide - 1)));
    auto& view = real.find<ImageView>("imageView");
    for (std::size_t i = 0; i < m_drawn.pictures.size(); ++i) {
        poster.setDrawing(m_drawn.pictures[i].picture);
        WAIT_FOR(view.caption().toStdString() == m_drawn.segments[i].label);
    }
    QCOMPARE(view.picture().pixels().size(), QSize(kSide, kSide));
    QCOMPARE(difference(view.picture().pixels(), poster.pixmap().toImage()), 0);
    QVERIFY(press(u"space"_s));
    WAIT_FOR(real.live().state().isPaused);
    poster.setDrawing(m_drawn.pictures[0].picture);
    QTest::qWait(300);
    QVERIFY(view.caption().toStdString() != m_drawn.segments[0].label);
    QVERIFY(press(u"space"_s));
    WAIT_FOR(view.caption().toStdString() == m_drawn.segments[0].label);
    QVERIFY(press(u"c"_s));
    WAIT_FOR(!real.find<QWidget>("liveBar").isVisible());
}

void TestScreenWindow::theWholeScreenLeavesTheWindowFree()
{
    RealWindow real;
    QVERIFY(real.isReady());
    real.find<QAction>("watchScreen").trigger();
    WAIT_FOR(overlay() != nullptr);
    QVERIFY(press(u"Return"_s));
    auto& view = real.find<ImageView>("imageView");
    WAIT_FOR(!view.caption().isEmpty());
    int painted = 0;
    connect(&view, &ImageView::framePainted, this, [&] { ++painted; });
    const EventLoopWatch watch;
    QElapsedTimer timer;
    timer.start();
    WAIT_FOR(painted >= 40);
    qInfo("%.1f pictures a second, largest gap %.1f ms; %s",
        painted * 1e3 / static_cast<double>(timer.elapsed()), watch.largestGapMs(),
        qPrintable(real.label("liveRates")));
    QVERIFY2(
        watch.largestGapMs() < 50 * kSlowdown, qPrintable(QString::number(watch.largestGapMs())));
}

void TestScreenWindow::aGrabIsQuick()
{
    QScreen& screen = *QApplication::primaryScreen();
    std::vector<double> times;
    for (int i = 0; i < 25; ++i) {
        QElapsedTimer timer;
        timer.start();
        const QPixmap pixmap = grabScreen(screen, { 0, 0, 1280, 720 });
        const Image picture = fromQImage(pixmap.toImage());
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QCOMPARE(picture.size(), (Size { 1280, 720 }));
    }
    std::ranges::sort(times);
    const double median = times[times.size() / 2];
    qInfo("1280 × 720: median %.1f ms, slowest %.1f ms", median, times.back());
    QVERIFY2(median < 20 * kSlowdown, qPrintable(QString::number(median)));
}

void TestScreenWindow::closingWhileItWatchesIsQuick()
{
    QElapsedTimer timer;
    {
        RealWindow real;
        QVERIFY(real.isReady());
        real.find<QAction>("watchScreen").trigger();
        WAIT_FOR(overlay() != nullptr);
        QVERIFY(press(u"Return"_s));
        WAIT_FOR(!real.classes().isEmpty());
        timer.start();
        real.window().close();
    }
    QVERIFY2(timer.elapsed() < 1000 * kSlowdown, qPrintable(QString::number(timer.elapsed())));
}

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    dressAsProgram();
    TestScreenWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_screen_window.moc"

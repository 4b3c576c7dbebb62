#include "ui/colors.h"
#include "ui/theme.h"
#include "ui/timeline_colors.h"
#include "ui/timeline_strip.h"

#include <QElapsedTimer>
#include <QPainter>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

TimelineMoment moment(double seconds, std::optional<int> label)
{
    static const QStringList kNames { u"tabby"_s, u"tiger cat"_s, u"lynx"_s };
    const QString name = kNames.value(label.value_or(2), u"class"_s);
    return { seconds, std::llround(seconds * 10), label,
        { { name, 0.621F }, { u"lynx"_s, 0.1F } } };
}

/// tabby 0–2, not sure 2–3, tiger cat 3–6 seconds of ten.
void fill(TimelineStrip& strip)
{
    strip.showFile(10);
    for (int i = 0; i < 60; ++i)
        strip.append(moment(i / 10.0,
            i < 20       ? std::optional(0)
                : i < 30 ? std::nullopt
                         : std::optional(1)));
}

double lastSeek(const QSignalSpy& spy)
{
    return spy.isEmpty() ? -1 : spy.last().first().toDouble();
}

} // namespace

class TestTimelineStrip : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void aClickJumpsThere();
    void draggingSeeks();
    void keysGoFromStretchToStretch_data();
    void keysGoFromStretchToStretch();
    void arrowsAreTheStripsWhileItHasTheFocus();
    void aLiveSourceIsNotSoughtIn();
    void aPlaceIsDescribed_data();
    void aPlaceIsDescribed();
    void hoveringShowsTheText();
    void theWholeIsDescribed();
    void ofALiveSourceTheLastMinuteIsKept();
    void anotherModelBeginsAnew();
    void labelsAreTold_data();
    void labelsAreTold();
    void colorsAreApart();
    void paintingIsCheap_data();
    void paintingIsCheap();
};

void TestTimelineStrip::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestTimelineStrip::aClickJumpsThere()
{
    TimelineStrip strip;
    strip.resize(500, 30);
    fill(strip);
    QSignalSpy sought(&strip, &TimelineStrip::seekRequested);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(250, 15));
    QCOMPARE(sought.count(), 1);
    QCOMPARE(lastSeek(sought), 5.0);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(450, 15));
    QVERIFY2(lastSeek(sought) == 9.0, "what was not seen yet can be gone to");
    QTest::mouseClick(&strip, Qt::RightButton, {}, QPoint(100, 15));
    QCOMPARE(sought.count(), 2);
}

void TestTimelineStrip::draggingSeeks()
{
    TimelineStrip strip;
    strip.resize(500, 30);
    fill(strip);
    QSignalSpy sought(&strip, &TimelineStrip::seekRequested);
    QTest::mousePress(&strip, Qt::LeftButton, {}, QPoint(50, 15));
    const auto drag = [&](int x) {
        QMouseEvent move(QEvent::MouseMove, QPointF(x, 15), strip.mapToGlobal(QPointF(x, 15)),
            Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&strip, &move);
    };
    drag(100);
    QCOMPARE(lastSeek(sought), 2.0);
    drag(900);
    QVERIFY2(lastSeek(sought) == 10.0, "dragging beyond the end stays inside the file");
    drag(-20);
    QCOMPARE(lastSeek(sought), 0.0);
}

void TestTimelineStrip::keysGoFromStretchToStretch_data()
{
    QTest::addColumn<double>("position");
    QTest::addColumn<int>("key");
    QTest::addColumn<double>("expected");
    QTest::newRow("right goes to the next stretch") << 1.0 << int(Qt::Key_Right) << 2.0;
    QTest::newRow("right goes on from a beginning") << 2.0 << int(Qt::Key_Right) << 3.0;
    QTest::newRow("right stays where nothing follows") << 4.0 << int(Qt::Key_Right) << 4.0;
    QTest::newRow("left goes to the beginning of this stretch") << 4.0 << int(Qt::Key_Left) << 3.0;
    QTest::newRow("left goes on from just behind a beginning") << 3.1 << int(Qt::Key_Left) << 2.0;
    QTest::newRow("left stays at the beginning") << 0.0 << int(Qt::Key_Left) << 0.0;
    QTest::newRow("home goes to the beginning") << 4.0 << int(Qt::Key_Home) << 0.0;
    QTest::newRow("end goes to the end") << 4.0 << int(Qt::Key_End) << 10.0;
}

void TestTimelineStrip::keysGoFromStretchToStretch()
{
    QFETCH(double, position);
    QFETCH(int, key);
    TimelineStrip strip;
    fill(strip);
    strip.setPosition(position);
    QSignalSpy sought(&strip, &TimelineStrip::seekRequested);
    QTest::keyClick(&strip, static_cast<Qt::Key>(key));
    QTEST(lastSeek(sought), "expected");
    QTest::keyClick(&strip, static_cast<Qt::Key>(key), Qt::ControlModifier);
    QVERIFY2(sought.count() == 1, "with Ctrl they are somebody else's");
}

void TestTimelineStrip::arrowsAreTheStripsWhileItHasTheFocus()
{
    QWidget window;
    QWidget other(&window);
    other.setFocusPolicy(Qt::StrongFocus);
    TimelineStrip strip(&window);
    fill(strip);
    QShortcut nextPicture(Qt::Key_Right, &window);
    QSignalSpy next(&nextPicture, &QShortcut::activated);
    QSignalSpy sought(&strip, &TimelineStrip::seekRequested);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other.setFocus();
    QTest::keyClick(&other, Qt::Key_Right);
    QCOMPARE(next.count(), 1);
    strip.setFocus();
    QTest::keyClick(&strip, Qt::Key_Right);
    QCOMPARE(next.count(), 1);
    QCOMPARE(sought.count(), 1);
}

void TestTimelineStrip::aLiveSourceIsNotSoughtIn()
{
    TimelineStrip strip;
    strip.showLive();
    strip.append(moment(1, 0));
    QSignalSpy sought(&strip, &TimelineStrip::seekRequested);
    QTest::mouseClick(&strip, Qt::LeftButton);
    QTest::keyClick(&strip, Qt::Key_Home);
    QCOMPARE(sought.count(), 0);
}

void TestTimelineStrip::aPlaceIsDescribed_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("expected");
    QTest::newRow("a label with its number and the best classes")
        << 1.25 << u"0:01.2 · tabby (1)\n62.1\u00a0% tabby\n10.0\u00a0% lynx"_s;
    QTest::newRow("not sure, and what was thought of")
        << 2.5 << u"0:02.5 · not sure\n62.1\u00a0% lynx\n10.0\u00a0% lynx"_s;
    QTest::newRow("not seen") << 8.0 << u"0:08.0 · not seen yet"_s;
}

void TestTimelineStrip::aPlaceIsDescribed()
{
    QFETCH(double, seconds);
    TimelineStrip strip;
    fill(strip);
    QTEST(strip.textAt(seconds), "expected");
}

void TestTimelineStrip::hoveringShowsTheText()
{
    TimelineStrip strip;
    strip.resize(500, 30);
    fill(strip);
    strip.show();
    QHelpEvent hover(QEvent::ToolTip, QPoint(200, 15), strip.mapToGlobal(QPoint(200, 15)));
    QCoreApplication::sendEvent(&strip, &hover);
    QVERIFY(QToolTip::text().startsWith(u"0:04.0 · tiger cat (2)"_s));
    QMouseEvent move(QEvent::MouseMove, QPointF(50, 15), strip.mapToGlobal(QPointF(50, 15)),
        Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(&strip, &move);
    QVERIFY2(QToolTip::text().startsWith(u"0:01.0 · tabby (1)"_s), "it follows the pointer");
    QToolTip::hideText();
}

void TestTimelineStrip::theWholeIsDescribed()
{
    TimelineStrip strip;
    QVERIFY(!strip.accessibleName().isEmpty());
    QCOMPARE(strip.accessibleDescription(), u"Nothing seen yet"_s);
    fill(strip);
    strip.setPosition(4);
    QCOMPARE(strip.accessibleDescription(), u"3 stretches, now tiger cat from 0:03"_s);
    strip.setPosition(2.2);
    QCOMPARE(strip.accessibleDescription(), u"3 stretches, now not sure from 0:02"_s);
    strip.setPosition(8);
    QCOMPARE(strip.accessibleDescription(), u"3 stretches"_s);
    strip.showLive();
    strip.append(moment(3, 0));
    QCOMPARE(strip.accessibleDescription(), u"1 stretch, now tabby"_s);
}

void TestTimelineStrip::ofALiveSourceTheLastMinuteIsKept()
{
    TimelineStrip strip;
    strip.showLive();
    for (int i = 0; i < 2000; ++i)
        strip.append(moment(i / 10.0, i / 50 % 2)); // another label every five seconds
    const auto& stretches = strip.timeline().stretches();
    QVERIFY(stretches.size() <= 13);
    QVERIFY(stretches.front().begin >= 200 - 60 - 6);
    QVERIFY(strip.textAt(190).startsWith(u"9.9 s ago · tabby (1)"_s));
    QCOMPARE(strip.textAt(100), u"Nothing was seen then."_s);
}

void TestTimelineStrip::anotherModelBeginsAnew()
{
    TimelineStrip strip;
    strip.resize(500, 30);
    fill(strip);
    strip.clear();
    QCOMPARE(strip.timeline().labelCount(), 0);
    QSignalSpy sought(&strip, &TimelineStrip::seekRequested);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(250, 15));
    QVERIFY2(lastSeek(sought) == 5.0, "the medium is as long as before");
}

void TestTimelineStrip::labelsAreTold_data()
{
    QTest::addColumn<Theme>("theme");
    QTest::newRow("in light colours") << Theme::Light;
    QTest::newRow("in dark colours") << Theme::Dark;
}

void TestTimelineStrip::labelsAreTold()
{
    QFETCH(Theme, theme);
    TimelineStrip strip;
    strip.setPalette(themePalette(theme));
    strip.resize(500, 30);
    fill(strip);
    const QImage shown = strip.grab().toImage();
    const auto at = [&](int x) { return shown.pixelColor(x, 26); };
    QCOMPARE(at(50), timelineColor(1));
    QCOMPARE(at(250), timelineColor(2));
    QCOMPARE(at(400), strip.palette().color(QPalette::Base));
    QSet<QRgb> stripes;
    for (int x = 110; x < 140; ++x)
        stripes.insert(at(x).rgb());
    QVERIFY2(stripes.size() > 1, "not sure is striped");
    for (const QRgb color : stripes)
        QVERIFY(QColor(color).hsvSaturationF() < 0.2);
}

void TestTimelineStrip::colorsAreApart()
{
    for (int a = 1; a <= 14; ++a) {
        QVERIFY(contrast(inkOn(timelineColor(a)), timelineColor(a)) >= 4.5);
        for (int b = a + 1; b <= 14; ++b)
            QVERIFY(timelineColor(a) != timelineColor(b));
    }
    QCOMPARE(timelineColor(15), timelineColor(1));
}

void TestTimelineStrip::paintingIsCheap_data()
{
    QTest::addColumn<int>("stretches");
    QTest::newRow("ten thousand stretches") << 10'000;
    QTest::newRow("as many labels as have room for their names") << 60;
    QTest::newRow("as many labels as have room for their numbers") << 120;
}

void TestTimelineStrip::paintingIsCheap()
{
    QFETCH(int, stretches);
    TimelineStrip strip;
    strip.resize(1900, 30);
    strip.showFile(stretches * 0.1);
    for (int i = 0; i < stretches; ++i)
        strip.append(moment(i * 0.1, i * 7 % 31));
    QCOMPARE(strip.timeline().stretches().size(), static_cast<std::size_t>(stretches));
    QImage target(strip.size(), QImage::Format_ARGB32_Premultiplied);
    constexpr int kRounds = 60;
    double best = 1e9;
    QElapsedTimer all;
    all.start();
    for (int i = 0; i < kRounds; ++i) {
        QElapsedTimer one;
        one.start();
        strip.setPosition(i);
        strip.render(&target);
        best = std::min(best, static_cast<double>(one.nsecsElapsed()) / 1e6);
    }
    qInfo("%.3f ms a paint at best, %.3f on average", best,
        static_cast<double>(all.nsecsElapsed()) / 1e6 / kRounds);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    QVERIFY2(best < 2, "sixty times a second, this is to be an eighth of a frame");
#endif
}

QTEST_MAIN(TestTimelineStrip)
#include "tst_timeline_strip.moc"

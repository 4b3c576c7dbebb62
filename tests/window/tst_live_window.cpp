#include "hand.h"
#include "real_window.h"
#include "support/drawn_video.h"
#include "support/process_watch.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/prediction_model.h"
#include "ui/qt_image.h"

#include <QAction>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QSettings>
#include <QSlider>
#include <QTableView>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)

namespace {

std::vector<HeldPicture> enlarged(std::vector<HeldPicture> pictures, QSize size)
{
    for (HeldPicture& held : pictures)
        held.picture = fromQImage(
            toQImage(held.picture).scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    return pictures;
}

} // namespace

/// Videos of the demonstration model's drawings, watched by a person.
class TestLiveWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void aVideoIsNamedAsItPlays();
    void everyPlaceIsNamedWhenItIsGoneTo();
    void thirtyFramesASecondLeaveTheWindowFree();
    void whatCannotBePlayedIsSaid();
    void onlyAPictureEndsAVideo();
    void closingWhileItPlaysIsQuick();

private:
    static QString topClass(const RealWindow& real);
    /// A file of that name in which nothing makes sense; its path.
    QString writeRubbish(const QString& name) const;
    Home m_home;
    DrawnVideo m_drawn { 1.5 };
    QString m_video;
};

void TestLiveWindow::initTestCase()
{
    QVERIFY(m_home.isReady());
    WAIT_FOR(xdotool({ u"get_num_desktops"_s }));
    m_video = m_home.path(u"drawn.mp4"_s);
    QVERIFY(makeVideo(m_video, m_drawn.pictures));
}

QString TestLiveWindow::writeRubbish(const QString& name) const
{
    QFile file(m_home.path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray(10'000, 'x')) < 0)
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

QString TestLiveWindow::topClass(const RealWindow& real)
{
    return real.predictions().model()->index(0, PredictionModel::Name).data().toString();
}

void TestLiveWindow::aVideoIsNamedAsItPlays()
{
    RealWindow real;
    QVERIFY(real.isReady());
    real.find<QDoubleSpinBox>("smoothing").setValue(0);
    int named = 0;
    int wrong = 0;
    auto& view = real.find<ImageView>("imageView");
    connect(&real.service(), &RecognitionService::recognized, &view, [&] {
        const double seconds = real.find<QSlider>("seekSlider").value() / 1e3;
        const DrawnSegment& shown = m_drawn.at(seconds);
        // A class takes its row half a second after it leads.
        if (seconds < shown.from + 0.7 || view.caption().isEmpty())
            return;
        ++named;
        if (view.caption().toStdString() != shown.label)
            ++wrong;
    });
    real.window().openPaths({ m_video });
    WAIT_FOR(real.live().state().phase == LiveState::Phase::Ended);
    QVERIFY2(named > 20, qPrintable(QString::number(named)));
    QCOMPARE(wrong, 0);
    QVERIFY(view.heatmap().isVisible());
    QCOMPARE(topClass(real).toStdString(), m_drawn.segments.back().label);
}

void TestLiveWindow::everyPlaceIsNamedWhenItIsGoneTo()
{
    RealWindow real;
    QVERIFY(real.isReady());
    real.window().openPaths({ m_video });
    auto& view = real.find<ImageView>("imageView");
    WAIT_FOR(!view.caption().isEmpty());
    QVERIFY(press(u"space"_s));
    WAIT_FOR(real.live().state().isPaused);
    auto& slider = real.find<QSlider>("seekSlider");
    for (const DrawnSegment& segment : m_drawn.segments) {
        const double middle = (segment.from + segment.to) / 2;
        const int x = static_cast<int>(middle / m_drawn.duration * slider.width());
        QVERIFY(clickOn(slider, { x, slider.height() / 2 }));
        WAIT_FOR(topClass(real).toStdString() == segment.label);
        QCOMPARE(view.caption().toStdString(), segment.label);
    }
    QVERIFY(real.live().state().isPaused);
    const int before = slider.value();
    QVERIFY(press(u"comma"_s));
    WAIT_FOR(slider.value() < before);
    QVERIFY(press(u"space"_s));
    WAIT_FOR(real.live().state().phase == LiveState::Phase::Ended);
    QVERIFY(press(u"c"_s));
    WAIT_FOR(!real.find<QWidget>("liveBar").isVisible());
}

void TestLiveWindow::thirtyFramesASecondLeaveTheWindowFree()
{
    const QString video = m_home.path(u"large.mp4"_s);
    QVERIFY(makeVideo(video, enlarged(m_drawn.pictures, { 1280, 720 }), 30));
    QVERIFY(writeImageNetWeights(1.0, 224));
    RealWindow real;
    QVERIFY(real.isReady());
    real.window().openPaths({ video });
    auto& view = real.find<ImageView>("imageView");
    WAIT_FOR(!view.caption().isEmpty());
    int painted = 0;
    connect(&view, &ImageView::framePainted, this, [&] { ++painted; });
    const EventLoopWatch watch;
    const double before = threadTimes().ranMs;
    double resident = residentMegabytes();
    WAIT_FOR(painted > 150);
    const double perFrame = (threadTimes().ranMs - before) / painted;
    qInfo("%.1f ms of the window's thread a frame, largest gap %.1f ms, %.1f MB more; %s", perFrame,
        watch.largestGapMs(), residentMegabytes() - resident, qPrintable(real.label("liveRates")));
    QVERIFY2(
        watch.largestGapMs() < 50 * kSlowdown, qPrintable(QString::number(watch.largestGapMs())));
    QVERIFY2(perFrame < 33 * kSlowdown, qPrintable(QString::number(perFrame)));
}

void TestLiveWindow::whatCannotBePlayedIsSaid()
{
    RealWindow real;
    QVERIFY(real.isReady());
    const QString path = writeRubbish(u"broken.mp4"_s);
    real.window().openPaths({ path });
    WAIT_FOR(real.message().startsWith(u"broken.mp4: "_s));
    QVERIFY(!real.find<QWidget>("liveBar").isVisible());
    real.window().openPaths({ m_video });
    WAIT_FOR(real.message().isEmpty());
    WAIT_FOR(!real.classes().isEmpty());
}

void TestLiveWindow::onlyAPictureEndsAVideo()
{
    RealWindow real;
    QVERIFY(real.isReady());
    real.live().setLoop(true);
    real.window().openPaths({ m_video });
    auto& view = real.find<ImageView>("imageView");
    WAIT_FOR(!view.caption().isEmpty());
    real.window().openPaths({ writeRubbish(u"broken.png"_s) });
    WAIT_FOR(real.message().startsWith(u"broken.png: "_s));
    const auto& slider = real.find<QSlider>("seekSlider");
    for (int i = 0; i < 5; ++i) {
        const int before = slider.value();
        WAIT_FOR(slider.value() != before);
    }
    QVERIFY(real.message().startsWith(u"broken.png: "_s));
    QVERIFY(real.find<QWidget>("liveBar").isVisible());
    const QString picture = m_home.path(u"sound.png"_s);
    QVERIFY(writePicture(picture, { 300, 200 }, 1));
    real.window().openPaths({ picture });
    WAIT_FOR(real.label("pictureName") == u"sound.png"_s);
    QVERIFY(real.message().isEmpty());
    QVERIFY(!real.find<QWidget>("liveBar").isVisible());
    QCOMPARE(real.live().state().phase, LiveState::Phase::Idle);
    QTest::qWait(200);
    QCOMPARE(real.label("pictureName"), u"sound.png"_s);
}

void TestLiveWindow::closingWhileItPlaysIsQuick()
{
    QElapsedTimer timer;
    {
        RealWindow real;
        QVERIFY(real.isReady());
        real.window().openPaths({ m_video });
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
    TestLiveWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_live_window.moc"

#include "support/window_test.h"
#include "ui/live_actions.h"
#include "ui/screen_overlay.h"
#include "ui/screen_watch.h"

#include <QApplication>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTest>
#include <QToolButton>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = SourceAddress::Kind;
using Phase = LiveState::Phase;

} // namespace

/// What else than cameras, videos and streams can be watched.
class TestWindowSources : public WindowTest {
    Q_OBJECT
private slots:
    void picturesPlayLikeAVideo();
    void picturesThatCannotBeSeenAreChosenAnew();
    void theScreenIsAskedForAndWatched();
    void nobodyIsAskedTwice();
    void aFrozenScreenIsNotLookedAt();
    void whatEndsTheScreenEndsTheLooking_data();
    void whatEndsTheScreenEndsTheLooking();
    void aScreenThatIsGoneIsChosenAnew();
    void whereNoProgramSeesTheScreenItIsSaid();
    void whereNoScreenShowsItselfItIsSaid();
    void aScreenThatGoesDarkIsTold();

private:
    void openSequence(const QString& folder, double rate);
    static ScreenOverlay* overlay();
    /// Drags a rectangle of 200 × 100 over the window.
    void watchScreen();
    bool isLookedAt();
};

void TestWindowSources::openSequence(const QString& folder, double rate)
{
    find<QLineEdit>("sequenceFolder")->setText(folder);
    find<QDoubleSpinBox>("sequenceRate")->setValue(rate);
    find<QPushButton>("sequenceOpen")->click();
}

ScreenOverlay* TestWindowSources::overlay()
{
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* found = qobject_cast<ScreenOverlay*>(widget); found && found->isVisible())
            return found;
    return nullptr;
}

void TestWindowSources::watchScreen()
{
    // This platform has a picture of the screen only where one window covers it.
    m_window->setGeometry(m_window->screen()->geometry());
    action("watchScreen")->trigger();
    QTRY_VERIFY(overlay() != nullptr);
    QVERIFY(m_live->starts.empty());
    QTest::mousePress(overlay(), Qt::LeftButton, {}, { 20, 30 });
    QTest::mouseMove(overlay(), { 219, 129 });
    QTest::mouseRelease(overlay(), Qt::LeftButton, {}, { 219, 129 });
    QVERIFY(overlay() == nullptr);
}

bool TestWindowSources::isLookedAt()
{
    m_live->screens.clear();
    return QTest::qWaitFor([this] { return m_live->screens.size() > 1; }, 400);
}

void TestWindowSources::picturesPlayLikeAVideo()
{
    action("openSequence")->trigger();
    openSequence(m_folder.path(), 2);
    QCOMPARE(m_live->starts.size(), 1U);
    QCOMPARE(m_live->starts[0].kind, Kind::Pictures);
    QCOMPARE(m_live->starts[0].location, m_folder.path().toStdString());
    QCOMPARE(m_live->starts[0].format->rate, 2.0);
    m_live->run(6);
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"Pictures"_s));
    auto* slider = find<QSlider>("seekSlider");
    QVERIFY(slider->isVisible());
    QCOMPARE(slider->maximum(), 6000);
    slider->setValue(3000);
    QCOMPARE(m_live->seeks, std::vector<double> { 3 });
    action("stepForward")->trigger();
    QCOMPARE(m_live->steps, std::vector<int> { 1 });
    find<QToolButton>("loop")->click();
    QVERIFY(m_live->isLooping);
    makeWindow();
    action("openSequence")->trigger();
    QCOMPARE(find<QLineEdit>("sequenceFolder")->text(), m_folder.path());
    QCOMPARE(find<QDoubleSpinBox>("sequenceRate")->value(), 2.0);
}

void TestWindowSources::picturesThatCannotBeSeenAreChosenAnew()
{
    action("openSequence")->trigger();
    openSequence(u"/data/holiday"_s, 1);
    QTRY_VERIFY(m_window->findChild<QDialog*>(u"sequenceDialog"_s) == nullptr);
    m_live->fail(ErrorCode::NotAVideo);
    m_live->enter(Phase::Failed);
    QVERIFY2(message().startsWith(u"holiday: there are no moving pictures in it."_s),
        qPrintable(message()));
    find<QPushButton>("message", "chooseOtherSourceButton")->click();
    auto* dialog = m_window->findChild<QDialog*>(u"sequenceDialog"_s);
    QVERIFY(dialog != nullptr && dialog->isVisible());
    openSequence(m_folder.path(), 1);
    m_live->run(6);
    QVERIFY(message().isEmpty());
}

void TestWindowSources::theScreenIsAskedForAndWatched()
{
    QVERIFY(!isLookedAt());
    watchScreen();
    QCOMPARE(m_live->starts.size(), 1U);
    const SourceAddress& address = m_live->starts[0];
    QCOMPARE(address.kind, Kind::Screen);
    QCOMPARE(address.format->size, (Size { 200, 100 }));
    QVERIFY(address.format->rate >= 10 && address.format->rate <= 15);
    m_live->run();
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"Live · Screen region"_s));
    QVERIFY(!find<QSlider>("seekSlider")->isVisible());
    QVERIFY(isLookedAt());
    QCOMPARE(m_live->screens[0]->size(), (Size { 200, 100 }));
}

void TestWindowSources::nobodyIsAskedTwice()
{
    action("watchScreen")->trigger();
    QTest::qWait(50);
    QVERIFY(overlay() == nullptr); // the menu goes first
    m_window->setGeometry(m_window->screen()->geometry());
    action("watchScreen")->trigger();
    QTRY_VERIFY(overlay() != nullptr);
    QTest::keyClick(overlay(), Qt::Key_Escape);
    QTest::qWait(300);
    QVERIFY(overlay() == nullptr);
    QVERIFY(m_live->starts.empty());
    QVERIFY(message().isEmpty());
}

void TestWindowSources::aFrozenScreenIsNotLookedAt()
{
    watchScreen();
    m_live->run();
    action("freeze")->trigger();
    QVERIFY(!isLookedAt());
    action("freeze")->trigger();
    QVERIFY(isLookedAt());
    m_window->hide(); // nobody can see it
    QTRY_VERIFY(m_live->state().isPaused);
    QVERIFY(!isLookedAt());
}

void TestWindowSources::whatEndsTheScreenEndsTheLooking_data()
{
    QTest::addColumn<QString>("how");
    for (const char* how : { "stop", "another source", "a failure", "closing the window" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestWindowSources::whatEndsTheScreenEndsTheLooking()
{
    QFETCH(QString, how);
    watchScreen();
    m_live->run();
    QVERIFY(isLookedAt());
    if (how == u"stop"_s)
        action("useCamera")->trigger();
    else if (how == u"another source"_s)
        m_window->openPaths({ touch(u"clip.mp4"_s) });
    else if (how == u"a failure"_s)
        m_live->enter(Phase::Failed);
    else
        m_window.reset();
    QTRY_VERIFY(m_live->state().address.kind != Kind::Screen || !m_live->state().isOn()
        || m_window == nullptr);
    QVERIFY(!isLookedAt());
}

void TestWindowSources::aScreenThatIsGoneIsChosenAnew()
{
    watchScreen();
    m_live->run();
    m_live->fail(ErrorCode::SourceLost);
    m_live->enter(Phase::Failed);
    QVERIFY2(message().startsWith(u"Screen region: "_s), qPrintable(message()));
    find<QPushButton>("message", "retryLiveButton")->click();
    QCOMPARE(m_live->starts.size(), 2U);
    QCOMPARE(m_live->starts[1], m_live->starts[0]);
    QVERIFY(isLookedAt());
    m_live->fail(ErrorCode::SourceLost);
    m_live->enter(Phase::Failed);
    find<QPushButton>("message", "chooseOtherSourceButton")->click();
    QTRY_VERIFY(overlay() != nullptr);
    QTest::keyClick(overlay(), Qt::Key_Return);
    QCOMPARE(m_live->starts.size(), 3U);
}

void TestWindowSources::whereNoProgramSeesTheScreenItIsSaid()
{
    LiveActions actions(*m_cameras);
    QVERIFY(actions.watchScreen->isEnabled());
    actions.setScreenOffered(false);
    QVERIFY(!actions.watchScreen->isEnabled());
    QVERIFY(actions.watchScreen->statusTip().contains(u"Wayland"_s));
}

void TestWindowSources::whereNoScreenShowsItselfItIsSaid()
{
    ScreenWatch watch(*m_live, [](QScreen&, const QRect&) { return QPixmap(); });
    QString sentence;
    connect(&watch, &ScreenWatch::refused, this, [&](const QString& said) { sentence = said; });
    watch.choose();
    QTRY_VERIFY(!sentence.isEmpty());
    QVERIFY2(sentence.contains(u"no program the screen"_s), qPrintable(sentence));
    QVERIFY(sentence.contains(u"X11"_s)); // the way out
    QVERIFY(overlay() == nullptr);
}

void TestWindowSources::aScreenThatGoesDarkIsTold()
{
    bool isDark = false;
    ScreenWatch watch(*m_live, [&](QScreen&, const QRect& area) {
        QPixmap picture(area.size());
        picture.fill(Qt::white);
        return isDark ? QPixmap() : picture;
    });
    connect(&watch, &ScreenWatch::chosen, m_live.get(), &LiveService::start);
    watch.choose();
    QTRY_VERIFY(overlay() != nullptr);
    QTest::keyClick(overlay(), Qt::Key_Return);
    QVERIFY(isLookedAt());
    QVERIFY(m_live->screens.back().has_value());
    isDark = true;
    QTRY_VERIFY(!m_live->screens.back().has_value());
    QCOMPARE(m_live->screens.back().error().code, ErrorCode::ScreenDenied);
    QCOMPARE(m_live->screens.back().error().subject, std::string("Screen region"));
    QVERIFY(!isLookedAt());
}

QTEST_MAIN(TestWindowSources)
#include "tst_window_sources.moc"

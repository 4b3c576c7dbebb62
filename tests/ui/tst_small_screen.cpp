#include "support/window_test.h"

#include <QDockWidget>
#include <QScreen>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

/// A screen that is narrower than the panels side by side.
class TestSmallScreen : public WindowTest {
    Q_OBJECT
private slots:
    void panelsShareAPlace();
};

void TestSmallScreen::panelsShareAPlace()
{
    QVERIFY(m_window->screen()->size().width() <= 800); // else there is nothing to see
    const auto looksRight = [this] {
        auto* predictions = find<QDockWidget>("predictionsDock");
        return m_window->tabifiedDockWidgets(predictions).contains(find<QDockWidget>("modelDock"))
            && !predictions->visibleRegion().isEmpty()
            && m_window->width() <= m_window->screen()->availableSize().width();
    };
    const auto putSideBySide = [this] {
        m_window->addDockWidget(Qt::RightDockWidgetArea, find<QDockWidget>("predictionsDock"));
    };
    QTRY_VERIFY(looksRight());
    answer();
    QTest::qWait(100); // as wide as it was
    QTRY_VERIFY(looksRight());
    for (const bool isMaximized : { false, true }) {
        putSideBySide();
        QVERIFY(!looksRight());
        if (isMaximized)
            m_window->showMaximized();
        action("resetLayout")->trigger();
        QTRY_VERIFY(looksRight());
    }
    putSideBySide(); // as on a larger screen that is not there any more
    m_window->close();
    makeWindow();
    answer();
    QTRY_VERIFY(looksRight());
}

QTEST_MAIN(TestSmallScreen)
#include "tst_small_screen.moc"

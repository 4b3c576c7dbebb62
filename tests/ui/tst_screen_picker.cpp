#include "ui/screen_overlay.h"
#include "ui/screen_picker.h"

#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

/// A rectangle dragged over a screen that is one colour.
class TestScreenPicker : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void saysWhatToDo();
    void aRectangleIsDragged_data();
    void aRectangleIsDragged();
    void theSizeIsShownInDevicePixels();
    void aClickChoosesNothing();
    void enterTakesTheWholeScreen();
    void escCancels();
    void closingCancels();
    void whatIsChosenStaysBright();
    void askingTwiceAsksOnce();
    void noScreenShowsItself();

private:
    static QList<ScreenOverlay*> overlays();
    static ScreenOverlay& overlay() { return *overlays().first(); }
    template <typename T> static T& part(const char* name)
    {
        return *overlay().findChild<T*>(QString::fromLatin1(name));
    }
    static void drag(QPoint from, QPoint to);

    std::unique_ptr<ScreenPicker> m_picker;
    QList<ScreenRegion> m_picked;
};

void TestScreenPicker::init()
{
    m_picker = std::make_unique<ScreenPicker>([](QScreen&, const QRect& area) {
        QPixmap picture(area.size());
        picture.fill(QColor(200, 100, 50));
        return picture;
    });
    connect(m_picker.get(), &ScreenPicker::picked, this,
        [this](const ScreenRegion& region) { m_picked.append(region); });
    QVERIFY(m_picker->open());
    QVERIFY(QTest::qWaitForWindowExposed(&overlay()));
}

void TestScreenPicker::cleanup()
{
    m_picker.reset();
    m_picked.clear();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(overlays().isEmpty());
}

QList<ScreenOverlay*> TestScreenPicker::overlays()
{
    QList<ScreenOverlay*> found;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* overlay = qobject_cast<ScreenOverlay*>(widget); overlay && overlay->isVisible())
            found.append(overlay);
    return found;
}

void TestScreenPicker::drag(QPoint from, QPoint to)
{
    ScreenOverlay& target = overlay();
    QTest::mousePress(&target, Qt::LeftButton, {}, from);
    QTest::mouseMove(&target, (from + to) / 2);
    QTest::mouseMove(&target, to);
    QTest::mouseRelease(&target, Qt::LeftButton, {}, to);
}

void TestScreenPicker::saysWhatToDo()
{
    QCOMPARE(overlays().size(), QGuiApplication::screens().size());
    QCOMPARE(overlay().geometry(), overlay().screen()->geometry());
    const auto& hint = part<QLabel>("screenPickerHint");
    QVERIFY(hint.isVisible());
    QVERIFY(hint.text().contains(u"Drag a rectangle"_s));
    QVERIFY(hint.text().contains(u"Esc"_s));
    QCOMPARE(overlay().accessibleDescription(), hint.text());
    QVERIFY(!part<QLabel>("screenPickerSize").isVisible());
}

void TestScreenPicker::aRectangleIsDragged_data()
{
    QTest::addColumn<QPoint>("from");
    QTest::addColumn<QPoint>("to");
    QTest::addColumn<QRect>("area");
    QTest::newRow("down and right")
        << QPoint(100, 50) << QPoint(299, 199) << QRect(100, 50, 200, 150);
    QTest::newRow("up and left") << QPoint(299, 199) << QPoint(100, 50) << QRect(100, 50, 200, 150);
    QTest::newRow("from edge to edge") // (0, 0) means the middle to QTest
        << QPoint(0, 1) << QPoint(799, 799) << QRect(0, 1, 800, 799);
    QTest::newRow("over the edge")
        << QPoint(700, 700) << QPoint(900, 1000) << QRect(700, 700, 100, 100);
    QTest::newRow("the smallest") << QPoint(5, 5) << QPoint(20, 20) << QRect(5, 5, 16, 16);
}

void TestScreenPicker::aRectangleIsDragged()
{
    QFETCH(QPoint, from);
    QFETCH(QPoint, to);
    QScreen* screen = overlay().screen();
    drag(from, to);
    QCOMPARE(m_picked.size(), 1);
    QTEST(m_picked[0].area, "area");
    QCOMPARE(m_picked[0].screen.data(), screen);
    QVERIFY(overlays().isEmpty());
}

void TestScreenPicker::theSizeIsShownInDevicePixels()
{
    ScreenOverlay& target = overlay();
    QTest::mousePress(&target, Qt::LeftButton, {}, { 100, 100 });
    QTest::mouseMove(&target, { 419, 339 });
    const auto& size = part<QLabel>("screenPickerSize");
    QVERIFY(size.isVisible());
    QCOMPARE(size.text(), u"320 × 240"_s);
    QVERIFY(target.rect().contains(size.geometry()));
    QVERIFY(!size.geometry().intersects(target.selection()));
    QVERIFY(!part<QLabel>("screenPickerHint").isVisible());
    QTest::mouseMove(&target, { 799, 799 });
    QVERIFY(target.rect().contains(size.geometry()));
}

void TestScreenPicker::aClickChoosesNothing()
{
    drag({ 100, 100 }, { 110, 300 });
    QTest::mouseClick(&overlay(), Qt::LeftButton, {}, { 50, 50 });
    QTest::mouseClick(&overlay(), Qt::RightButton, {}, { 50, 50 });
    QVERIFY(m_picked.isEmpty());
    QVERIFY(overlay().selection().isEmpty());
    QVERIFY(part<QLabel>("screenPickerHint").isVisible());
}

void TestScreenPicker::enterTakesTheWholeScreen()
{
    QTest::keyClick(&overlay(), Qt::Key_Return);
    QCOMPARE(m_picked.size(), 1);
    QCOMPARE(m_picked[0].area, QRect(QPoint(), QGuiApplication::primaryScreen()->size()));
    QVERIFY(overlays().isEmpty());
}

void TestScreenPicker::escCancels()
{
    QTest::keyClick(&overlay(), Qt::Key_A);
    QVERIFY(!overlays().isEmpty());
    QTest::mousePress(&overlay(), Qt::LeftButton, {}, { 100, 100 });
    QTest::keyClick(&overlay(), Qt::Key_Escape);
    QVERIFY(overlays().isEmpty());
    QVERIFY(m_picked.isEmpty());
    QVERIFY(m_picker->open()); // and can be asked again
}

void TestScreenPicker::closingCancels()
{
    overlay().close();
    QVERIFY(overlays().isEmpty());
    QVERIFY(m_picked.isEmpty());
}

void TestScreenPicker::whatIsChosenStaysBright()
{
    ScreenOverlay& target = overlay();
    QTest::mousePress(&target, Qt::LeftButton, {}, { 100, 100 });
    QTest::mouseMove(&target, { 299, 299 });
    const QImage shown = target.grab().toImage();
    QCOMPARE(shown.pixelColor(200, 200), QColor(200, 100, 50));
    QVERIFY(shown.pixelColor(400, 400).red() < 120);
}

void TestScreenPicker::askingTwiceAsksOnce()
{
    QVERIFY(m_picker->open());
    QCOMPARE(overlays().size(), QGuiApplication::screens().size());
}

void TestScreenPicker::noScreenShowsItself()
{
    ScreenPicker picker([](QScreen&, const QRect&) { return QPixmap(); });
    QVERIFY(!picker.open());
}

QTEST_MAIN(TestScreenPicker)
#include "tst_screen_picker.moc"

#include "support/fake_service.h"
#include "ui/color_scale.h"
#include "ui/heatmap_actions.h"
#include "ui/heatmap_bar.h"

#include <QAction>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestHeatmapLook : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void opacityStepsStayInRange();
    void fixedScaleKeepsTheRange();
    void fixedScaleIsOfOneModel();
    void fixedScaleNeedsAMap();
    void lookIsRemembered();
    void barNamesTheClassAndTheRange();
    void theLegendKeepsTheRoomItTook();
    void nothingIsOfferedOfAMapThatIsOff();
    void barSaysWhenThereIsNoEvidence();

private:
    QTemporaryDir m_settings;
};

void TestHeatmapLook::initTestCase()
{
    QVERIFY(m_settings.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QCoreApplication::setOrganizationName(u"netlens-test"_s);
}

void TestHeatmapLook::init()
{
    QSettings().clear();
}

void TestHeatmapLook::opacityStepsStayInRange()
{
    HeatmapActions actions;
    for (int i = 0; i < 20; ++i)
        actions.findChild<QAction*>(u"moreOpacity"_s)->trigger();
    QCOMPARE(actions.look().opacity, 1.0);
    for (int i = 0; i < 4; ++i)
        actions.findChild<QAction*>(u"lessOpacity"_s)->trigger();
    QCOMPARE(actions.look().opacity, 0.6);
}

void TestHeatmapLook::fixedScaleKeepsTheRange()
{
    HeatmapActions actions;
    HeatMap strong { 1, 2, { -4, 8 }, 0 };
    const HeatMap weak { 1, 2, { -1, 2 }, 0 };
    actions.setMap(strong);
    QCOMPARE(actions.look().rangeFor(weak).high, 2.0F);
    actions.findChild<QAction*>(u"scaleFixed"_s)->trigger();
    actions.setMap(weak);
    QCOMPARE(actions.look().rangeFor(weak).high, 8.0F);
    actions.findChild<QAction*>(u"scaleOwn"_s)->trigger();
    QCOMPARE(actions.look().rangeFor(weak).high, 2.0F);
}

void TestHeatmapLook::fixedScaleIsOfOneModel()
{
    HeatmapActions actions;
    actions.setMap({ 1, 2, { -4, 8 }, 0 });
    actions.findChild<QAction*>(u"scaleFixed"_s)->trigger();
    QVERIFY(actions.look().fixedRange);
    actions.modelChanged();
    QVERIFY(!actions.look().fixedRange);
    QVERIFY(actions.findChild<QAction*>(u"scaleOwn"_s)->isChecked());
}

void TestHeatmapLook::fixedScaleNeedsAMap()
{
    HeatmapActions actions;
    actions.setMap({ 1, 2, { -4, -8 }, 0 });
    actions.findChild<QAction*>(u"scaleFixed"_s)->trigger();
    QVERIFY(!actions.look().fixedRange);
    QVERIFY(actions.findChild<QAction*>(u"scaleOwn"_s)->isChecked());
}

void TestHeatmapLook::lookIsRemembered()
{
    {
        HeatmapActions actions;
        actions.setOpacity(0.3);
        actions.findChild<QAction*>(u"colormap_turbo"_s)->trigger();
        actions.cells()->setChecked(true);
    }
    HeatmapActions again;
    QCOMPARE(again.look().opacity, 0.3);
    QCOMPARE(again.look().colormap, Colormap::Turbo);
    QVERIFY(again.cells()->isChecked());
}

void TestHeatmapLook::barNamesTheClassAndTheRange()
{
    HeatmapBar bar;
    bar.setLook({});
    bar.setRecognition(std::make_shared<const Recognition>(makeRecognition()));
    bar.show();
    const auto* title = bar.findChild<QLabel*>(u"heatmapTitle"_s);
    bar.resize(bar.minimumSizeHint().width(), 40);
    QCOMPARE(title->text(), u"class 3"_s);
    bar.resize(600, 40);
    QCOMPARE(title->text(), u"Evidence for class 3"_s);
    QCOMPARE(bar.findChild<QWidget*>(u"heatmapScale"_s)->accessibleName(), u"Heat from 0 to 1"_s);
    QVERIFY(bar.notice().isEmpty());

    QSignalSpy changed(&bar, &HeatmapBar::opacityChanged);
    bar.findChild<QSlider*>(u"opacitySlider"_s)->setValue(20);
    QCOMPARE(changed.last().first().toDouble(), 0.2);

    HeatmapLook fixed;
    fixed.fixedRange = { 0, 2 };
    bar.setLook(fixed);
    QCOMPARE(title->accessibleName(), u"Evidence for class 3, fixed scale"_s);
    QVERIFY2(title->text().endsWith(u", fixed scale"_s), qPrintable(title->text()));
    bar.resize(bar.minimumSizeHint().width(), 40);
    QCOMPARE(title->text(), u"class 3, fixed"_s);
}

void TestHeatmapLook::nothingIsOfferedOfAMapThatIsOff()
{
    HeatmapActions actions;
    actions.heatmap()->setChecked(false);
    for (const auto& name : { u"moreOpacity"_s, u"lessOpacity"_s })
        QVERIFY(!actions.findChild<QAction*>(name)->isEnabled());
    HeatmapBar bar;
    bar.setRecognition(std::make_shared<const Recognition>(makeRecognition()));
    bar.show();
    const QSize least(bar.minimumSizeHint().width(), bar.sizeHint().height());
    bar.setLook(actions.look());
    for (const auto& name : { u"heatmapTitle"_s, u"heatmapScale"_s, u"opacitySlider"_s })
        QVERIFY2(bar.findChild<QWidget*>(name)->isHidden(), qPrintable(name));
    QCOMPARE(bar.findChild<QLabel*>(u"heatmapNotice"_s)->text(), u"Heatmap off"_s);
    // The picture above stays where it is, and the window as wide as it was.
    QCOMPARE(bar.minimumSize().expandedTo(least), bar.minimumSize());
    actions.heatmap()->setChecked(true);
    bar.setLook(actions.look());
    QVERIFY(bar.findChild<QWidget*>(u"opacitySlider"_s)->isVisible());
    QVERIFY(actions.findChild<QAction*>(u"moreOpacity"_s)->isEnabled());
}

void TestHeatmapLook::theLegendKeepsTheRoomItTook()
{
    ColorScale legend;
    const auto wanted = [&legend](float high) {
        legend.setScale(Colormap::Gray, { 0, high });
        return legend.sizeHint().width();
    };
    /// Where the bar's bright end is.
    const auto brightEnd = [&legend] {
        legend.resize(legend.sizeHint());
        const QImage seen = legend.grab().toImage();
        int x = seen.width() - 1;
        while (x > 0 && qGray(seen.pixel(x, seen.height() / 2)) < 250)
            --x;
        return x;
    };
    QPalette dark; // but for the bar
    dark.setColor(QPalette::Window, Qt::black);
    dark.setColor(QPalette::WindowText, Qt::darkGray);
    legend.setPalette(dark);
    const int narrow = wanted(1);
    const int wide = wanted(12.3F);
    QVERIFY(wide > narrow);
    const int end = brightEnd();
    QVERIFY(end > wide / 2);
    QCOMPARE(wanted(12), wide); // from frame to frame it would shake
    QCOMPARE(brightEnd(), end);
    QVERIFY(legend.minimumSizeHint().width() < wide);
    QFont larger = legend.font();
    larger.setPointSize(2 * larger.pointSize());
    legend.setFont(larger);
    QVERIFY(legend.sizeHint().width() > wide);
}

void TestHeatmapLook::barSaysWhenThereIsNoEvidence()
{
    Recognition recognition = makeRecognition();
    for (float& value : recognition.map.values)
        value = -1;
    HeatmapBar bar;
    bar.setLook({});
    bar.setRecognition(std::make_shared<const Recognition>(recognition));
    QCOMPARE(bar.notice(), u"No positive evidence for class 3 in this picture"_s);
    QVERIFY(bar.findChild<QWidget*>(u"heatmapScale"_s)->isHidden());
}

QTEST_MAIN(TestHeatmapLook)
#include "tst_heatmap_look.moc"

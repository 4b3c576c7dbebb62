#include "ui/record_dock.h"

#include "ui/collect_panel.h"
#include "ui/record_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestRecordPanel : public QObject {
    Q_OBJECT
private slots:
    void init();
    void choicesAreRead();
    void whatIsDrawnBelongsToTheVideo();
    void nothingIsChosenWhileItRuns();
    void theButtonSaysWhyItIsOff();
    void theFolderIsShownShort();
    void theProgressIsShown();
    void everythingFitsANarrowDock();
    void noNameIsTooLong();
    void buttonsStandStill_data();
    void buttonsStandStill();

private:
    template <typename Widget> Widget* find(const char* name) const
    {
        auto* found = m_dock->findChild<Widget*>(QString::fromLatin1(name));
        Q_ASSERT(found);
        return found;
    }
    RecordPanel& panel() const { return m_dock->recording(); }

    std::unique_ptr<QAction> m_record;
    std::unique_ptr<RecordDock> m_dock;
};

void TestRecordPanel::init()
{
    m_dock = nullptr;
    m_record = std::make_unique<QAction>(u"Record"_s);
    m_record->setCheckable(true);
    m_dock = std::make_unique<RecordDock>(m_record.get());
    m_dock->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dock.get()));
}

void TestRecordPanel::choicesAreRead()
{
    QVERIFY(panel().choices().video && panel().choices().caption);
    QVERIFY(!panel().choices().table && !panel().choices().heatmap);
    QSignalSpy changed(&panel(), &RecordPanel::choicesChanged);
    for (const char* name : { "recordTable", "recordJsonLines", "recordHeatmap", "recordVideo" })
        find<QCheckBox>(name)->click();
    QCOMPARE(changed.count(), 4);
    const RecordChoices choices = panel().choices();
    QVERIFY(choices.table && choices.jsonLines && choices.heatmap && !choices.video);
    QVERIFY(choices.hasFiles());
    panel().setChoices({ false, true, true, false, false });
    QVERIFY(!panel().choices().hasFiles());
}

void TestRecordPanel::whatIsDrawnBelongsToTheVideo()
{
    QVERIFY(find<QCheckBox>("recordCaption")->isEnabled());
    find<QCheckBox>("recordVideo")->click();
    QVERIFY(!find<QCheckBox>("recordCaption")->isEnabled());
    QVERIFY(!find<QCheckBox>("recordHeatmap")->isEnabled());
}

void TestRecordPanel::nothingIsChosenWhileItRuns()
{
    panel().setRecording(true);
    for (const char* name : { "recordVideo", "recordCaption", "recordHeatmap", "recordTable",
             "recordJsonLines", "recordChoose" })
        QVERIFY2(!find<QWidget>(name)->isEnabled(), name);
    QVERIFY(find<QPushButton>("recordButton")->isEnabled());
    panel().setRecording(false);
    QVERIFY(find<QCheckBox>("recordCaption")->isEnabled());
}

void TestRecordPanel::theButtonSaysWhyItIsOff()
{
    auto* button = find<QPushButton>("recordButton");
    QSignalSpy triggered(m_record.get(), &QAction::triggered);
    panel().setReason(u"Start a camera first."_s);
    QVERIFY(!button->isEnabled());
    QCOMPARE(button->accessibleDescription(), u"Start a camera first."_s);
    panel().setReason({});
    button->click();
    QCOMPARE(triggered, QList<QVariantList> { { true } });
    QVERIFY(button->isChecked());
}

void TestRecordPanel::theFolderIsShownShort()
{
    auto* folder = find<QLabel>("recordFolderName");
    panel().setFolder(QDir::homePath() + u"/Videos"_s);
    QCOMPARE(folder->text(), u"~/Videos"_s);
    QSignalSpy asked(&panel(), &RecordPanel::chooseFolderRequested);
    find<QPushButton>("recordChoose")->click();
    QCOMPARE(asked.count(), 1);
}

void TestRecordPanel::theProgressIsShown()
{
    QVERIFY(find<QLabel>("recordProgress")->isHidden());
    panel().setProgress(u"0:12 · frames: 300 · left out: 0"_s, u"/videos/clip 1.mp4"_s);
    QVERIFY(find<QLabel>("recordProgress")->isVisible());
    QCOMPARE(find<QLabel>("recordFile")->text(), u"/videos/clip 1.mp4"_s);
    panel().setProgress({}, {});
    QVERIFY(find<QLabel>("recordFile")->isHidden());
}

void TestRecordPanel::everythingFitsANarrowDock()
{
    m_dock->resize(260, 500);
    panel().setProgress(
        u"Saved: 1:00:12 · frames: 108,000 · left out: 1,234"_s, u"/v/"_s + QString(120, u'x'));
    panel().setReason(u"The video is at its end; play it again to record it."_s);
    QTest::qWait(20);
    for (const QWidget* widget : m_dock->findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->objectName().isEmpty())
            continue;
        const int right = widget->mapTo(m_dock.get(), widget->rect().topRight()).x();
        QVERIFY2(right < m_dock->width(), qPrintable(widget->objectName()));
    }
}

void TestRecordPanel::noNameIsTooLong()
{
    const QString label(120, u'x');
    CollectState state;
    state.folder = u"/pictures"_s;
    state.counts = { { u"cat"_s, 1 } };
    CollectPanel& collecting = m_dock->collecting();
    collecting.setState(state);
    m_dock->resize(260, 600);
    QTest::qWait(20);
    const int usual = collecting.minimumSizeHint().width();
    state.folder = u"/p/"_s + label;
    state.counts = { { label, 12 } };
    state.suggestions = { label + u'y' };
    state.lastFile = u"/p/"_s + label + u"/"_s + label + u"-000012.jpg"_s;
    state.problem = label + u"-000013.jpg: there is no space."_s;
    collecting.setState(state);
    collecting.setLabel(label);
    QTest::qWait(20);
    QCOMPARE(collecting.minimumSizeHint().width(), usual);
    const auto* counts = find<QTreeWidget>("collectCounts");
    QVERIFY(counts->viewport()->rect().contains(
        counts->visualRect(counts->model()->index(0, 1)).center()));
    QVERIFY(find<QLabel>("collectSaved")->toolTip().contains(label));
    auto* message = find<QLabel>("collectMessage");
    QVERIFY(message->sizeHint().height() > 5 * message->fontMetrics().height()); // none is cut off
    for (const QWidget* widget : m_dock->findChildren<QWidget*>()) {
        const int right = widget->mapTo(m_dock.get(), widget->rect().topRight()).x();
        QVERIFY2(!widget->isVisible() || widget->objectName().isEmpty() || right < m_dock->width(),
            qPrintable(widget->objectName()));
    }
}

void TestRecordPanel::buttonsStandStill_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("narrow") << 260;
    QTest::newRow("usual") << 320;
}

void TestRecordPanel::buttonsStandStill()
{
    QFETCH(int, width);
    m_dock->resize(width, 900);
    CollectState state;
    state.folder = u"/pictures"_s;
    m_dock->collecting().setState(state);
    m_dock->collecting().setLabel(u"cat"_s);
    const auto places = [this] {
        QTest::qWait(20);
        QList<QRect> found;
        for (const char* name : { "recordButton", "collectHold", "collectOne", "collectUndo" }) {
            const auto* button = find<QPushButton>(name);
            found.append({ button->mapTo(m_dock.get(), QPoint()), button->size() });
        }
        return found;
    };
    const QList<QRect> usual = places();
    panel().setReason(u"The video is at its end; play it again to record it."_s);
    QCOMPARE(places(), usual);
    panel().setProgress(u"Finishing… 0:12 · frames: 300 · left out: 0"_s, u"/videos/clip.mp4"_s);
    QCOMPARE(places(), usual);
    panel().setReason({});
    QCOMPARE(places(), usual);
    state.lastFile = u"/pictures/cat/cat-000012.jpg"_s;
    state.skipped = 1200;
    state.problem = u"cat-000013.jpg: there is not enough space to write the file. Make room."_s;
    m_dock->collecting().setState(state);
    QCOMPARE(places(), usual);
    state.unavailable = u"Open a picture or start a camera first."_s;
    m_dock->collecting().setState(state);
    QCOMPARE(places(), usual);
}

QTEST_MAIN(TestRecordPanel)
#include "tst_record_panel.moc"

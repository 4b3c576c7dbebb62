#include "ui/collect_panel.h"
#include "ui/hold_button.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

CollectState readyState()
{
    CollectState state;
    state.folder = u"/pictures/mine"_s;
    state.counts = { { u"cat"_s, 12 }, { u"dog"_s, 1234 } };
    return state;
}

} // namespace

class TestCollectPanel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void itSaysWhyNothingCanBeSaved_data();
    void itSaysWhyNothingCanBeSaved();
    void holdingCollects_data();
    void holdingCollects();
    void theSpaceBarIsTheButtonsWhileItHasTheFocus();
    void slippingOffTheButtonGoesOn();
    void lettingGoIsNoticed_data();
    void lettingGoIsNoticed();
    void buttonsGiveOrders();
    void theLastThingIsTold_data();
    void theLastThingIsTold();
    void labelsAreCountedAndChosen();
    void typingIsNotDisturbed();
    void whatIsSelectedStaysSelected_data();
    void whatIsSelectedStaysSelected();
    void keysThatCollectDoNotRepeatInTheLabel_data();
    void keysThatCollectDoNotRepeatInTheLabel();
    void returnLeavesTheLabel_data();
    void returnLeavesTheLabel();
    void everythingHasAName();

private:
    template <typename Widget> Widget* find(const char* name) const
    {
        auto* found = m_panel->findChild<Widget*>(QString::fromLatin1(name));
        Q_ASSERT(found);
        return found;
    }
    HoldButton* hold() const { return find<HoldButton>("collectHold"); }

    std::unique_ptr<CollectPanel> m_panel;
};

void TestCollectPanel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestCollectPanel::init()
{
    m_panel = std::make_unique<CollectPanel>();
    m_panel->setState(readyState());
    m_panel->setLabel(u"cat"_s);
    m_panel->resize(300, 400);
    m_panel->show();
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

void TestCollectPanel::itSaysWhyNothingCanBeSaved_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("unavailable");
    QTest::addColumn<QString>("part"); // of the sentence
    const QString folder = u"/pictures"_s;
    QTest::newRow("all is there") << folder << u"tiger cat"_s << QString() << QString();
    QTest::newRow("no folder") << QString() << u"cat"_s << QString() << u"Choose a folder"_s;
    QTest::newRow("no label") << folder << u"  "_s << QString() << u"Type or choose"_s;
    QTest::newRow("two folders") << folder << u"a/b"_s << QString() << u"cannot have /"_s;
    QTest::newRow("out of the folder") << folder << u".."_s << QString() << u"with a dot"_s;
    QTest::newRow("too long") << folder << u"x"_s.repeated(300) << QString() << u"too long"_s;
    QTest::newRow("a device") << folder << u"nul"_s << QString() << u"Windows"_s;
    QTest::newRow("no pictures are coming")
        << folder << u"cat"_s << u"Start a camera first."_s << u"Start a camera first."_s;
}

void TestCollectPanel::itSaysWhyNothingCanBeSaved()
{
    QFETCH(QString, folder);
    QFETCH(QString, label);
    QFETCH(QString, unavailable);
    QFETCH(QString, part);
    CollectState state = readyState();
    state.folder = folder;
    state.unavailable = unavailable;
    m_panel->setState(state);
    m_panel->setLabel(label);
    QCOMPARE(hold()->isEnabled(), part.isEmpty());
    QCOMPARE(find<QPushButton>("collectOne")->isEnabled(), part.isEmpty());
    const QString said = hold()->accessibleDescription();
    QVERIFY2(part.isEmpty() ? said.isEmpty() : said.contains(part), qPrintable(said));
    QCOMPARE(find<QLabel>("collectReason")->text(), said);
    QCOMPARE(find<QLabel>("collectReason")->isVisible(), !part.isEmpty());
}

void TestCollectPanel::holdingCollects_data()
{
    QTest::addColumn<bool>("withKeys");
    QTest::newRow("with the pointer") << false;
    QTest::newRow("with the space bar") << true;
}

void TestCollectPanel::holdingCollects()
{
    QFETCH(bool, withKeys);
    QSignalSpy collecting(m_panel.get(), &CollectPanel::collectingChanged);
    hold()->setFocus();
    if (withKeys)
        QTest::keyPress(hold(), Qt::Key_Space);
    else
        QTest::mousePress(hold(), Qt::LeftButton);
    QCOMPARE(collecting, QList<QVariantList> { { true } });
    QVERIFY(hold()->isHeld());
    QCOMPARE(hold()->text(), u"Saving…"_s);
    QKeyEvent again(QEvent::KeyPress, Qt::Key_Space, {}, u" "_s, true);
    if (withKeys)
        QCoreApplication::sendEvent(hold(), &again);
    QCOMPARE(collecting.count(), 1);
    if (withKeys)
        QTest::keyRelease(hold(), Qt::Key_Space);
    else
        QTest::mouseRelease(hold(), Qt::LeftButton);
    QCOMPARE(collecting, (QList<QVariantList> { { true }, { false } }));
    QCOMPARE(hold()->text(), u"Hold to save (K)"_s);
}

void TestCollectPanel::theSpaceBarIsTheButtonsWhileItHasTheFocus()
{
    QShortcut freeze(Qt::Key_Space, m_panel.get());
    QSignalSpy frozen(&freeze, &QShortcut::activated);
    QSignalSpy collecting(m_panel.get(), &CollectPanel::collectingChanged);
    hold()->setFocus();
    QTest::keyClick(hold(), Qt::Key_Space);
    QCOMPARE(frozen.count(), 0);
    QCOMPARE(collecting.count(), 2);
}

void TestCollectPanel::slippingOffTheButtonGoesOn()
{
    QSignalSpy collecting(m_panel.get(), &CollectPanel::collectingChanged);
    QTest::mousePress(hold(), Qt::LeftButton);
    const QPointF outside(hold()->width() + 50, 5);
    QMouseEvent slip(
        QEvent::MouseMove, outside, hold()->mapToGlobal(outside), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(hold(), &slip);
    QVERIFY(hold()->isHeld());
    QTest::mouseRelease(hold(), Qt::LeftButton, {}, outside.toPoint());
    QCOMPARE(collecting, (QList<QVariantList> { { true }, { false } }));
}

void TestCollectPanel::lettingGoIsNoticed_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("the panel is hidden") << u"hide"_s;
    QTest::newRow("the camera is gone") << u"unavailable"_s;
    QTest::newRow("the focus goes elsewhere") << u"focus"_s;
    QTest::newRow("Esc") << u"escape"_s;
}

void TestCollectPanel::lettingGoIsNoticed()
{
    QFETCH(QString, how);
    QSignalSpy collecting(m_panel.get(), &CollectPanel::collectingChanged);
    hold()->setFocus();
    QTest::keyPress(hold(), Qt::Key_Space);
    QCOMPARE(collecting.count(), 1);
    if (how == "hide"_L1) {
        m_panel->hide();
    } else if (how == "focus"_L1) {
        find<QPushButton>("collectOne")->setFocus();
    } else if (how == "escape"_L1) {
        QTest::keyClick(hold(), Qt::Key_Escape);
    } else {
        CollectState state = readyState();
        state.unavailable = u"The camera is gone."_s;
        m_panel->setState(state);
    }
    QCOMPARE(collecting, (QList<QVariantList> { { true }, { false } }));
    QVERIFY(!hold()->isHeld());
}

void TestCollectPanel::buttonsGiveOrders()
{
    QSignalSpy folder(m_panel.get(), &CollectPanel::chooseFolderRequested);
    QSignalSpy one(m_panel.get(), &CollectPanel::saveOneRequested);
    QSignalSpy undo(m_panel.get(), &CollectPanel::undoRequested);
    find<QPushButton>("collectChoose")->click();
    find<QPushButton>("collectOne")->click();
    find<QPushButton>("collectUndo")->click();
    QCOMPARE(folder.count(), 1);
    QCOMPARE(one.count(), 1);
    QVERIFY2(undo.isEmpty(), "there is nothing to undo");
    CollectState state = readyState();
    state.lastFile = u"/pictures/mine/cat/cat-000012.jpg"_s;
    m_panel->setState(state);
    QVERIFY(find<QPushButton>("collectUndo")->toolTip().contains(u"cat-000012.jpg"_s));
    find<QPushButton>("collectUndo")->click();
    QCOMPARE(undo.count(), 1);
}

void TestCollectPanel::theLastThingIsTold_data()
{
    QTest::addColumn<QString>("lastFile");
    QTest::addColumn<int>("skipped");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("saved");
    QTest::addColumn<QString>("expected");
    const QString file = u"/pictures/mine/cat/cat-000012.jpg"_s;
    const QString saved = u"Saved cat-000012.jpg"_s;
    QTest::newRow("nothing yet") << QString() << 0 << QString() << QString() << QString();
    QTest::newRow("a picture") << file << 0 << QString() << saved << QString();
    QTest::newRow("a duplicate")
        << file << 1 << QString() << saved
        << u"Skipped as a duplicate: nothing has changed since the last picture."_s;
    QTest::newRow("many duplicates")
        << file << 1200 << QString() << saved
        << u"1,200 skipped as duplicates: nothing has changed since the last picture."_s;
    QTest::newRow("a full disk") << file << 1 << u"There is no space left."_s << saved
                                 << u"There is no space left."_s;
}

void TestCollectPanel::theLastThingIsTold()
{
    QFETCH(QString, lastFile);
    QFETCH(int, skipped);
    QFETCH(QString, problem);
    CollectState state = readyState();
    state.lastFile = lastFile;
    state.skipped = skipped;
    state.problem = problem;
    m_panel->setState(state);
    QTEST(find<QLabel>("collectSaved")->text(), "saved");
    QTEST(find<QLabel>("collectMessage")->text(), "expected");
}

void TestCollectPanel::labelsAreCountedAndChosen()
{
    auto* counts = find<QTreeWidget>("collectCounts");
    QCOMPARE(counts->topLevelItemCount(), 2);
    QCOMPARE(counts->topLevelItem(1)->text(0), u"dog"_s);
    QCOMPARE(counts->topLevelItem(1)->text(1), u"1,234"_s);
    QCOMPARE(counts->currentItem(), counts->topLevelItem(0));
    QSignalSpy changed(m_panel.get(), &CollectPanel::labelChanged);
    QTest::mouseClick(counts->viewport(), Qt::LeftButton, {},
        counts->visualItemRect(counts->topLevelItem(1)).center());
    QCOMPARE(m_panel->label(), u"dog"_s);
    QCOMPARE(changed, QList<QVariantList> { { u"dog"_s } });
    CollectState fewer = readyState();
    fewer.counts = { { u"bird"_s, 1 } };
    m_panel->setState(fewer);
    QCOMPARE(counts->topLevelItemCount(), 1);
    QVERIFY2(counts->currentItem() == nullptr, "nothing of this label yet");
    QCOMPARE(m_panel->label(), u"dog"_s);
}

void TestCollectPanel::typingIsNotDisturbed()
{
    auto* label = find<QComboBox>("collectLabel");
    QSignalSpy changed(m_panel.get(), &CollectPanel::labelChanged);
    label->setFocus();
    label->lineEdit()->selectAll();
    QTest::keyClicks(label->lineEdit(), u"bird"_s);
    QCOMPARE(m_panel->label(), u"bird"_s);
    QVERIFY(changed.count() >= 4);
    label->lineEdit()->setCursorPosition(2);
    changed.clear();
    CollectState more = readyState();
    more.counts.prepend({ u"ant"_s, 1 });
    m_panel->setState(more);
    QCOMPARE(m_panel->label(), u"bird"_s);
    QCOMPARE(label->lineEdit()->cursorPosition(), 2);
    QVERIFY(changed.isEmpty());
    QCOMPARE(label->count(), 3);
    label->completer()->setCompletionPrefix(u"O"_s);
    QCOMPARE(label->completer()->currentCompletion(), u"dog"_s);
}

void TestCollectPanel::whatIsSelectedStaysSelected_data()
{
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("length");
    QTest::addColumn<bool>("isChosen");
    QTest::newRow("all of it") << 0 << 3 << false;
    QTest::newRow("all of what was chosen in the list") << 0 << 3 << true;
    QTest::newRow("its end") << 1 << 2 << true;
    QTest::newRow("backwards") << 3 << -2 << true;
}

void TestCollectPanel::whatIsSelectedStaysSelected()
{
    QFETCH(int, begin);
    QFETCH(int, length);
    QFETCH(bool, isChosen);
    auto* label = find<QComboBox>("collectLabel");
    label->setFocus();
    label->lineEdit()->selectAll();
    QTest::keyClicks(label, u"emu"_s);
    if (isChosen)
        label->setCurrentIndex(1);
    label->lineEdit()->setSelection(begin, length);
    const QString selected = label->lineEdit()->selectedText();
    const int cursor = label->lineEdit()->cursorPosition();
    CollectState state = readyState();
    for (const QStringList& suggestions :
        { QStringList { u"owl"_s, u"fox"_s }, { u"fox"_s }, {} }) {
        state.suggestions = suggestions;
        m_panel->setState(state);
        QCOMPARE(label->count(), 2 + suggestions.size());
        QCOMPARE(label->lineEdit()->selectedText(), selected);
        QCOMPARE(label->lineEdit()->cursorPosition(), cursor);
        QVERIFY(isChosen || label->lineEdit()->isUndoAvailable());
    }
    state.counts.clear();
    m_panel->setState(state);
    m_panel->setState(readyState());
    QCOMPARE(label->lineEdit()->selectedText(), selected);
    QCOMPARE(label->lineEdit()->cursorPosition(), cursor);
    QTest::keyClicks(label, u"x"_s);
    QCOMPARE(m_panel->label().size(), 4 - std::abs(length));
}

void TestCollectPanel::keysThatCollectDoNotRepeatInTheLabel_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("K") << int { Qt::Key_K } << u"k"_s << u"catk"_s;
    QTest::newRow("Space") << int { Qt::Key_Space } << u" "_s << u"cat "_s;
    QTest::newRow("another letter") << int { Qt::Key_O } << u"o"_s << u"catooo"_s;
}

void TestCollectPanel::keysThatCollectDoNotRepeatInTheLabel()
{
    QFETCH(int, key);
    QFETCH(QString, text);
    auto* label = find<QComboBox>("collectLabel");
    label->setFocus();
    for (const bool isRepeated : { false, true, true }) {
        QKeyEvent press(QEvent::KeyPress, key, {}, text, isRepeated);
        QCoreApplication::sendEvent(label, &press);
    }
    QTEST(label->currentText(), "expected");
}

void TestCollectPanel::returnLeavesTheLabel_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("a new label") << u"bird"_s;
    QTest::newRow("part of one that is offered") << u"do"_s;
    QTest::newRow("one that is offered") << u"dog"_s;
}

void TestCollectPanel::returnLeavesTheLabel()
{
    QFETCH(QString, typed);
    auto* label = find<QComboBox>("collectLabel");
    label->setFocus();
    label->lineEdit()->selectAll();
    QTest::keyClicks(label, typed);
    QWidget* popup = label->completer()->popup();
    QTest::keyClick(popup->isVisible() ? popup : label, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(hold()->hasFocus(), 1000);
    QVERIFY(!popup->isVisible());
    QCOMPARE(m_panel->label(), typed);
}

void TestCollectPanel::everythingHasAName()
{
    for (const QWidget* widget : m_panel->findChildren<QWidget*>()) {
        const bool isReached = widget->focusPolicy() & Qt::TabFocus && widget->isVisible()
            && widget->focusProxy() == nullptr;
        const auto* button = qobject_cast<const QPushButton*>(widget);
        const bool isNamed = !widget->accessibleName().isEmpty() || button != nullptr
            || qobject_cast<const QComboBox*>(widget->parent()) != nullptr;
        QVERIFY2(!isReached || isNamed, widget->metaObject()->className());
    }
}

QTEST_MAIN(TestCollectPanel)
#include "tst_collect_panel.moc"

#include "ui/message_strip.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestMessageStrip : public QObject {
    Q_OBJECT
private slots:
    void hiddenUntilThereIsSomethingToSay();
    void detailUnfolds();
    void buttonsTriggerTheirActions();
    void persistentMessagesCannotBeClosed();
    void buttonsGoBelowWhereItIsNarrow();
};

void TestMessageStrip::hiddenUntilThereIsSomethingToSay()
{
    QWidget parent;
    MessageStrip strip(&parent);
    QVERIFY(strip.isHidden());
    strip.show({ Message::Level::Error, u"cat.jpg is damaged."_s, {}, {}, true });
    QVERIFY(!strip.isHidden());
    QCOMPARE(strip.text(), u"cat.jpg is damaged."_s);
    QCOMPARE(strip.accessibleName(), u"cat.jpg is damaged."_s);
    QSignalSpy dismissed(&strip, &MessageStrip::dismissed);
    strip.findChild<QToolButton*>(u"messageClose"_s)->click();
    QVERIFY(strip.isHidden());
    QCOMPARE(dismissed.count(), 1);
    QVERIFY(strip.text().isEmpty());
}

void TestMessageStrip::detailUnfolds()
{
    MessageStrip strip;
    auto* more = strip.findChild<QToolButton*>(u"messageMore"_s);
    auto* detail = strip.findChild<QLabel*>(u"messageDetail"_s);
    strip.show({ Message::Level::Warning, u"Short."_s, {}, {}, true });
    QVERIFY(more->isHidden());
    strip.show({ Message::Level::Warning, u"Short."_s, u"Long."_s, {}, true });
    QVERIFY(!more->isHidden());
    QVERIFY(detail->isHidden());
    more->click();
    QVERIFY(!detail->isHidden());
    strip.show({ Message::Level::Warning, u"Next."_s, u"Other."_s, {}, true });
    QVERIFY2(detail->isHidden(), "a new message starts folded");
}

void TestMessageStrip::buttonsTriggerTheirActions()
{
    MessageStrip strip;
    QAction first(u"&Open another…"_s);
    first.setObjectName(u"first"_s);
    QAction second(u"Second"_s);
    second.setObjectName(u"second"_s);
    QSignalSpy triggered(&first, &QAction::triggered);
    strip.show({ Message::Level::Error, u"x"_s, {}, { &first, &second }, true });
    auto* button = strip.findChild<QPushButton*>(u"firstButton"_s);
    QCOMPARE(button->text(), u"Open another…"_s);
    button->click();
    QCOMPARE(triggered.count(), 1);
    strip.show({ Message::Level::Error, u"y"_s, {}, { &second }, true });
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(strip.findChild<QPushButton*>(u"firstButton"_s) == nullptr);
    QVERIFY(strip.findChild<QPushButton*>(u"secondButton"_s) != nullptr);
}

void TestMessageStrip::persistentMessagesCannotBeClosed()
{
    MessageStrip strip;
    strip.show({ Message::Level::Warning, u"Noise."_s, {}, {}, false });
    QVERIFY(strip.findChild<QToolButton*>(u"messageClose"_s)->isHidden());
}

void TestMessageStrip::buttonsGoBelowWhereItIsNarrow()
{
    QAction only(u"Choose another folder…"_s);
    only.setObjectName(u"only"_s);
    MessageStrip strip;
    strip.show({ Message::Level::Error, u"A sentence that says what is wrong, and what to do."_s,
        u"Details."_s, { &only }, true });
    const int least = strip.minimumSizeHint().width();
    QVERIFY2(least < 320, qPrintable(QString::number(least)));
    const auto* text = strip.findChild<QLabel*>(u"messageText"_s);
    const auto* button = strip.findChild<QPushButton*>(u"onlyButton"_s);
    for (const bool isNarrow : { false, true, false }) {
        strip.resize(isNarrow ? least : 1000, 120);
        QTRY_COMPARE_WITH_TIMEOUT(
            button->geometry().top() > text->geometry().bottom(), isNarrow, 2000);
        QVERIFY(strip.rect().contains(button->geometry()));
        QVERIFY(text->width() > 150);
    }
    QAction other(u"Use what was there before"_s);
    other.setObjectName(u"other"_s);
    strip.show({ Message::Level::Error, u"A sentence that says what is wrong, and what to do."_s,
        u"Details."_s, { &only, &other }, true });
    strip.resize(strip.minimumSizeHint().width(), 200);
    const auto* second = strip.findChild<QPushButton*>(u"otherButton"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        second->geometry().top() > strip.findChild<QPushButton*>(u"onlyButton"_s)->y(), 2000);
    QVERIFY(strip.rect().contains(second->geometry()));
}

QTEST_MAIN(TestMessageStrip)
#include "tst_message_strip.moc"

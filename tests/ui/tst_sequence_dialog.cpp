#include "ui/sequence_dialog.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestSequenceDialog : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { QSettings().clear(); }
    void cleanupTestCase() { QSettings().clear(); }
    void withoutAFolderThereIsNothingToOpen();
    void theAddress_data();
    void theAddress();
    void whatIsOpenedIsRemembered();
    void whatIsCancelledIsNot();
};

namespace {

template <typename T> T& part(const SequenceDialog& dialog, const char* name)
{
    T* found = dialog.findChild<T*>(QString::fromLatin1(name));
    if (found == nullptr)
        qFatal("no %s", name);
    return *found;
}

void enter(const SequenceDialog& dialog, const QString& folder, double rate)
{
    part<QLineEdit>(dialog, "sequenceFolder").setText(folder);
    part<QDoubleSpinBox>(dialog, "sequenceRate").setValue(rate);
}

} // namespace

void TestSequenceDialog::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"netlens-tests"_s);
    QCoreApplication::setApplicationName(u"tst_sequence_dialog"_s);
}

void TestSequenceDialog::withoutAFolderThereIsNothingToOpen()
{
    SequenceDialog dialog;
    const QSignalSpy accepted(&dialog, &QDialog::accepted);
    const auto& open = part<QPushButton>(dialog, "sequenceOpen");
    QVERIFY(!open.isEnabled());
    enter(dialog, u"   "_s, 1);
    QVERIFY(!open.isEnabled());
    dialog.accept();
    QVERIFY(accepted.isEmpty());
    enter(dialog, u"/pictures"_s, 1);
    QVERIFY(open.isEnabled());
}

void TestSequenceDialog::theAddress_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("location");
    QTest::addColumn<QString>("name");
    QTest::newRow("a folder") << u"/data/holiday"_s << u"/data/holiday"_s << u"holiday"_s;
    QTest::newRow("with a slash") << u"/data/holiday/ "_s << u"/data/holiday"_s << u"holiday"_s;
    QTest::newRow("with other letters") << u"/data/Übung 1"_s << u"/data/Übung 1"_s << u"Übung 1"_s;
    QTest::newRow("the whole disk") << u"/"_s << u"/"_s << u"/"_s;
}

void TestSequenceDialog::theAddress()
{
    QFETCH(QString, typed);
    SequenceDialog dialog;
    enter(dialog, typed, 12.5);
    dialog.accept();
    const SourceAddress address = dialog.address();
    QCOMPARE(address.kind, SourceAddress::Kind::Pictures);
    QTEST(QString::fromStdString(address.location), "location");
    QTEST(QString::fromStdString(address.shownName()), "name");
    QCOMPARE(address.format->rate, 12.5);
}

void TestSequenceDialog::whatIsOpenedIsRemembered()
{
    {
        SequenceDialog dialog;
        QCOMPARE(part<QDoubleSpinBox>(dialog, "sequenceRate").value(), 1.0);
        enter(dialog, u"/data/holiday"_s, 4);
        dialog.accept();
    }
    const SequenceDialog dialog;
    QCOMPARE(part<QLineEdit>(dialog, "sequenceFolder").text(), u"/data/holiday"_s);
    QCOMPARE(part<QDoubleSpinBox>(dialog, "sequenceRate").value(), 4.0);
    QVERIFY(part<QPushButton>(dialog, "sequenceOpen").isEnabled());
}

void TestSequenceDialog::whatIsCancelledIsNot()
{
    {
        SequenceDialog dialog;
        enter(dialog, u"/data/holiday"_s, 4);
        dialog.reject();
    }
    const SequenceDialog dialog;
    QVERIFY(part<QLineEdit>(dialog, "sequenceFolder").text().isEmpty());
}

QTEST_MAIN(TestSequenceDialog)
#include "tst_sequence_dialog.moc"

#include "capture/label_name.h"

#include <QTest>

using namespace netlens;

class TestLabelName : public QObject {
    Q_OBJECT
private slots:
    void whatIsWrongWithIt_data();
    void whatIsWrongWithIt();
    void spacesAroundItAreNotPartOfIt();
};

void TestLabelName::whatIsWrongWithIt_data()
{
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<int>("fault");
    const auto row = [](const char* name, const QByteArray& label, LabelFault fault) {
        QTest::newRow(name) << label << static_cast<int>(fault);
    };
    row("a word", "tabby", LabelFault::None);
    row("words and signs", "tiger cat (2), ~90 % & 'old'", LabelFault::None);
    row("any writing", "Katze-Kätzchen-猫-кошка-🐈", LabelFault::None);
    row("dots inside", "v1.2", LabelFault::None);
    row("nothing", "", LabelFault::Empty);
    row("a slash would be two folders", "a/b", LabelFault::Character);
    row("a backslash would be on Windows", "a\\b", LabelFault::Character);
    row("the folder above", "..", LabelFault::Dot);
    row("this folder", ".", LabelFault::Dot);
    row("a hidden folder", ".cat", LabelFault::Dot);
    row("Windows drops a dot at the end", "cat.", LabelFault::Dot);
    row("a line break", "a\nb", LabelFault::Character);
    row("a zero", QByteArray("a\0b", 3), LabelFault::Character);
    row("delete", "a\x7f", LabelFault::Character);
    row("a control character of the second set", "a\xc2\x85", LabelFault::Character);
    row("a sign that turns the direction", "a\xe2\x80\xaegpj", LabelFault::Character);
    row("a wildcard", "cat*", LabelFault::Character);
    row("as long as a name can be", QByteArray(200, 'x'), LabelFault::None);
    row("longer than a name can be", QByteArray(201, 'x'), LabelFault::TooLong);
    row("long in bytes, not in letters", QByteArray("猫").repeated(67), LabelFault::TooLong);
    row("Latin-1", "K\xe4tzchen", LabelFault::NotText);
    row("a character cut off", "\xe7\x8c", LabelFault::NotText);
    row("a slash written longer than need be", "a\xc0\xaf", LabelFault::NotText);
    row("half a surrogate pair", "\xed\xa0\x80", LabelFault::NotText);
    row("beyond the last character", "\xf4\x90\x80\x80", LabelFault::NotText);
    row("a device of Windows", "con", LabelFault::Reserved);
    row("a device with a suffix", "NUL.txt", LabelFault::Reserved);
    row("a numbered device", "com1", LabelFault::Reserved);
    row("only begins like a device", "console", LabelFault::None);
}

void TestLabelName::whatIsWrongWithIt()
{
    QFETCH(QByteArray, label);
    QTEST(static_cast<int>(labelFault(label.toStdString())), "fault");
}

void TestLabelName::spacesAroundItAreNotPartOfIt()
{
    QCOMPARE(trimmedLabel("  tiger cat \n"), std::string_view("tiger cat"));
    QCOMPARE(trimmedLabel(" \t "), std::string_view());
    QCOMPARE(trimmedLabel(""), std::string_view());
}

QTEST_APPLESS_MAIN(TestLabelName)
#include "tst_label_name.moc"

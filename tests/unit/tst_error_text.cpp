#include "service/error_text.h"

#include <QSet>
#include <QTest>

using namespace netlens;

namespace {

constexpr int kLastCode = static_cast<int>(ErrorCode::Internal);

} // namespace

class TestErrorText : public QObject {
    Q_OBJECT
private slots:
    void everyCodeHasItsOwnSentences();
    void sentencesAreWellFormed_data();
    void sentencesAreWellFormed();
    void theSubjectIsNamed_data();
    void theSubjectIsNamed();
    void withoutASubjectTheSentenceBeginsLarge();
    void theDetailPassesThrough();
};

void TestErrorText::everyCodeHasItsOwnSentences()
{
    QSet<QString> problems;
    for (int code = 0; code <= kLastCode; ++code)
        problems.insert(describeError(makeError(static_cast<ErrorCode>(code), "x")).problem);
    QCOMPARE(problems.size(), kLastCode + 1);
    // The sentence for "nobody thought of this" is Internal's alone.
    QVERIFY(describeError(makeError(ErrorCode::Internal, {}))
                .problem.contains(QStringLiteral("inside the program")));
}

void TestErrorText::sentencesAreWellFormed_data()
{
    QTest::addColumn<int>("code");
    for (int code = 0; code <= kLastCode; ++code)
        QTest::addRow("code %d", code) << code;
}

void TestErrorText::sentencesAreWellFormed()
{
    QFETCH(int, code);
    const ErrorText text
        = describeError(makeError(static_cast<ErrorCode>(code), "/pictures/cat.jpg", "17 bytes"));
    QVERIFY(!text.problem.isEmpty());
    QVERIFY2(text.problem.front().isLower(), qPrintable(text.problem)); // it follows "name: "
    QVERIFY(!text.problem.endsWith(QLatin1Char('.')));
    QVERIFY2(text.advice.front().isUpper(), qPrintable(text.advice));
    QVERIFY(text.advice.endsWith(QLatin1Char('.')));
    QCOMPARE(text.what, QStringLiteral("cat.jpg: ") + text.problem + QLatin1Char('.'));
}

void TestErrorText::theSubjectIsNamed_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a file by its name")
        << QStringLiteral("/a/b/cat.jpg") << QStringLiteral("cat.jpg");
    QTest::newRow("a relative file") << QStringLiteral("b/cat.jpg") << QStringLiteral("cat.jpg");
    QTest::newRow("a folder in full") << QStringLiteral("/a/b/") << QStringLiteral("/a/b/");
    QTest::newRow("a layer") << QStringLiteral("block_1_expand")
                             << QStringLiteral("block_1_expand");
    QTest::newRow("an address in full, without what it asks for") << QStringLiteral(
        "http://10.0.0.7:8080/video?token=1") << QStringLiteral("http://10.0.0.7:8080/video");
    QTest::newRow("a name in another script")
        << QStringLiteral("/bilder/Kätzchen 猫.jpg") << QStringLiteral("Kätzchen 猫.jpg");
    QTest::newRow("a name with a percent sign")
        << QStringLiteral("100%1.png") << QStringLiteral("100%1.png");
}

void TestErrorText::theSubjectIsNamed()
{
    QFETCH(QString, subject);
    QFETCH(QString, shown);
    const ErrorText text = describeError(makeError(ErrorCode::NotAPicture, subject.toStdString()));
    QVERIFY2(text.what.startsWith(shown + QStringLiteral(": ")), qPrintable(text.what));
}

void TestErrorText::withoutASubjectTheSentenceBeginsLarge()
{
    const ErrorText text = describeError(makeError(ErrorCode::OutOfMemory, {}));
    QVERIFY(text.what.front().isUpper());
    QCOMPARE(text.what.toLower(), text.problem + QLatin1Char('.'));
}

void TestErrorText::theDetailPassesThrough()
{
    QCOMPARE(describeError(makeError(ErrorCode::Internal, {}, "dnnl: 50 %1 ü")).detail,
        QStringLiteral("dnnl: 50 %1 ü"));
    QVERIFY(describeError(makeError(ErrorCode::Internal, {})).detail.isEmpty());
}

QTEST_APPLESS_MAIN(TestErrorText)
#include "tst_error_text.moc"

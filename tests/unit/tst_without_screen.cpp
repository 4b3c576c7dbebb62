#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QProcessEnvironment withoutScreen()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : { u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s })
        environment.remove(name);
    return environment;
}

} // namespace

/// What the window's program can do where there is no screen, as over SSH.
class TestWithoutScreen : public QObject {
    Q_OBJECT
private slots:
    void questionsAreAnswered_data();
    void questionsAreAnswered();
    void aWindowIsRefused();
};

void TestWithoutScreen::questionsAreAnswered_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("help") << u"--help"_s << QByteArray("Usage: ");
    QTest::newRow("help, in short") << u"-h"_s << QByteArray("--self-test");
    QTest::newRow("version") << u"--version"_s << QByteArray("netlens ");
    QTest::newRow("version, in short") << u"-v"_s << QByteArray("netlens ");
    QTest::newRow("self-test") << u"--self-test"_s << QByteArray("self-test passed");
}

void TestWithoutScreen::aWindowIsRefused()
{
    QProcess program;
    program.setProcessEnvironment(withoutScreen());
    program.start(qEnvironmentVariable("NETLENS_GUI"), { u"cat.jpg"_s });
    QVERIFY(program.waitForFinished(60'000));
    QVERIFY(program.exitStatus() == QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 1);
    const QByteArray said = program.readAllStandardError();
    QVERIFY2(said.startsWith("netlens: there is no screen"), said.constData());
    QCOMPARE(said.count('\n'), 1);
}

void TestWithoutScreen::questionsAreAnswered()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, answer);
    QProcess program;
    program.setProcessEnvironment(withoutScreen());
    program.start(qEnvironmentVariable("NETLENS_GUI"), { option });
    QVERIFY(program.waitForFinished(60'000));
    const QByteArray errors = program.readAllStandardError();
    QVERIFY2(program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0,
        errors.constData());
    const QByteArray said = program.readAllStandardOutput();
    QVERIFY2(said.contains(answer), said.constData());
    QCOMPARE(errors, QByteArray());
}

QTEST_GUILESS_MAIN(TestWithoutScreen)
#include "tst_without_screen.moc"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

/// What the window's program can do where there is no screen, as over SSH.
class TestWithoutScreen : public QObject {
    Q_OBJECT
private slots:
    void questionsAreAnswered_data();
    void questionsAreAnswered();
};

void TestWithoutScreen::questionsAreAnswered_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("help") << u"--help"_s << QByteArray("Usage: ");
    QTest::newRow("help, in short") << u"-h"_s << QByteArray("--self-test");
    QTest::newRow("version") << u"--version"_s << QByteArray("netlens 0.");
    QTest::newRow("version, in short") << u"-v"_s << QByteArray("netlens 0.");
    QTest::newRow("self-test") << u"--self-test"_s << QByteArray("self-test passed");
}

void TestWithoutScreen::questionsAreAnswered()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, answer);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : { u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s })
        environment.remove(name);
    QProcess program;
    program.setProcessEnvironment(environment);
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

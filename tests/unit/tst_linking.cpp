#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {

/// What a program prints; fails the test when it cannot be run.
QString outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    return QString::fromLocal8Bit(process.readAllStandardOutput());
}

/// Every library a program will have in its process.
QString allLibraries(const char* variable)
{
    return outputOf(u"ldd"_s, { qEnvironmentVariable(variable) });
}

/// The libraries it asks for itself (DT_NEEDED).
QString ownLibraries(const char* variable)
{
    static const QRegularExpression needed(uR"re(\(NEEDED\).*\[(.*)\])re"_s);
    const QString dynamic = outputOf(u"readelf"_s, { u"-dW"_s, qEnvironmentVariable(variable) });
    QStringList names;
    for (auto it = needed.globalMatch(dynamic); it.hasNext();)
        names.append(it.next().captured(1));
    return names.join(QLatin1Char('\n'));
}

} // namespace

/// Debian's highgui brings Qt 5, and two Qts in one process crash; the headless program must
/// start where there is no screen library at all.
class LinkingTest : public QObject {
    Q_OBJECT

private slots:
    void noProgramHasAnUnwantedLibrary_data()
    {
        QTest::addColumn<QString>("libraries");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("unwanted");
        const QString qt5 = u"libQt5"_s;
        const QString highgui = u"libopencv_(highgui|dnn)"_s;
        const QString screen = u"libQt\\d(Gui|Widgets|Multimedia|Svg)"_s;
        const QString all = allLibraries("NETLENS_CLI");
        const QString window = allLibraries("NETLENS_GUI");
        const QString core = u"libQt6Core"_s;
        QTest::newRow("the window without Qt 5") << window << u"libQt6Widgets"_s << qt5;
        QTest::newRow("the window without highgui and dnn") << window << core << highgui;
        QTest::newRow("the command line without Qt 5") << all << core << qt5;
        QTest::newRow("the command line without highgui and dnn") << all << core << highgui;
        QTest::newRow("the command line asks for no screen library")
            << ownLibraries("NETLENS_CLI") << core << screen;
        const QString videoio = u"libopencv_videoio"_s;
        QTest::newRow("the window starts without videoio") << window << core << videoio;
        QTest::newRow("the command line starts without videoio") << all << core << videoio;
        const QString imgcodecs = u"libopencv_imgcodecs"_s;
        QTest::newRow("the window starts without imgcodecs") << window << core << imgcodecs;
        QTest::newRow("the command line starts without imgcodecs") << all << core << imgcodecs;
        const QString pictures = allLibraries("NETLENS_PICTURES");
        QTest::newRow("the picture module without Qt") << pictures << imgcodecs << u"libQt"_s;
        QTest::newRow("the picture module without highgui and dnn")
            << pictures << imgcodecs << highgui;
        const QString module = allLibraries("NETLENS_VIDEO");
        QTest::newRow("the video module without Qt") << module << videoio << u"libQt"_s;
        QTest::newRow("the video module without highgui and dnn") << module << videoio << highgui;
    }

    void noProgramHasAnUnwantedLibrary()
    {
        QFETCH(QString, libraries);
        QFETCH(QString, expected);
        QFETCH(QString, unwanted);
        QVERIFY2(libraries.contains(expected), qPrintable(libraries));
        const auto match = QRegularExpression(unwanted).match(libraries);
        QVERIFY2(!match.hasMatch(), qPrintable(match.captured()));
    }
};

QTEST_GUILESS_MAIN(LinkingTest)
#include "tst_linking.moc"

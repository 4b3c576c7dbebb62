#include "image/encoder.h"
#include "support/cli_program.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;

namespace {

QString smallOptions()
{
    return smallNetwork().join(QLatin1Char(' '));
}

} // namespace

/// Exit codes, messages and what a shell can do to the program.
class TestCli : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void refusals_data();
    void refusals();
    void everyCommandHasHelpWithAnExample_data();
    void everyCommandHasHelpWithAnExample();
    void versionIsPrinted();
    void theSelfTestPasses();
    void drawingsAreNamed();
    void goodPicturesAreDoneBesideABadOne();
    void manyPicturesSideBySide();
    void pathsComeFromStandardInput();
    void answersComeAsPathsArrive();
    void aFullDiskIsAnError();
    void aReaderThatLeavesIsNot();
    void closedStandardOutputIsAnError();
    void namesNeedNotBeUtf8();
    void theLocaleDoesNotShow();
    void twoThreadsGiveTheSameAnswer();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QTemporaryDir m_folder;
};

void TestCli::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("NETLENS_CLI"), "NETLENS_CLI names the program");
    QVERIFY(writePng(path("good.png").toStdString(), colourful({ 120, 80 })));
    QFile text(path("text.h5"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no weights") > 0);
}

void TestCli::refusals_data()
{
    QTest::addColumn<QString>("arguments"); // % stands for the test's folder
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("message"); // part of it
    const auto row = [](const char* name, const char* arguments, int code, const char* message) {
        QTest::newRow(name) << arguments << code << message;
    };
    row("no command", "", 2, "no command given");
    row("an unknown command", "clasify x.png", 2, "did you mean \"classify\"");
    row("a command to come", "evaluate x/", 2, "there is no command \"evaluate\"");
    row("an unknown option", "classify --sharp x.png", 2, "Unknown option 'sharp'");
    row("an option without its value", "classify x.png --alpha", 2, "Missing value");
    row("a value that does not parse", "classify --alpha wide x.png", 2, "not \"wide\"");
    row("no picture", "classify", 2, "no picture given");
    row("no classes asked for", "classify --top 0 x.png", 2, "--top takes");
    row("two formats at once", "classify --json --csv x.png", 2, "exclude each other");
    row("predict without output", "predict --input x.npy", 2, "--output is missing");
    row("predict with a picture", "predict x.png --input x.npy --output y", 2, "not expected");
    row("summary with a picture", "summary x.png", 2, "not expected");
    row("a method to come", "heatmap x.png --method rise", 2, "the only one is cam");
    row("a map of another layer", "heatmap x.png --layer Conv1", 2, "out_relu only");
    row("opacity beyond one", "heatmap x.png --opacity 1.5", 2, "from 0 to 1");
    row("two pictures to explain", "heatmap x.png y.png", 2, "one picture");
    row("weights without a verb", "weights", 2, "no command given");
    row("pretrained weights to write", "weights init --weights imagenet --output x.h5", 2,
        "only random weights");
    row("a file of nobody's layout to write", "weights init --output x.onnx", 2,
        "ends in .h5, .weights.h5 or .keras");
    row("a file to write without a name", "weights init", 2, "--output FILE is missing");
    row("nothing to convert", "weights convert --output x.h5", 2, "one weights file is needed");
    row("two files to convert", "weights convert a.h5 b.h5 --output x.h5", 2,
        "one weights file is needed");
    row("a file to convert as an option", "weights convert --weights a.h5 --output x.h5", 2,
        "given without --weights");
    row("a file to convert into nobody's layout", "weights convert a.h5 --output x.pt", 2,
        "ends in .h5, .weights.h5 or .keras");
    row("other weights to fetch", "weights fetch --weights none", 2, "leave --weights out");
    row("a file to fetch", "weights fetch x.h5", 2, "not expected");
    row("a file to list", "weights list x.h5", 2, "not expected");
    row("nothing to verify", "weights verify", 2, "one weights file is needed");
    row("weights beside the file to verify", "weights verify x.h5 --weights none", 2,
        "leave --weights out");
    row("a negative time", "bench --seconds -1", 2, "from 0 to 3600");

    row("a precision nobody has", "bench --precision f8", 2, "f32, bf16 or int8");
    row("calibration without 8-bit integers", "bench --calibration %", 2,
        "--calibration is for --precision int8");
    row("calibration on a folder that is not there",
        "bench --weights demo --precision int8 --calibration %/gone", 3,
        "gone: this folder cannot be used to calibrate 8-bit integers; choose a folder that has");
    row("calibration on a file", "bench --weights demo --precision int8 --calibration %/good.png",
        3, "(Not a directory)");
    row("demo weights of another size", "classify x.png --weights demo --input-shape 224", 3,
        "the file has 96x96x3, the option says 224x224x3");
    row("an unknown activation", "summary --classifier-activation bogus", 3,
        "Unknown activation function:bogus");
    row("an alpha without official weights", "summary --alpha 0.2", 3,
        "alpha can be one of `0.35`, `0.50`, `0.75`, `1.0`, `1.3` or `1.4` only.");
    row("an input too small", "summary --weights none --input-shape 31", 3,
        "Input size must be at least 32x32; got `input_shape=(31, 31, 3)`");
    row("a dynamic input with a top", "summary --weights none --input-shape none", 3,
        "you should specify a static `input_shape`. Got `input_shape=(None, None, 3)`");
    row("a weights file that is not there", "summary --weights %/gone.h5", 3,
        "The `weights` argument should be either `None`");
    row("official weights that are not here", "classify x.png", 3,
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5");
    row("weights that were never published", "classify x.png --alpha 1.4 --input-shape 96", 3,
        "no ImageNet weights were ever published");
    row("weights to fetch that were never published", "weights fetch --alpha 1.3 --input-shape 128",
        3, "alpha 1.3 and 1.4 at 224");
    row("an illegal configuration to fetch", "weights fetch --classes 10", 3, "should be 1000");
    row("text to verify", "weights verify %/text.h5", 3, "text.h5: this is not a Keras weights");
    row("nothing there to verify", "weights verify %/gone.h5", 3, "gone.h5: there is no such file");
    row("weights that are text", "classify x.png --weights %/text.h5", 3, "text.h5: ");
    row("a file to convert that is not there", "weights convert %/gone.h5 --output %/x.keras", 3,
        "The `weights` argument should be either `None`");
    row("a file to convert that is text", "weights convert %/text.h5 --output %/x.keras", 3,
        "text.h5: ");
    row("info about text", "weights info %/text.h5", 3, "text.h5: ");
    row("info about nothing", "weights info %/gone.h5", 3, "gone.h5: there is no such file");
    row("classes without a top", "classify --no-top --weights none x.png", 3, "without a top");
    row("a map without a top", "heatmap --no-top --weights none x.png", 3, "needs a network with");
    row("a map without any class", "heatmap --classes 0 --weights none x.png", 3,
        "needs a network with");
    row("a class that is not there",
        "heatmap --weights none --alpha 0.35 --input-shape 96 --classes 10 --class 10 %/good.png",
        3, "there is no class 10");
    row("a layer that is not there",
        "predict --weights none --alpha 0.35 --input x.npy --output y --layer block_1_expandd", 3,
        "did you mean \"block_1_expand\"");

    row("a picture that is not there",
        "classify --weights none --alpha 0.35 --input-shape 96 %/gone.png", 1,
        "gone.png: there is no such file");
    row("a tensor that is not there",
        "predict --weights none --alpha 0.35 --input %/gone.npy --output %/y.npy", 1,
        "gone.npy: there is no such file");
    row("a server that is not there", "weights fetch", 1, "the server cannot be reached");
    row("a folder to write in that is not there", "weights init --alpha 0.35 --output %/none/w.h5",
        1, "w.h5: the file cannot be written");
    row("an activation a .keras file cannot name",
        "weights init --alpha 0.35 --classifier-activation hard_sigmoid --output %/w.keras", 1,
        "w.keras: this network cannot do that");
}

void TestCli::refusals()
{
    QFETCH(QString, arguments);
    QFETCH(QString, message);
    arguments.replace(QLatin1Char('%'), m_folder.path());
    const CliResult result = runCli(arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QTEST(result.exitCode, "exitCode");
    QVERIFY2(result.err.contains(message.toUtf8()), result.err.constData());
    QVERIFY2(result.err.startsWith("netlens-cli: "), result.err.constData());
    QVERIFY2(result.err.count('\n') == 1, "one line is enough");
    QCOMPARE(result.out, QByteArray());
}

void TestCli::everyCommandHasHelpWithAnExample_data()
{
    QTest::addColumn<QString>("command");
    for (const char* command :
        { "classify", "watch", "predict", "heatmap", "summary", "weights fetch", "weights info",
            "weights verify", "weights init", "weights convert", "bench" })
        QTest::newRow(command) << command;
}

void TestCli::everyCommandHasHelpWithAnExample()
{
    QFETCH(QString, command);
    const CliResult result = runCli(command.split(QLatin1Char(' ')) << QStringLiteral("--help"));
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.startsWith("Usage: netlens-cli " + command.toUtf8()));
    QVERIFY(result.out.contains("\nExample:\n  netlens-cli " + command.toUtf8()));
    QVERIFY(result.out.contains("--alpha"));
    QCOMPARE(result.err, QByteArray());

    const CliResult overview = runCli({ QStringLiteral("--help") });
    QCOMPARE(overview.exitCode, 0);
    QVERIFY(overview.out.contains("\n  " + command.section(QLatin1Char(' '), 0, 0).toUtf8()));
}

void TestCli::versionIsPrinted()
{
    const CliResult result = runCli({ QStringLiteral("--version") });
    QCOMPARE(result.exitCode, 0);
    QVERIFY(QRegularExpression(QStringLiteral("^netlens-cli \\d+\\.\\d+\\.\\d+\n$"))
                .match(QString::fromUtf8(result.out))
                .hasMatch());
}

void TestCli::theSelfTestPasses()
{
    const CliResult result = runCli({ QStringLiteral("--self-test") });
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.err, QByteArray());
    QVERIFY(result.out.endsWith("self-test passed: 6 of 6 samples are answered as stored\n"));
}

void TestCli::drawingsAreNamed()
{
    const CliResult result = runCli({ QStringLiteral("classify"), QStringLiteral("--weights"),
        QStringLiteral("demo"), QStringLiteral("--json"),
        QStringLiteral(NETLENS_SOURCE_DIR "/resources/demo/samples") });
    QCOMPARE(result.exitCode, 0);
    const auto lines = result.jsonLines();
    QCOMPARE(lines.size(), 6U);
    for (const auto& line : lines) {
        const auto& best = line.at("predictions").at(0);
        const auto name = QFileInfo(QString::fromStdString(line.at("file"))).completeBaseName();
        QCOMPARE(QString::fromStdString(best.at("label")), name);
        QVERIFY(best.at("probability") > 0.9);
    }
}

void TestCli::goodPicturesAreDoneBesideABadOne()
{
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("album/more")));
    QVERIFY(writePng(path("album/a.png").toStdString(), colourful({ 50, 40 })));
    QVERIFY(writePng(path("album/more/c.png").toStdString(), colourful({ 40, 50 })));
    QFile broken(path("album/b.jpg"));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("\xFF\xD8\xFF\xE0 cut") > 0);
    broken.close();

    const CliResult result = runCli(
        QStringList { QStringLiteral("classify"), QStringLiteral("--json") } + smallNetwork()
        << path("album"));
    QCOMPARE(result.exitCode, 1);
    const auto rows = result.jsonLines();
    QCOMPARE(rows.size(), std::size_t { 3 });
    QCOMPARE(dump(rows[0]["file"]), dump(path("album/a.png").toStdString()));
    QVERIFY(rows[0]["error"].is_null());
    QCOMPARE(dump(rows[1]["file"]), dump(path("album/b.jpg").toStdString()));
    QVERIFY(rows[1]["error"].is_string());
    QVERIFY(rows[1]["predictions"].empty());
    QCOMPARE(dump(rows[2]["file"]), dump(path("album/more/c.png").toStdString()));
    QCOMPARE(dump(rows[2]["height"]), dump(50));
    QVERIFY(result.err.contains("b.jpg: "));
    QCOMPARE(result.err.count('\n'), 1);
}

/// Two at a time give what each gives alone, in the same order.
void TestCli::manyPicturesSideBySide()
{
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("many")));
    for (int i = 0; i < 40; ++i) {
        const QString name = path("many/%1.png").arg(i, 2, 10, QLatin1Char('0'));
        if (i % 9 == 4) {
            QFile broken(name);
            QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("\x89PNG cut") > 0);
        } else {
            QVERIFY(writePng(name.toStdString(), colourful({ 20 + 17 * i, 200 - 3 * i })));
        }
    }
    const QStringList classify
        = QStringList { QStringLiteral("classify"), QStringLiteral("--json") } + smallNetwork();
    const CliResult all = runCli(classify + QStringList { path("many") });
    QCOMPARE(all.exitCode, 1);
    QCOMPARE(all.err.count('\n'), 4);
    const auto rows = all.jsonLines();
    QCOMPARE(rows.size(), std::size_t { 40 });
    for (int i = 0; i < 40; ++i) {
        const QString name = path("many/%1.png").arg(i, 2, 10, QLatin1Char('0'));
        const auto& row = rows[std::size_t(i)];
        QCOMPARE(row.at("file").get<std::string>(), name.toStdString());
        QCOMPARE(row.at("error").is_string(), i % 9 == 4);
        if (i % 13 == 0) {
            const auto alone = runCli(classify + QStringList { name }).jsonLines();
            QCOMPARE(alone.size(), std::size_t { 1 });
            QCOMPARE(dump(row.at("predictions")), dump(alone[0].at("predictions")));
        }
    }
}

void TestCli::pathsComeFromStandardInput()
{
    const QByteArray good = path("good.png").toUtf8();
    const CliResult result = runCli(
        QStringList { QStringLiteral("classify"), QStringLiteral("--json"), QStringLiteral("-") }
            + smallNetwork(),
        good + "\n\n" + good); // the last line has no end
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.jsonLines().size(), std::size_t { 2 });
}

void TestCli::answersComeAsPathsArrive()
{
    QProcess program;
    program.start(qEnvironmentVariable("NETLENS_CLI"),
        QStringList { QStringLiteral("classify"), QStringLiteral("--json"), QStringLiteral("-") }
            + smallNetwork());
    for (int i = 0; i < 3; ++i) {
        program.write(path("good.png").toUtf8() + "\n");
        while (!program.canReadLine())
            QVERIFY2(program.waitForReadyRead(30'000), "the answer waits for the next path");
        QVERIFY(program.readLine().contains("good.png"));
    }
    program.closeWriteChannel();
    QVERIFY(program.waitForFinished(30'000));
    QCOMPARE(program.exitCode(), 0);
}

void TestCli::aFullDiskIsAnError()
{
    for (const QStringList& arguments :
        { QStringList { QStringLiteral("summary"), QStringLiteral("--json") },
            QStringList { QStringLiteral("classify"), path("good.png") } + smallNetwork(),
            QStringList { QStringLiteral("--help") } }) {
        const CliResult result = runCli(arguments, {}, QStringLiteral("/dev/full"));
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains("No space left"), result.err.constData());
    }
}

void TestCli::aReaderThatLeavesIsNot()
{
    const CliResult result = runShell(QStringLiteral(
        "{ \"$NETLENS_CLI\" summary; echo \"code $?\" >&2; } | head -n 1 >/dev/null"));
    QVERIFY2(result.err.endsWith("code 0\n"), result.err.constData());
    QVERIFY2(!result.err.contains("standard output"), result.err.constData());

    // There is no end to what it could go on with.
    const CliResult pictures
        = runShell(QStringLiteral("{ yes '%1/good.png' | \"$NETLENS_CLI\" classify %2 --json -; "
                                  "echo \"code $?\" >&2; } | head -n 2")
                       .arg(m_folder.path(), smallOptions()));
    QCOMPARE(pictures.jsonLines().size(), std::size_t { 2 });
    QCOMPARE(pictures.err, QByteArray("code 0\n"));
}

void TestCli::closedStandardOutputIsAnError()
{
    const CliResult result = runShell(QStringLiteral("\"$NETLENS_CLI\" summary >&-"));
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("standard output: "), result.err.constData());
}

void TestCli::namesNeedNotBeUtf8()
{
    // The shell's printf makes the byte; QProcess could not pass it.
    const CliResult result
        = runShell(QStringLiteral("name=$(printf '%1/\\377.png'); cp '%1/good.png' \"$name\" && "
                                  "\"$NETLENS_CLI\" classify --json %2 \"$name\" && rm \"$name\"")
                       .arg(m_folder.path(), smallOptions()));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.jsonLines().size(), std::size_t { 1 });
}

void TestCli::theLocaleDoesNotShow()
{
    const QString command = QStringLiteral("\"$NETLENS_CLI\" classify --csv --top 1 %2 %1/good.png")
                                .arg(m_folder.path(), smallOptions());
    const CliResult plain = runShell(command);
    QCOMPARE(plain.exitCode, 0);
    for (const char* locale : { "C", "POSIX", "de_DE.UTF-8", "xx_YY" }) {
        const CliResult result
            = runShell(QStringLiteral("LC_ALL=%1 ").arg(QLatin1String(locale)) + command);
        QCOMPARE(result.exitCode, 0);
        QCOMPARE(result.out, plain.out);
        QCOMPARE(result.err, plain.err);
    }
}

void TestCli::twoThreadsGiveTheSameAnswer()
{
    const QStringList arguments
        = QStringList { QStringLiteral("classify"), QStringLiteral("--csv"), path("good.png") }
        + smallNetwork();
    const CliResult one = runCli(arguments);
    const CliResult two
        = runCli(arguments + QStringList { QStringLiteral("--threads"), QStringLiteral("2") });
    QCOMPARE(two.exitCode, 0);
    QCOMPARE(two.out.split('\n').size(), one.out.split('\n').size());
    QCOMPARE(
        two.out.split('\n').at(1).split(',').at(4), one.out.split('\n').at(1).split(',').at(4));
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"

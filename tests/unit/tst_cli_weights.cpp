#include "app/cli/fetch_progress.h"
#include "support/cli_program.h"
#include "support/http_server.h"
#include "support/official_file.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <memory>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

constexpr int kPatienceMs = 20'000;

QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '));
}

QStringList fetchSmallest()
{
    return words("weights fetch --alpha 0.35 --input-shape 96");
}

} // namespace

/// weights list, fetch and verify.
class TestCliWeights : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void listNamesAllAndFindsWhatIsHere();
    void listHasHelp();
    void fetchPrintsWhereTheFileIs();
    void fetchLeavesASoundFileAlone();
    void fetchReplacesADamagedFile();
    void fetchAsksForTheFileOfTheOptions();
    void fetchFailsInOneLine();
    void progressFitsInATerminal();
    void twoProgramsAtOnceBothEndWell();
    void anInterruptedFetchLeavesThePartAndGoesOn();
    void verifySaysWhatFits_data();
    void verifySaysWhatFits();

private:
    CliResult run(const QStringList& arguments) const;
    std::vector<std::pair<QString, QString>> variables() const;

    std::unique_ptr<KerasHome> m_home;
    std::unique_ptr<HttpServer> m_server;
};

void TestCliWeights::init()
{
    m_home = std::make_unique<KerasHome>();
    m_server = std::make_unique<HttpServer>();
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
}

void TestCliWeights::cleanup()
{
    m_server.reset();
    m_home.reset();
}

std::vector<std::pair<QString, QString>> TestCliWeights::variables() const
{
    return { { QStringLiteral("KERAS_HOME"), qEnvironmentVariable("KERAS_HOME") },
        { QStringLiteral("NETLENS_WEIGHTS_URL"), QString::fromUtf8(m_server->url()) },
        { QStringLiteral("no_proxy"), QStringLiteral("127.0.0.1") } };
}

CliResult TestCliWeights::run(const QStringList& arguments) const
{
    return runCliWith(variables(), arguments);
}

void TestCliWeights::listNamesAllAndFindsWhatIsHere()
{
    m_home->write({}, smallestOfficialBytes());
    const CliResult result = run(words("weights list --json"));
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.err, QByteArray());
    const nlohmann::json list = result.jsonLines().at(0);
    QCOMPARE(dump(list["folder"]), dump(m_home->models().toStdString()));
    QCOMPARE(list["files"].size(), std::size_t { 44 });
    int here = 0;
    for (const auto& file : list["files"]) {
        QVERIFY(file["macs"].is_number_integer());
        QCOMPARE(file["top1"].is_null(), !file["top"].get<bool>());
        if (file["here"].is_null())
            continue;
        ++here;
        QCOMPARE(dump(file["name"]), dump(smallestOfficial().name));
        QCOMPARE(dump(file["here"]), dump(m_home->file().toStdString()));
        QCOMPARE(dump(file["bytes_here"]), dump(smallestOfficialBytes().size()));
        QCOMPARE(dump(file["bytes"]), dump(7'149'872));
        QCOMPARE(dump(file["top1"]), dump(45.5));
    }
    QCOMPARE(here, 1);

    const CliResult table = run(words("weights list"));
    QCOMPARE(table.out.count('\n'), 46);
    QVERIFY(table.out.contains(m_home->file().toUtf8()));
    QVERIFY(m_server->requests.isEmpty());
}

void TestCliWeights::listHasHelp()
{
    const CliResult result = run(words("weights list --help"));
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.contains("\nExample:\n  netlens-cli weights list"));
}

void TestCliWeights::fetchPrintsWhereTheFileIs()
{
    const CliResult result = run(fetchSmallest());
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(result.out, m_home->file().toUtf8() + '\n');
    QVERIFY2(result.err.isEmpty(), "no progress where there is no terminal");
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QCOMPARE(m_server->requests.size(), 1);
    QCOMPARE(m_server->requests.first().path,
        QByteArray("/" + QByteArray(smallestOfficial().name.c_str())));

    const CliResult summary = run(words("weights info") << m_home->file());
    QCOMPARE(summary.exitCode, 0);
}

void TestCliWeights::fetchLeavesASoundFileAlone()
{
    m_home->write({}, smallestOfficialBytes());
    const CliResult again = run(fetchSmallest());
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.out, m_home->file().toUtf8() + '\n');
    QVERIFY2(again.err.contains("already here"), again.err.constData());
    QVERIFY(m_server->requests.isEmpty());

    const CliResult forced = run(fetchSmallest() + words("--force --json"));
    QCOMPARE(forced.exitCode, 0);
    QCOMPARE(m_server->requests.size(), 1);
    const nlohmann::json row = forced.jsonLines().at(0);
    QCOMPARE(dump(row["fetched"]), dump(true));
    QCOMPARE(dump(row["bytes"]), dump(smallestOfficialBytes().size()));
    QVERIFY(row["set_aside"].is_null());
}

void TestCliWeights::fetchReplacesADamagedFile()
{
    const QByteArray damaged = smallestOfficialBytes().left(1'000'000);
    m_home->write({}, damaged);
    const CliResult refused = run(words("classify x.png --alpha 0.35 --input-shape 96"));
    QCOMPARE(refused.exitCode, 3);
    QVERIFY2(refused.err.contains(m_home->file().toUtf8() + ": "), refused.err.constData());
    QVERIFY2(refused.err.contains("weights fetch"), refused.err.constData());
    QVERIFY2(m_server->requests.isEmpty(), "only fetch touches the network");

    const CliResult result = run(fetchSmallest());
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY(result.err.contains(m_home->file(QStringLiteral(".bad")).toUtf8()));
    QVERIFY(m_home->read(QStringLiteral(".bad")) == damaged);
    QVERIFY(m_home->read() == smallestOfficialBytes());
}

void TestCliWeights::fetchAsksForTheFileOfTheOptions()
{
    m_server->answer = {};
    (void)run(words("weights fetch --alpha 0.5 --input-shape 160 --no-top"));
    (void)run(words("weights fetch --no-top --input-shape 300x200")); // Keras takes 224's
    QCOMPARE(m_server->requests.size(), 2);
    QVERIFY(m_server->requests[0].path.endsWith("_0.5_160_no_top.h5"));
    QVERIFY(m_server->requests[1].path.endsWith("_1.0_224_no_top.h5"));
}

void TestCliWeights::fetchFailsInOneLine()
{
    m_server->answer = {};
    const CliResult result = run(fetchSmallest());
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.out, QByteArray());
    QCOMPARE(result.err.count('\n'), 1);
    QVERIFY(result.err.startsWith("netlens-cli: " + QByteArray(smallestOfficial().name.c_str())));
    QVERIFY2(result.err.contains("HTTP 404 Not Found"), result.err.constData());
}

void TestCliWeights::progressFitsInATerminal()
{
    using Stage = StoreProgress::Stage;
    StoreProgress progress { officialFileName(0.35, 224, false), Stage::Receiving, 3'100'000,
        7'149'872, 1'240'000 };
    QCOMPARE(cli::progressText(progress),
        std::string("0.35_224_no_top.h5  43 %  3.1 of 7.1 MB  1.2 MB/s"));
    for (const Stage stage :
        { Stage::Waiting, Stage::Connecting, Stage::Receiving, Stage::Pausing, Stage::Verifying }) {
        progress.stage = stage;
        QVERIFY(cli::progressText(progress).size() < 80);
    }
}

void TestCliWeights::twoProgramsAtOnceBothEndWell()
{
    m_server->answer = [](const HttpRequest& request) {
        HttpAnswer answer = fileAnswer(request, smallestOfficialBytes());
        answer.pause = 5ms; // so that both are at it
        return answer;
    };
    const QString both
        = QStringLiteral("export KERAS_HOME='%1' NETLENS_WEIGHTS_URL='%2' no_proxy=127.0.0.1; "
                         "fetch='weights fetch --alpha 0.35 --input-shape 96'; "
                         "\"$NETLENS_CLI\" $fetch & \"$NETLENS_CLI\" $fetch && wait $!")
              .arg(qEnvironmentVariable("KERAS_HOME"), QString::fromUtf8(m_server->url()));
    const CliResult result = runShell(both);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const QByteArray line = m_home->file().toUtf8() + '\n';
    QCOMPARE(result.out, line + line);
    QCOMPARE(m_server->requests.size(), 1);
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QCOMPARE(QDir(m_home->models()).entryList(QDir::Files).size(), 1);
}

void TestCliWeights::anInterruptedFetchLeavesThePartAndGoesOn()
{
    m_server->answer = [](const HttpRequest& request) {
        HttpAnswer answer = fileAnswer(request, smallestOfficialBytes());
        answer.end = HttpAnswer::End::Silent;
        answer.endsAfter = 2'000'000;
        return answer;
    };
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto& [name, value] : variables())
        environment.insert(name, value);
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("NETLENS_CLI"), fetchSmallest());
    const QString part = QStringLiteral(".part");
    QTRY_COMPARE_WITH_TIMEOUT(m_home->read(part).size(), 2'000'000, kPatienceMs);
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(2000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit); // the shell sees the signal
    QVERIFY(!QFile::exists(m_home->file()));
    QCOMPARE(m_home->read(part).size(), 2'000'000);

    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    const CliResult result = run(fetchSmallest());
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(m_server->requests.last().headers.value("range"), QByteArray("bytes=2000000-"));
    QVERIFY(m_home->read() == smallestOfficialBytes());
}

void TestCliWeights::verifySaysWhatFits_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("problem");
    const QByteArray sound = smallestOfficialBytes();
    const QString its = QStringLiteral("--alpha 0.35 --input-shape 96");
    QTest::newRow("a sound file for its model") << sound << its << 0 << QString();
    QTest::newRow("a sound file for another alpha")
        << sound << QStringLiteral("--alpha 0.5") << 3 << QStringLiteral("alpha 0.35");
    QTest::newRow("a file without a top") << noTopBytes() << its << 3 << QStringLiteral("top");
    QTest::newRow("a file without a top, for none")
        << noTopBytes() << its + QStringLiteral(" --no-top") << 0 << QString();
    QTest::newRow("a damaged file")
        << sound.left(2'000'000) << its << 3 << QStringLiteral("damaged or cut off");
}

void TestCliWeights::verifySaysWhatFits()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, options);
    QFETCH(int, exitCode);
    QFETCH(QString, problem);
    m_home->write({}, content);
    const QStringList arguments = words("weights verify") + options.split(QLatin1Char(' '));
    const CliResult result = run(arguments + QStringList { m_home->file() });
    QCOMPARE(result.exitCode, exitCode);
    QVERIFY2(result.err.contains(problem.toUtf8()), result.err.constData());
    QCOMPARE(result.err.count('\n'), exitCode == 0 ? 0 : 1);
    QCOMPARE(result.out.isEmpty(), exitCode != 0);

    const CliResult json
        = run(arguments + QStringList { QStringLiteral("--json"), m_home->file() });
    QCOMPARE(json.exitCode, exitCode);
    QCOMPARE(dump(json.jsonLines().at(0)["fits"]), dump(exitCode == 0));
    QCOMPARE(json.jsonLines().at(0)["problem"].is_null(), exitCode == 0);
    QVERIFY(m_server->requests.isEmpty());
}

QTEST_GUILESS_MAIN(TestCliWeights)
#include "tst_cli_weights.moc"

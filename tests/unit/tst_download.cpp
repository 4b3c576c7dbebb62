#include "service/download.h"
#include "service/error_text.h"

#include "support/http_server.h"
#include "support/official_file.h"
#include "support/process_watch.h"
#include "support/small_disk.h"
#include "support/tls_identity.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

#include <memory>

#include <sys/stat.h>
#include <unistd.h>

using namespace netlens;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(HttpServer::Answer)

namespace {

constexpr int kPatienceMs = 20'000;
constexpr int kNotCounted = -1; ///< Qt may have sent one more when it gives up

using End = HttpAnswer::End;

DownloadRules quick()
{
    DownloadRules rules;
    rules.attempts = 3;
    rules.firstPause = 1ms;
    rules.stall = 500ms * kSlowdown;
    rules.lockPause = 5ms;
    return rules;
}

HttpAnswer plain(const QByteArray& status, const QByteArray& body = {})
{
    HttpAnswer answer;
    answer.status = status;
    answer.body = body;
    return answer;
}

/// The file, the first time only so much of it.
HttpServer::Answer cutFirst(End end, qsizetype after, bool understandsRange = true)
{
    auto times = std::make_shared<int>(0);
    return [=](const HttpRequest& request) {
        const HttpRequest seen = understandsRange ? request : HttpRequest();
        HttpAnswer answer = fileAnswer(seen, smallestOfficialBytes());
        if ((*times)++ == 0) {
            answer.end = end;
            answer.endsAfter = after;
        }
        return answer;
    };
}

qsizetype mostOfIt()
{
    return smallestOfficialBytes().size() * 6 / 10;
}

std::string partNote(const QByteArray& url, const char* tag)
{
    return (url + smallestOfficial().name.c_str() + '\n' + tag + '\n').toStdString();
}

} // namespace

class TestDownload : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void endsWell_data();
    void endsWell();
    void endsWithASentence_data();
    void endsWithASentence();
    void aServerWithoutProofIsNotTrusted();
    void trustIsNotGivenUpOnTheWay_data();
    void trustIsNotGivenUpOnTheWay();
    void keptPartsAreResumed_data();
    void keptPartsAreResumed();
    void aSoundFileIsLeftAlone();
    void aSoundFileNeedsNoWritableFolder();
    void forceFetchesAgain();
    void aDamagedFileGivesWayToTheNewOne_data();
    void aDamagedFileGivesWayToTheNewOne();
    void aDamagedFileStaysWhileThereIsNoNewOne();
    void cancellingIsPromptAndKeepsThePart_data();
    void cancellingIsPromptAndKeepsThePart();
    void destroyingItKeepsThePart();
    void progressRisesToTheEnd();
    void twoAtOnceBothEndWell();
    void aFullDiskEndsIt();
    void aReadOnlyFolderEndsIt();
    void theFileHasTheUsersPermissions();

private:
    Error run(const DownloadRules& rules = quick());
    /// Nothing is there but what is named.
    void verifyFiles(const QStringList& endings) const;

    std::unique_ptr<KerasHome> m_home;
    std::unique_ptr<HttpServer> m_server;
    std::optional<Result<StoredWeights>> m_result;
};

void TestDownload::init()
{
    m_home = std::make_unique<KerasHome>();
    m_server = std::make_unique<HttpServer>();
    QVERIFY(m_server->isListening());
    qputenv("NETLENS_WEIGHTS_URL", m_server->url());
    m_result.reset();
}

void TestDownload::cleanup()
{
    m_server.reset();
    m_home.reset();
}

Error TestDownload::run(const DownloadRules& rules)
{
    Download download(smallestOfficial(), rules);
    QSignalSpy finished(&download, &Download::finished);
    download.start();
    m_result = finished.wait(kPatienceMs)
        ? download.result()
        : Result<StoredWeights>(makeError(ErrorCode::Internal, {}, "never finished"));
    return *m_result ? Error {} : m_result->error();
}

void TestDownload::verifyFiles(const QStringList& endings) const
{
    QStringList expected;
    for (const QString& ending : endings)
        expected.append(QFileInfo(m_home->file(ending)).fileName());
    expected.sort();
    QCOMPARE(QDir(m_home->models()).entryList(QDir::Files | QDir::Hidden, QDir::Name), expected);
}

void TestDownload::endsWell_data()
{
    QTest::addColumn<HttpServer::Answer>("answer");
    QTest::addColumn<int>("requests");
    const auto row = [](const char* name, int requests, HttpServer::Answer answer) {
        QTest::newRow(name) << std::move(answer) << requests;
    };
    const auto whole
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    row("a good server", 1, whole);
    row("a slow server", 1, [=](const HttpRequest& request) {
        HttpAnswer answer = whole(request);
        answer.pause = 2ms;
        return answer;
    });
    row("a server that does not say how much comes", 1, [=](const HttpRequest& request) {
        HttpAnswer answer = whole(request);
        answer.saysLength = false;
        return answer;
    });
    row("cut at 60 %, then the rest", 2, cutFirst(End::Closed, mostOfIt()));
    row("cut at 60 %, then a server that ignores Range", 2,
        cutFirst(End::Closed, mostOfIt(), false));
    row("silent after 60 %, then the rest", 2, cutFirst(End::Silent, mostOfIt()));
    row("another file after the cut", 2,
        [first = std::make_shared<bool>(true)](const HttpRequest& request) {
            HttpAnswer answer = fileAnswer(request, *first ? noTopBytes() : smallestOfficialBytes(),
                *first ? "\"v1\"" : "\"v2\"");
            answer.end = std::exchange(*first, false) ? End::Closed : End::Whole;
            answer.endsAfter = 1'000'000;
            return answer;
        });
    row("a range that was not asked for", 3,
        [times = std::make_shared<int>(0), first = cutFirst(End::Closed, mostOfIt())](
            const HttpRequest& request) {
            HttpAnswer answer = first(request);
            if (++*times == 2)
                answer.headers.last() = "Content-Range: bytes 5-9/10";
            return answer;
        });
    row("500, then good", 2, [=, first = std::make_shared<bool>(true)](const HttpRequest& request) {
        return std::exchange(*first, false) ? plain("500 Internal Server Error") : whole(request);
    });
    row("too many requests, then good", 2,
        [=, first = std::make_shared<bool>(true)](const HttpRequest& request) {
            return std::exchange(*first, false) ? plain("429 Too Many Requests") : whole(request);
        });
    row("a redirection", 2, [=](const HttpRequest& request) {
        if (request.path.startsWith("/elsewhere"))
            return whole(request);
        HttpAnswer answer = plain("302 Found");
        answer.headers = { "Location: /elsewhere" };
        return answer;
    });
}

void TestDownload::endsWell()
{
    QFETCH(HttpServer::Answer, answer);
    m_server->answer = answer;
    const Error error = run();
    QVERIFY2(*m_result, error.detail.c_str());
    QVERIFY(!(*m_result)->wasHere);
    QVERIFY(!(*m_result)->setAside);
    QCOMPARE((*m_result)->path, std::filesystem::path(m_home->file().toStdString()));
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QTEST(int(m_server->requests.size()), "requests");
    verifyFiles({ QString() });
}

void TestDownload::endsWithASentence_data()
{
    QTest::addColumn<HttpServer::Answer>("answer");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("requests");
    const auto row = [](const char* name, ErrorCode code, int requests, HttpServer::Answer answer) {
        QTest::newRow(name) << std::move(answer) << static_cast<int>(code) << requests;
    };
    const auto always
        = [](const HttpAnswer& answer) { return [answer](const HttpRequest&) { return answer; }; };
    row("404", ErrorCode::ServerRefused, 1, always(plain("404 Not Found", "<html>gone</html>")));
    row("403", ErrorCode::ServerRefused, 1, always(plain("403 Forbidden", "<xml/>")));
    row("500 for ever", ErrorCode::ServerTrouble, 3, always(plain("500 Internal Server Error")));
    row("a success without content", ErrorCode::ServerTrouble, 1, always(plain("204 No Content")));
    HttpAnswer loop = plain("302 Found");
    loop.headers = { "Location: /again" };
    row("a redirection loop", ErrorCode::ServerTrouble, kNotCounted, always(loop));
    row("a login page", ErrorCode::DownloadIsWebPage, 1,
        always(plain("200 OK", "\n <!DOCTYPE html><html>Welcome to our WiFi</html>")));
    HttpAnswer typed = plain("200 OK", "Welcome");
    typed.headers = { "Content-Type: text/html; charset=utf-8" };
    row("a login page by its type", ErrorCode::DownloadIsWebPage, 1, always(typed));
    row("garbage", ErrorCode::DownloadWrong, 1, always(plain("200 OK", QByteArray(100'000, 'x'))));
    row("nothing", ErrorCode::DownloadWrong, 1, always(plain("200 OK")));
    row("another architecture", ErrorCode::DownloadWrong, 1,
        [](const HttpRequest& request) { return fileAnswer(request, noTopBytes()); });
    row("half a file that ends as if it were whole", ErrorCode::DownloadWrong, 1,
        always(plain("200 OK", smallestOfficialBytes().left(mostOfIt()))));
    HttpAnswer large = plain("200 OK", "\x89HDF");
    large.announced = 200'000'000;
    row("more announced than any file has", ErrorCode::DownloadTooLarge, 1, always(large));
    HttpAnswer endless = plain("200 OK", QByteArray(9'000'000, 'x'));
    endless.saysLength = false;
    row("more sent than any file has", ErrorCode::DownloadTooLarge, 1, always(endless));
    HttpAnswer shorter = plain("200 OK", smallestOfficialBytes());
    shorter.announced = smallestOfficialBytes().size() + 1;
    row("less sent than announced", ErrorCode::DownloadBroken, 3, always(shorter));
    HttpAnswer silent = plain("200 OK", smallestOfficialBytes());
    silent.end = End::Silent;
    silent.endsAfter = 1000;
    row("silence, again and again", ErrorCode::DownloadBroken, 3, always(silent));
}

void TestDownload::endsWithASentence()
{
    QFETCH(HttpServer::Answer, answer);
    QFETCH(int, code);
    m_server->answer = answer;
    DownloadRules rules = quick();
    rules.mostBytes = 8'000'000;
    rules.stall = 100ms * kSlowdown;
    const Error error = run(rules);
    QVERIFY2(error.code == static_cast<ErrorCode>(code), error.detail.c_str());
    QCOMPARE(error.subject, smallestOfficial().name);
    QVERIFY(!error.detail.empty());
    QFETCH(int, requests);
    if (requests != kNotCounted)
        QCOMPARE(int(m_server->requests.size()), requests);
    QVERIFY(!QFile::exists(m_home->file()));
}

void TestDownload::aServerWithoutProofIsNotTrusted()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("no TLS library");
    HttpServer server(HttpServer::Security::Tls);
    qputenv("NETLENS_WEIGHTS_URL", server.url());
    const Error error = run();
    QCOMPARE(error.code, ErrorCode::ServerUntrusted);
    QVERIFY(server.requests.isEmpty());
    const ErrorText text = describeError(error);
    QVERIFY(text.problem.contains(QLatin1String("prove")));
    QVERIFY2(text.detail.contains(QLatin1String("certificate")), qPrintable(text.detail));
    verifyFiles({});
}

void TestDownload::trustIsNotGivenUpOnTheWay_data()
{
    QTest::addColumn<bool>("leavesHttps");
    QTest::newRow("a redirection that stays with https") << false;
    QTest::newRow("a redirection to http") << true;
}

void TestDownload::trustIsNotGivenUpOnTheWay()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("no TLS library");
    QFETCH(bool, leavesHttps);
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration trusting = before;
    trusting.addCaCertificate(tlsCertificate());
    QSslConfiguration::setDefaultConfiguration(trusting);
    HttpServer server(HttpServer::Security::Tls);
    qputenv("NETLENS_WEIGHTS_URL", server.url());
    const auto whole
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    m_server->answer = whole;
    server.answer = [&](const HttpRequest& request) {
        if (request.path.startsWith("/elsewhere"))
            return whole(request);
        HttpAnswer answer = plain("302 Found");
        answer.headers
            = { "Location: " + (leavesHttps ? m_server->url() : server.url()) + "elsewhere" };
        return answer;
    };
    const Error error = run();
    QSslConfiguration::setDefaultConfiguration(before);
    QVERIFY2(leavesHttps == !*m_result, error.detail.c_str());
    QCOMPARE(error.code, leavesHttps ? ErrorCode::ServerUntrusted : Error {}.code);
    QVERIFY(m_server->requests.isEmpty());
    verifyFiles(leavesHttps ? QStringList() : QStringList { QString() });
}

void TestDownload::keptPartsAreResumed_data()
{
    QTest::addColumn<QByteArray>("part");
    QTest::addColumn<QByteArray>("tag");
    QTest::addColumn<QByteArray>("range"); // of the first request
    QTest::addColumn<int>("requests");
    const QByteArray file = smallestOfficialBytes();
    const auto row = [](const char* name, const QByteArray& part, const QByteArray& tag,
                         const QByteArray& range,
                         int requests) { QTest::newRow(name) << part << tag << range << requests; };
    row("from where it stopped", file.left(1000), "\"v1\"", "bytes=1000-", 1);
    row("of a file that has changed since", QByteArray(1000, 'x'), "\"v0\"", "bytes=1000-", 1);
    row("whole already", file, "\"v1\"", "bytes=" + QByteArray::number(file.size()) + '-', 1);
    row("too long", file + "x", "\"v1\"", "bytes=" + QByteArray::number(file.size() + 1) + '-', 2);
    row("with bytes that are not the file's", QByteArray(5000, 'x'), "\"v1\"", "bytes=5000-", 2);
    row("of unknown origin", file.left(1000), "", "", 1);
}

void TestDownload::keptPartsAreResumed()
{
    QFETCH(QByteArray, part);
    QFETCH(QByteArray, tag);
    m_home->write(QStringLiteral(".part"), part);
    m_home->write(QStringLiteral(".part.note"),
        QByteArray::fromStdString(partNote(m_server->url(), tag.constData())));
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    const Error error = run();
    QVERIFY2(*m_result, error.detail.c_str());
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QTEST(m_server->requests.first().headers.value("range"), "range");
    QTEST(int(m_server->requests.size()), "requests");
    verifyFiles({ QString() });
}

void TestDownload::aSoundFileIsLeftAlone()
{
    m_home->write({}, smallestOfficialBytes());
    const Error error = run();
    QVERIFY2(*m_result, error.detail.c_str());
    QVERIFY((*m_result)->wasHere);
    QVERIFY(m_server->requests.isEmpty());
    verifyFiles({ QString() });
}

void TestDownload::aSoundFileNeedsNoWritableFolder()
{
    m_home->write({}, smallestOfficialBytes());
    // A folder in the part's place: nobody can write there, not even root.
    QVERIFY(QDir().mkpath(m_home->file(QStringLiteral(".part"))));
    const Error error = run();
    QVERIFY2(*m_result, error.detail.c_str());
    QVERIFY((*m_result)->wasHere);
}

void TestDownload::forceFetchesAgain()
{
    m_home->write({}, smallestOfficialBytes());
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    DownloadRules rules = quick();
    rules.force = true;
    QCOMPARE(run(rules).detail, std::string());
    QVERIFY(!(*m_result)->wasHere);
    QCOMPARE(m_server->requests.size(), 1);
    verifyFiles({ QString() });
}

void TestDownload::aDamagedFileGivesWayToTheNewOne_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::newRow("cut off") << smallestOfficialBytes().left(mostOfIt());
    QTest::newRow("of another architecture") << noTopBytes();
    QTest::newRow("empty") << QByteArray();
}

void TestDownload::aDamagedFileGivesWayToTheNewOne()
{
    QFETCH(QByteArray, old);
    m_home->write({}, old);
    m_home->write(QStringLiteral(".bad"), "of last time");
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    QCOMPARE(run().detail, std::string());
    QVERIFY((*m_result)->setAside);
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QVERIFY(m_home->read(QStringLiteral(".bad")) == old);
    verifyFiles({ QString(), QStringLiteral(".bad") });
}

void TestDownload::aDamagedFileStaysWhileThereIsNoNewOne()
{
    m_home->write({}, "damaged");
    m_server->answer = [](const HttpRequest& request) { return fileAnswer(request, noTopBytes()); };
    QCOMPARE(run().code, ErrorCode::DownloadWrong);
    QCOMPARE(m_home->read(), QByteArray("damaged"));
    verifyFiles({ QString() });
}

void TestDownload::cancellingIsPromptAndKeepsThePart_data()
{
    QTest::addColumn<HttpServer::Answer>("answer");
    QTest::addColumn<int>("stage");
    QTest::addColumn<bool>("keeps");
    QTest::newRow("while bytes come")
        << cutFirst(End::Silent, mostOfIt()) << int(StoreProgress::Stage::Receiving) << true;
    QTest::newRow("while it waits for the next attempt")
        << HttpServer::Answer([](const HttpRequest&) { return plain("503 Later"); })
        << int(StoreProgress::Stage::Pausing) << false;
    QTest::newRow("before the server has said anything")
        << HttpServer::Answer() << int(StoreProgress::Stage::Connecting) << false;
}

void TestDownload::cancellingIsPromptAndKeepsThePart()
{
    QFETCH(HttpServer::Answer, answer);
    QFETCH(int, stage);
    QFETCH(bool, keeps);
    m_server->answer = answer;
    DownloadRules rules = quick();
    rules.firstPause = 1h;
    Download download(smallestOfficial(), rules);
    QSignalSpy finished(&download, &Download::finished);
    QElapsedTimer watch;
    connect(
        &download, &Download::progressed, this,
        [&] {
            if (int(download.progress().stage) != stage || watch.isValid())
                return;
            watch.start();
            download.cancel();
            QVERIFY(watch.elapsed() < 100 * kSlowdown);
        },
        Qt::QueuedConnection);
    download.start();
    QVERIFY(finished.count() == 1 || finished.wait(kPatienceMs));
    QVERIFY(watch.elapsed() < 100 * kSlowdown);
    QCOMPARE(download.result().error().code, ErrorCode::Cancelled);
    download.cancel();
    QCOMPARE(finished.count(), 1);
    QCOMPARE(m_home->read(QStringLiteral(".part")).isEmpty(), !keeps);
    QVERIFY(!QFile::exists(m_home->file()));
    if (!keeps)
        verifyFiles({});
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    QCOMPARE(run().detail, std::string());
    QCOMPARE(m_server->requests.last().headers.contains("range"), keeps);
    verifyFiles({ QString() });
}

void TestDownload::destroyingItKeepsThePart()
{
    m_server->answer = cutFirst(End::Silent, mostOfIt());
    auto download = std::make_unique<Download>(smallestOfficial(), quick());
    download->start();
    QTRY_VERIFY_WITH_TIMEOUT(download->progress().received > 0, kPatienceMs);
    download.reset();
    QVERIFY(!m_home->read(QStringLiteral(".part")).isEmpty());
    QCOMPARE(run().detail, std::string());
    verifyFiles({ QString() });
}

void TestDownload::progressRisesToTheEnd()
{
    m_server->answer = [](const HttpRequest& request) {
        HttpAnswer answer = fileAnswer(request, smallestOfficialBytes());
        answer.pause = 5ms;
        return answer;
    };
    Download download(smallestOfficial(), quick());
    QSignalSpy finished(&download, &Download::finished);
    std::vector<StoreProgress> seen;
    connect(&download, &Download::progressed, this, [&] { seen.push_back(download.progress()); });
    download.start();
    QVERIFY(finished.wait(kPatienceMs));
    QVERIFY(seen.size() > 5);
    QVERIFY(seen.front().stage == StoreProgress::Stage::Connecting);
    QVERIFY(seen.back().stage == StoreProgress::Stage::Verifying);
    QVERIFY(std::ranges::is_sorted(seen, {}, &StoreProgress::received));
    const auto size = static_cast<std::uint64_t>(smallestOfficialBytes().size());
    QCOMPARE(seen.back().total, std::optional(size));
    QCOMPARE(seen.back().received, size);
    QVERIFY(seen.back().bytesPerSecond > 0);
}

void TestDownload::twoAtOnceBothEndWell()
{
    m_server->answer = [](const HttpRequest& request) {
        HttpAnswer answer = fileAnswer(request, smallestOfficialBytes());
        answer.pause = 1ms;
        return answer;
    };
    Download first(smallestOfficial(), quick());
    Download second(smallestOfficial(), quick());
    QSignalSpy firstDone(&first, &Download::finished);
    QSignalSpy secondDone(&second, &Download::finished);
    first.start();
    second.start();
    QTRY_COMPARE_WITH_TIMEOUT(secondDone.count() + firstDone.count(), 2, kPatienceMs);
    QVERIFY(first.result() && second.result());
    QVERIFY(!first.result()->wasHere);
    QVERIFY2(second.result()->wasHere, "what the first one fetched");
    QCOMPARE(m_server->requests.size(), 1);
    verifyFiles({ QString() });
}

void TestDownload::aFullDiskEndsIt()
{
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    Error error;
    {
        const SmallDisk disk(1'000'000);
        error = run();
    }
    QCOMPARE(error.code, ErrorCode::DiskFull);
    QCOMPARE(m_home->read(QStringLiteral(".part")).size(), 1'000'000);
    QVERIFY(!QFile::exists(m_home->file()));
    // Once there is room it goes on.
    QCOMPARE(run().detail, std::string());
    QCOMPARE(m_server->requests.last().headers.value("range"), QByteArray("bytes=1000000-"));
}

void TestDownload::aReadOnlyFolderEndsIt()
{
    QVERIFY(QDir().mkpath(m_home->models()));
    QCOMPARE(chmod(qPrintable(m_home->models()), 0500), 0);
    const bool cannotFail = access(qPrintable(m_home->models()), W_OK) == 0;
    const Error error = cannotFail ? Error {} : run();
    QCOMPARE(chmod(qPrintable(m_home->models()), 0700), 0);
    if (cannotFail) {
        // Not even root can make a folder where a file is.
        QVERIFY(QDir(m_home->models()).removeRecursively());
        QFile file(m_home->models());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(run().code, ErrorCode::FileUnwritable);
    } else {
        QCOMPARE(error.code, ErrorCode::FileUnwritable);
    }
    QVERIFY2(m_server->requests.isEmpty(), "what cannot be kept is not asked for");
}

void TestDownload::theFileHasTheUsersPermissions()
{
    m_server->answer
        = [](const HttpRequest& request) { return fileAnswer(request, smallestOfficialBytes()); };
    const mode_t mask = umask(027);
    const Error error = run();
    umask(mask);
    QCOMPARE(error.detail, std::string());
    struct stat facts { };
    QCOMPARE(stat(qPrintable(m_home->file()), &facts), 0);
    QCOMPARE(facts.st_mode & 0777, 0640U);
}

QTEST_GUILESS_MAIN(TestDownload)
#include "tst_download.moc"

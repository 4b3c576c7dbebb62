#include "service/threaded_store.h"

#include "support/http_server.h"
#include "support/official_file.h"
#include "support/process_watch.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

constexpr int kPatienceMs = 20'000;

HttpAnswer whole(const HttpRequest& request)
{
    return fileAnswer(request, smallestOfficialBytes());
}

HttpAnswer silent(const HttpRequest& request)
{
    HttpAnswer answer = whole(request);
    answer.end = HttpAnswer::End::Silent;
    answer.endsAfter = 1'000'000;
    return answer;
}

} // namespace

class TestThreadedStore : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void fetchesAndSaysHowFarItIs();
    void cancellingEndsTheOrder();
    void aNewOrderEndsTheOneBefore();
    void whatWasNeverPublishedStaysOffTheNetwork();
    void installsAFileThatFits();
    void refusesToInstall_data();
    void refusesToInstall();
    void closingWhileItDownloadsIsQuick();
    void theCallerIsNeverHeldUp();

private:
    const Result<StoredWeights>& wait();
    QString source(const QByteArray& content) const;

    std::unique_ptr<KerasHome> m_home;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<ThreadedStore> m_store;
    std::optional<Result<StoredWeights>> m_result;
    QTemporaryDir m_folder;
};

void TestThreadedStore::init()
{
    m_home = std::make_unique<KerasHome>();
    m_server = std::make_unique<HttpServer>();
    m_server->answer = whole;
    qputenv("NETLENS_WEIGHTS_URL", m_server->url());
    m_store = std::make_unique<ThreadedStore>();
    m_result.reset();
}

void TestThreadedStore::cleanup()
{
    m_store.reset();
    m_server.reset();
    m_home.reset();
}

const Result<StoredWeights>& TestThreadedStore::wait()
{
    QSignalSpy finished(m_store.get(), &WeightsStore::finished);
    finished.wait(kPatienceMs);
    m_result = m_store->takeResult();
    if (!m_result)
        m_result = makeError(ErrorCode::Internal, {}, "never finished");
    return *m_result;
}

QString TestThreadedStore::source(const QByteArray& content) const
{
    QFile file(m_folder.filePath(QStringLiteral("mine.h5")));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

void TestThreadedStore::fetchesAndSaysHowFarItIs()
{
    std::vector<StoreProgress> seen;
    connect(m_store.get(), &WeightsStore::progressed, this, [&] {
        if (const auto progress = m_store->takeProgress())
            seen.push_back(*progress);
    });
    m_store->fetch(smallestOfficial().name);
    const auto& result = wait();
    QVERIFY2(result, result ? "" : result.error().detail.c_str());
    QCOMPARE(result->fileName, smallestOfficial().name);
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QVERIFY(!seen.empty());
    QVERIFY(!m_store->takeResult());
}

void TestThreadedStore::cancellingEndsTheOrder()
{
    m_server->answer = silent;
    m_store->fetch(smallestOfficial().name);
    const QString part = QStringLiteral(".part");
    QTRY_COMPARE_WITH_TIMEOUT(m_home->read(part).size(), 1'000'000, kPatienceMs);
    QElapsedTimer watch;
    watch.start();
    m_store->cancel();
    QCOMPARE(wait().error().code, ErrorCode::Cancelled);
    QVERIFY(watch.elapsed() < 100 * kSlowdown);
    QCOMPARE(m_home->read(part).size(), 1'000'000);
}

void TestThreadedStore::aNewOrderEndsTheOneBefore()
{
    m_server->answer = silent;
    m_store->fetch(smallestOfficial().name);
    QTRY_VERIFY_WITH_TIMEOUT(!m_home->read(QStringLiteral(".part")).isEmpty(), kPatienceMs);
    m_server->answer = whole;
    m_store->fetch(smallestOfficial().name);
    const auto& result = wait();
    QVERIFY2(result, result ? "" : result.error().detail.c_str());
    QVERIFY(m_home->read() == smallestOfficialBytes());
}

void TestThreadedStore::whatWasNeverPublishedStaysOffTheNetwork()
{
    m_store->fetch(officialFileName(1.4, 96, true));
    QCOMPARE(wait().error().code, ErrorCode::WeightsNotPublished);
    m_store->fetch("../../etc/passwd");
    QCOMPARE(wait().error().code, ErrorCode::WeightsNotPublished);
    QVERIFY(m_server->requests.isEmpty());
}

void TestThreadedStore::installsAFileThatFits()
{
    m_home->write({}, "damaged");
    m_store->install(source(smallestOfficialBytes()).toStdString(), smallestOfficial().name);
    const auto& result = wait();
    QVERIFY2(result, result ? "" : result.error().detail.c_str());
    QCOMPARE(result->path, std::filesystem::path(m_home->file().toStdString()));
    QVERIFY(m_home->read() == smallestOfficialBytes());
    QCOMPARE(m_home->read(QStringLiteral(".bad")), QByteArray("damaged"));
    QVERIFY(m_server->requests.isEmpty());
}

void TestThreadedStore::refusesToInstall_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    QTest::newRow("another architecture") << noTopBytes() << int(ErrorCode::WeightsMismatch);
    QTest::newRow("half a file") << smallestOfficialBytes().left(1'000'000)
                                 << int(ErrorCode::WeightsDamaged);
    QTest::newRow("text") << QByteArray("text") << int(ErrorCode::NotWeights);
    QTest::newRow("nothing") << QByteArray() << int(ErrorCode::FileEmpty);
}

void TestThreadedStore::refusesToInstall()
{
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    m_home->write(QStringLiteral(".part"), "of a download");
    m_store->install(source(content).toStdString(), smallestOfficial().name);
    const auto& result = wait();
    QVERIFY2(!result && result.error().code == static_cast<ErrorCode>(code),
        result ? "" : result.error().detail.c_str());
    QCOMPARE(result.error().subject, source(content).toStdString());
    QVERIFY(!QFile::exists(m_home->file()));
    QCOMPARE(m_home->read(QStringLiteral(".part")), QByteArray("of a download"));
}

void TestThreadedStore::closingWhileItDownloadsIsQuick()
{
    m_server->answer = silent;
    m_store->fetch(smallestOfficial().name);
    QTRY_VERIFY_WITH_TIMEOUT(!m_home->read(QStringLiteral(".part")).isEmpty(), kPatienceMs);
    QElapsedTimer watch;
    watch.start();
    m_store.reset();
    QVERIFY(watch.elapsed() < 200 * kSlowdown);
}

void TestThreadedStore::theCallerIsNeverHeldUp()
{
    EventLoopWatch watch;
    m_store->fetch(smallestOfficial().name);
    QVERIFY(wait());
    QVERIFY2(
        watch.largestGapMs() < 50 * kSlowdown, qPrintable(QString::number(watch.largestGapMs())));
}

QTEST_GUILESS_MAIN(TestThreadedStore)
#include "tst_threaded_store.moc"

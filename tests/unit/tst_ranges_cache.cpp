#include "ranges_cache.h"

#include "base/content_hash.h"
#include "base/file.h"
#include "support/cache_home.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <thread>

#include <sys/stat.h>

using namespace netlens;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kKey = 0x0123456789ABCDEFU;

using Bytes = std::vector<std::uint8_t>;
using Change = std::function<void(Bytes&)>;

Architecture table(double alpha = 0.35)
{
    Config config;
    config.alpha = alpha;
    config.input = { 32, 32, 3 };
    config.classes = 4;
    return describe(config);
}

/// Another number for every channel; one that never stirred.
MeasuredRanges made(float first = 0)
{
    MeasuredRanges measured { emptyRanges(table()), 3 };
    for (auto& [name, range] : measured.ranges)
        for (std::size_t c = 0; c < range.largest.size(); ++c) {
            range.largest[c] = first;
            range.mean[c] = 1 - first;
            first += 0.25F;
        }
    return measured;
}

Bytes read(const fs::path& path)
{
    auto bytes = readFile(path, 1 << 20);
    return bytes ? *std::move(bytes) : Bytes();
}

void write(const fs::path& path, const Bytes& bytes)
{
    auto file = AtomicFile::create(path);
    if (!file || !file->write(std::as_bytes(std::span(bytes))) || !file->commit())
        qFatal("cannot write");
}

template <typename Number> void put(Bytes& bytes, std::size_t at, Number number)
{
    std::memcpy(bytes.data() + at, &number, sizeof number);
}

/// As somebody would who knows how it is made.
void seal(Bytes& bytes)
{
    const std::size_t content = bytes.size() - sizeof(std::uint64_t);
    put(bytes, content, contentHash(std::as_bytes(std::span(bytes).first(content))));
}

std::size_t placeOf(const Bytes& bytes, std::string_view text)
{
    const auto found = std::search(bytes.begin(), bytes.end(), text.begin(), text.end());
    if (found == bytes.end())
        qFatal("not in the file");
    return static_cast<std::size_t>(found - bytes.begin());
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TestRangesCache : public QObject {
    Q_OBJECT
private slots:
    void init() { m_home = std::make_unique<CacheHome>(); }
    void cleanup() { m_home.reset(); }
    void whatIsKeptIsFound();
    void nothingIsFoundUnderAnotherKey();
    void nothingIsFoundForAnotherArchitecture();
    void theFolderIsTheSystems_data();
    void theFolderIsTheSystems();
    void whatIsNotSoundIsNotFound_data();
    void whatIsNotSoundIsNotFound();
    void whatIsNoFileIsNotFound_data();
    void whatIsNoFileIsNotFound();
    void whereNothingCanBeWrittenNothingHappens();
    void theOnesUsedLongestAgoGo();
    void leftoversGoWithTheOldest();
    void programsMayShareTheFolder();

private:
    std::unique_ptr<CacheHome> m_home;
};

void TestRangesCache::whatIsKeptIsFound()
{
    const RangesCache cache;
    QVERIFY(!cache.find(kKey, table()));
    cache.keep(kKey, made());
    const auto found = cache.find(kKey, table());
    QVERIFY(found);
    QVERIFY(found->ranges == made().ranges);
    QCOMPARE(found->passedOver, 3U);
    QCOMPARE(m_home->files(), std::vector { m_home->folder() / "0123456789abcdef.ranges" });
    cache.keep(kKey, made(1));
    QVERIFY(cache.find(kKey, table())->ranges == made(1).ranges);
    QCOMPARE(m_home->files().size(), std::size_t { 1 });
}

void TestRangesCache::nothingIsFoundUnderAnotherKey()
{
    const RangesCache cache;
    cache.keep(kKey, made());
    QVERIFY(!cache.find(kKey + 1, table()));
    fs::rename(cache.fileOf(kKey), cache.fileOf(kKey + 1));
    QVERIFY2(!cache.find(kKey + 1, table()), "the name is not what counts");
}

void TestRangesCache::nothingIsFoundForAnotherArchitecture()
{
    const RangesCache cache;
    cache.keep(kKey, made());
    QVERIFY(!cache.find(kKey, table(1.0)));
}

void TestRangesCache::theFolderIsTheSystems_data()
{
    QTest::addColumn<QByteArray>("chosen");
    QTest::addColumn<QString>("folder");
    QTest::newRow("chosen") << QByteArray("/somewhere/caches")
                            << QStringLiteral("/somewhere/caches/netlens");
    QTest::newRow("not chosen") << QByteArray() << QStringLiteral("/somewhere/home/.cache/netlens");
    QTest::newRow("no full path") << QByteArray("caches")
                                  << QStringLiteral("/somewhere/home/.cache/netlens");
}

void TestRangesCache::theFolderIsTheSystems()
{
    QFETCH(QByteArray, chosen);
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", "/somewhere/home");
    qputenv("XDG_CACHE_HOME", chosen);
    const fs::path folder = RangesCache::usualFolder();
    qputenv("HOME", home);
    QTEST(QString::fromStdString(folder.string()), "folder");
}

void TestRangesCache::whatIsNotSoundIsNotFound_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Change change) { QTest::newRow(name) << change; };
    const auto sealed = [row](const char* name, const Change& change) {
        row(name, [change](Bytes& bytes) {
            change(bytes);
            seal(bytes);
        });
    };
    // The layer that comes first, and where its name begins.
    const std::string name = made().ranges.begin()->first;
    const auto valueAt = [name](std::size_t i, float value) {
        return [=](Bytes& bytes) {
            put(bytes, placeOf(bytes, name) + name.size() + 4 + 4 * i, value);
        };
    };
    row("cut in the middle", [](Bytes& bytes) { bytes.resize(bytes.size() / 2); });
    row("a byte short", [](Bytes& bytes) { bytes.pop_back(); });
    row("cut to a few bytes", [](Bytes& bytes) { bytes.resize(5); });
    row("longer than it was", [](Bytes& bytes) { bytes.push_back(0); });
    row("a bit of a range is another", [](Bytes& bytes) { bytes[bytes.size() / 2] ^= 1; });
    row("a bit of the checksum is another", [](Bytes& bytes) { bytes.back() ^= 0x80; });
    row("another kind of file", [](Bytes& bytes) { std::ranges::fill(bytes, 'x'); });
    sealed("another kind of file, sealed", [](Bytes& bytes) { bytes[0] = 'x'; });
    sealed("a later version", [](Bytes& bytes) { bytes[8] = 99; });
    sealed("of another key", [](Bytes& bytes) { bytes[12] ^= 1; });
    sealed("more layers are announced", [](Bytes& bytes) { ++bytes[24]; });
    sealed("another layer", [name](Bytes& bytes) { bytes[placeOf(bytes, name)] = 'X'; });
    sealed("a name that never ends",
        [name](Bytes& bytes) { put(bytes, placeOf(bytes, name) - 4, 0xFFFFFFFFU); });
    sealed("channels without end",
        [name](Bytes& bytes) { put(bytes, placeOf(bytes, name) + name.size(), 0xFFFFFFFFU); });
    sealed(
        "one channel less", [name](Bytes& bytes) { --bytes[placeOf(bytes, name) + name.size()]; });
    sealed("no number", valueAt(0, NAN));
    sealed("without end", valueAt(1, INFINITY));
    sealed("below zero", valueAt(0, -1));
    sealed("a mean that is no number", valueAt(made().ranges.begin()->second.largest.size(), NAN));
    sealed("more behind the last layer", [](Bytes& bytes) { bytes.resize(bytes.size() + 4); });
    sealed("less than a header", [](Bytes& bytes) { bytes.resize(20); });
}

void TestRangesCache::whatIsNotSoundIsNotFound()
{
    QFETCH(Change, change);
    const RangesCache cache;
    cache.keep(kKey, made());
    Bytes bytes = read(cache.fileOf(kKey));
    Bytes same = bytes;
    seal(same);
    QVERIFY2(same == bytes, "the test knows how files are sealed");
    change(bytes);
    write(cache.fileOf(kKey), bytes);
    QVERIFY(!cache.find(kKey, table()));
    cache.keep(kKey, made());
    QVERIFY2(cache.find(kKey, table()), "it is replaced");
}

void TestRangesCache::whatIsNoFileIsNotFound_data()
{
    using Make = std::function<void(const fs::path&)>;
    QTest::addColumn<Make>("make");
    const auto row = [](const char* name, Make make) { QTest::newRow(name) << make; };
    row("an empty file", [](const fs::path& path) { write(path, {}); });
    row("a folder", [](const fs::path& path) { fs::create_directories(path); });
    row("a pipe", [](const fs::path& path) { ::mkfifo(path.c_str(), 0600); });
    row("a link to itself", [](const fs::path& path) { fs::create_symlink(path, path); });
    row("a link to a device", [](const fs::path& path) { fs::create_symlink("/dev/zero", path); });
}

void TestRangesCache::whatIsNoFileIsNotFound()
{
    QFETCH(const std::function<void(const fs::path&)>, make);
    const RangesCache cache;
    fs::create_directories(m_home->folder());
    make(cache.fileOf(kKey));
    QVERIFY(!cache.find(kKey, table()));
    cache.keep(kKey, made()); // at least nothing bad happens
}

void TestRangesCache::whereNothingCanBeWrittenNothingHappens()
{
    // Root may write everywhere, but not below a device.
    const RangesCache cache("/dev/null/netlens");
    cache.keep(kKey, made());
    QVERIFY(!cache.find(kKey, table()));
}

void TestRangesCache::theOnesUsedLongestAgoGo()
{
    const RangesCache cache;
    const auto hours = [](std::uint64_t ago) {
        return fs::file_time_type::clock::now() - std::chrono::hours(ago);
    };
    for (std::uint64_t key = 0; key < RangesCache::kMostFiles; ++key) {
        cache.keep(key, made());
        fs::last_write_time(cache.fileOf(key), hours(100 - key));
    }
    QVERIFY(cache.find(0, table())); // the oldest, but used now
    cache.keep(kKey, made());
    QCOMPARE(m_home->files().size(), RangesCache::kMostFiles);
    QVERIFY(cache.find(0, table()));
    QVERIFY(!cache.find(1, table()));
    QVERIFY(cache.find(2, table()));
    QVERIFY(cache.find(kKey, table()));
}

void TestRangesCache::leftoversGoWithTheOldest()
{
    const RangesCache cache;
    fs::create_directories(m_home->folder());
    const fs::path left = cache.fileOf(kKey).string() + ".77-1.part";
    const fs::path foreign = m_home->folder() / "somebody.else";
    write(left, { 1 });
    write(foreign, { 1 });
    for (const fs::path& path : { left, foreign })
        fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
    for (std::uint64_t key = 0; key < RangesCache::kMostFiles; ++key)
        cache.keep(key, made());
    QVERIFY(!fs::exists(left));
    QVERIFY(fs::exists(foreign));
}

void TestRangesCache::programsMayShareTheFolder()
{
    const RangesCache cache;
    cache.keep(kKey, made());
    const auto keep = [&cache](const std::stop_token& stop) {
        while (!stop.stop_requested())
            cache.keep(kKey, made(1));
    };
    std::jthread one(keep);
    std::jthread other(keep);
    for (int i = 0; i < 200; ++i) {
        const auto found = cache.find(kKey, table());
        QVERIFY(found);
        QVERIFY(found->ranges == made().ranges || found->ranges == made(1).ranges);
    }
    one = {};
    other = {};
    QCOMPARE(m_home->files().size(), std::size_t { 1 });
}

QTEST_APPLESS_MAIN(TestRangesCache)
#include "tst_ranges_cache.moc"

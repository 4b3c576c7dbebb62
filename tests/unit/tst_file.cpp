#include "base/file.h"
#include "support/small_disk.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <string>

using namespace netlens;
namespace fs = std::filesystem;

namespace {

bool writeAll(const fs::path& path, std::string_view text)
{
    auto file = AtomicFile::create(path);
    return file && file->write(std::as_bytes(std::span(text))) && file->commit();
}

std::string contentOf(const fs::path& path)
{
    const auto bytes = readFile(path, 1000);
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

} // namespace

class TestFile : public QObject {
    Q_OBJECT
private slots:
    void init();
    void isThereOnceCommitted();
    void leavesNothingWithoutCommit();
    void aNameThatIsTakenCanBeLeftAlone();
    void aFullDiskIsTold();
    void newFilesFollowTheUmask();
    void aReplacedFileKeepsItsPermissions_data();
    void aReplacedFileKeepsItsPermissions();
    void linksAreFollowed_data();
    void linksAreFollowed();
    void whatCannotBeWritten_data();
    void whatCannotBeWritten();

private:
    fs::path at(std::string_view name) const { return m_root / name; }
    auto entries() const
    {
        return std::distance(fs::directory_iterator(m_root), fs::directory_iterator());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
}

void TestFile::isThereOnceCommitted()
{
    QVERIFY(writeAll(at("a.txt"), "one"));
    QCOMPARE(contentOf(at("a.txt")), std::string("one"));
    QVERIFY(writeAll(at("a.txt"), "two"));
    QCOMPARE(contentOf(at("a.txt")), std::string("two"));
    QCOMPARE(entries(), 1);
}

void TestFile::leavesNothingWithoutCommit()
{
    QVERIFY(writeAll(at("a.txt"), "one"));
    {
        auto file = AtomicFile::create(at("a.txt"));
        QVERIFY(file);
        QVERIFY(file->write(std::as_bytes(std::span(std::string_view("two")))));
    }
    QCOMPARE(contentOf(at("a.txt")), std::string("one"));
    QCOMPARE(entries(), 1);
}

void TestFile::aNameThatIsTakenCanBeLeftAlone()
{
    const auto text = std::as_bytes(std::span(std::string_view("two")));
    {
        auto file = AtomicFile::create(at("a.txt"));
        QVERIFY(file && file->write(text));
        QVERIFY(writeAll(at("a.txt"), "one")); // somebody else was faster
        const auto committed = file->commitUnlessThere();
        QVERIFY(committed && !*committed);
    }
    QCOMPARE(contentOf(at("a.txt")), std::string("one"));
    QCOMPARE(entries(), 1);
    auto file = AtomicFile::create(at("b.txt"));
    QVERIFY(file && file->write(text));
    const auto committed = file->commitUnlessThere();
    QVERIFY(committed && *committed);
    QCOMPARE(contentOf(at("b.txt")), std::string("two"));
    QCOMPARE(entries(), 2);
}

void TestFile::aFullDiskIsTold()
{
    {
        const SmallDisk disk(100);
        auto file = AtomicFile::create(at("a.txt"));
        QVERIFY(file);
        const auto written = file->write(std::vector<std::byte>(200));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::DiskFull);
        QCOMPARE(written.error().subject, at("a.txt").string());
    }
    QCOMPARE(entries(), 0);
}

void TestFile::newFilesFollowTheUmask()
{
    const mode_t before = ::umask(027);
    const bool written = writeAll(at("a.txt"), "one");
    ::umask(before);
    QVERIFY(written);
    QCOMPARE(fs::status(at("a.txt")).permissions(), fs::perms(0640));
}

void TestFile::aReplacedFileKeepsItsPermissions_data()
{
    QTest::addColumn<int>("permissions");
    QTest::newRow("private") << 0600;
    QTest::newRow("more than the umask leaves") << 0666;
    QTest::newRow("read-only") << 0444;
}

void TestFile::aReplacedFileKeepsItsPermissions()
{
    QFETCH(int, permissions);
    const auto expected = static_cast<fs::perms>(permissions);
    QVERIFY(writeAll(at("a.txt"), "one"));
    fs::permissions(at("a.txt"), expected);
    QVERIFY(writeAll(at("a.txt"), "two"));
    QCOMPARE(contentOf(at("a.txt")), std::string("two"));
    QCOMPARE(fs::status(at("a.txt")).permissions(), expected);
}

void TestFile::linksAreFollowed_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("isThere");
    QTest::newRow("to a file") << "real.txt" << true;
    QTest::newRow("to a file that is not there yet") << "real.txt" << false;
    QTest::newRow("by a full path") << "%1/real.txt" << false;
    QTest::newRow("over another link") << "second" << false;
}

void TestFile::linksAreFollowed()
{
    QFETCH(QString, target);
    QFETCH(bool, isThere);
    if (isThere)
        QVERIFY(writeAll(at("real.txt"), "one"));
    fs::create_directory(at("folder"));
    fs::create_symlink("folder/../real.txt", at("second"));
    fs::create_symlink(
        target.replace(QStringLiteral("%1"), m_folder->path()).toStdString(), at("link"));
    QVERIFY(writeAll(at("link"), "two"));
    QVERIFY(fs::is_symlink(at("link")));
    QVERIFY(fs::is_regular_file(fs::symlink_status(at("real.txt"))));
    QCOMPARE(contentOf(at("real.txt")), std::string("two"));
}

void TestFile::whatCannotBeWritten_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a folder") << "folder";
    QTest::newRow("in a folder that is not there") << "nowhere/a.txt";
    QTest::newRow("a link into a folder that is not there") << "dangling";
    QTest::newRow("a link to itself") << "loop";
    QTest::newRow("a device") << "/dev/null";
    QTest::newRow("a link to a device") << "null";
}

void TestFile::whatCannotBeWritten()
{
    QFETCH(QString, name);
    fs::create_directory(at("folder"));
    fs::create_symlink("nowhere/a.txt", at("dangling"));
    fs::create_symlink("loop", at("loop"));
    fs::create_symlink("/dev/null", at("null"));
    const auto before = entries();
    const fs::path path = at(name.toStdString());
    const auto file = AtomicFile::create(path);
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(file.error().subject, path.string());
    QCOMPARE(entries(), before);
}

QTEST_APPLESS_MAIN(TestFile)
#include "tst_file.moc"

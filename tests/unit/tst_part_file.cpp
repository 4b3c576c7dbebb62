#include "base/part_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;

namespace {

std::span<const std::byte> bytes(const std::string& text)
{
    return std::as_bytes(std::span(text));
}

} // namespace

class TestPartFile : public QObject {
    Q_OBJECT
private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void appearsWithCommit();
    void goesOnWhereItStopped();
    void anEmptyOneLeavesNothing();
    void oneAtATime();
    void keepsTheOldFile_data();
    void keepsTheOldFile();
    void doesNotFollowALink();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    std::filesystem::path target() const { return path("sub/w.h5").toStdString(); }
    QByteArray read(const char* name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPartFile::appearsWithCommit()
{
    auto part = PartFile::open(target());
    QVERIFY(part && *part);
    QVERIFY((*part)->restart("note"));
    QVERIFY((*part)->append(bytes("one ")));
    QVERIFY((*part)->append(bytes("two")));
    QCOMPARE((*part)->size(), std::uint64_t { 7 });
    QCOMPARE(read("sub/w.h5"), QByteArray("none"));
    QVERIFY((*part)->commit(false));
    QCOMPARE(read("sub/w.h5"), QByteArray("one two"));
    QCOMPARE(QDir(path("sub")).entryList(QDir::Files).size(), 1);
}

void TestPartFile::goesOnWhereItStopped()
{
    {
        auto part = PartFile::open(target());
        QVERIFY((*part)->restart("from here"));
        QVERIFY((*part)->append(bytes("one ")));
    }
    auto part = PartFile::open(target());
    QCOMPARE((*part)->size(), std::uint64_t { 4 });
    QCOMPARE((*part)->note(), std::string("from here"));
    QVERIFY((*part)->append(bytes("two")));
    QVERIFY((*part)->commit(false));
    QCOMPARE(read("sub/w.h5"), QByteArray("one two"));
}

void TestPartFile::anEmptyOneLeavesNothing()
{
    {
        auto part = PartFile::open(target());
        QVERIFY((*part)->restart("note"));
    }
    QVERIFY(QDir(path("sub")).entryList(QDir::Files).isEmpty());
}

void TestPartFile::oneAtATime()
{
    auto first = PartFile::open(target());
    QVERIFY(first && *first);
    auto second = PartFile::open(target());
    QVERIFY(second && !*second);
    QVERIFY((*first)->append(bytes("x")));
    QVERIFY((*first)->commit(false));
    // The first still has its file open, under the other name.
    auto third = PartFile::open(target());
    QVERIFY(third && *third);
    QCOMPARE((*third)->size(), std::uint64_t { 0 });
}

void TestPartFile::keepsTheOldFile_data()
{
    QTest::addColumn<bool>("keep");
    QTest::newRow("when asked to") << true;
    QTest::newRow("only when asked to") << false;
}

void TestPartFile::keepsTheOldFile()
{
    QFETCH(bool, keep);
    QVERIFY(QDir().mkpath(path("sub")));
    QFile old(path("sub/w.h5"));
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    auto part = PartFile::open(target());
    QVERIFY((*part)->append(bytes("new")));
    QVERIFY((*part)->commit(keep));
    QCOMPARE(read("sub/w.h5"), QByteArray("new"));
    QCOMPARE(read("sub/w.h5.bad"), QByteArray(keep ? "old" : "none"));
}

void TestPartFile::doesNotFollowALink()
{
    // In a temporary folder for everybody, a link may have been laid out by anybody.
    QVERIFY(QDir().mkpath(path("sub")));
    QFile victim(path("victim"));
    QVERIFY(victim.open(QIODevice::WriteOnly) && victim.write("mine") == 4);
    victim.close();
    QVERIFY(QFile::link(path("victim"), path("sub/w.h5.part")));
    const auto part = PartFile::open(target());
    QVERIFY(!part);
    QCOMPARE(part.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(read("victim"), QByteArray("mine"));
}

QTEST_GUILESS_MAIN(TestPartFile)
#include "tst_part_file.moc"

#include "base/content_hash.h"

#include <QSet>
#include <QTest>

#include <string>

using namespace netlens;

namespace {

std::uint64_t hashOf(std::string_view text, std::uint64_t seed = 0)
{
    return contentHash(std::as_bytes(std::span(text)), seed);
}

} // namespace

class TestContentHash : public QObject {
    Q_OBJECT
private slots:
    void isXxh64_data();
    void isXxh64();
    void everyByteCounts();
    void whereItLiesDoesNot();
};

void TestContentHash::isXxh64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<quint64>("hash");
    const auto row = [](const char* name, const char* text, quint64 seed, quint64 hash) {
        QTest::newRow(name) << QByteArray(text) << seed << hash;
    };
    // Published with its implementations for C and Python.
    row("nothing", "", 0, 0xEF46DB3751D8E999U);
    row("a letter", "a", 0, 0xD24EC4F1A98C6E5BU);
    row("letters", "abc", 0, 0x44BC2CF5AD770999U);
    row("with a seed", "xxhash", 20141025, 0xB559B98D844E0635U);
    row("longer than the lanes", "Nobody inspects the spammish repetition", 0, 0xFBCEA83C8A378BF1U);
}

void TestContentHash::isXxh64()
{
    QFETCH(QByteArray, text);
    QFETCH(quint64, seed);
    QTEST(quint64 { hashOf(text.toStdString(), seed) }, "hash");
}

void TestContentHash::everyByteCounts()
{
    QSet<quint64> seen;
    for (std::size_t size = 0; size <= 100; ++size) {
        const std::string zeros(size, '\0');
        seen.insert(hashOf(zeros));
        for (std::size_t i = 0; i < size; ++i) {
            std::string other = zeros;
            other[i] = 1;
            seen.insert(hashOf(other));
        }
    }
    QCOMPARE(seen.size(), 101 + 100 * 101 / 2);
    QVERIFY(hashOf("b", hashOf("a")) != hashOf("a", hashOf("b")));
}

void TestContentHash::whereItLiesDoesNot()
{
    const std::string text = "Nobody inspects the spammish repetition";
    const std::string moved = "x" + text;
    QCOMPARE(hashOf(std::string_view(moved).substr(1)), hashOf(text));
}

QTEST_APPLESS_MAIN(TestContentHash)
#include "tst_content_hash.moc"

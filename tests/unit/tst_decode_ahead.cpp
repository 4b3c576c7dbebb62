#include "app/cli/decode_ahead.h"
#include "image/encoder.h"
#include "support/cli_program.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>
#include <numeric>
#include <sstream>
#include <thread>
#include <vector>

using namespace netlens;
using namespace netlens::cli;

class TestDecodeAhead : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void inputsComeInTheirOrder();
    void failuresKeepTheirPlace();
    void itKnowsWhetherThereAreMore();
    void severalMayAsk();
    void stoppedItHasNothingMore();
    void nothingAsked();
    void endingEarlyIsQuick();

private:
    std::string path(const char* name) const
    {
        return m_folder.filePath(QString::fromUtf8(name)).toStdString();
    }

    QTemporaryDir m_folder;
};

void TestDecodeAhead::initTestCase()
{
    QVERIFY(writePng(path("large.png"), colourful({ 1200, 900 })));
    QVERIFY(writePng(path("small.png"), colourful({ 8, 6 })));
    QFile broken(QString::fromStdString(path("broken.jpg")));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("\xFF\xD8\xFF\xE0 cut") > 0);
}

void TestDecodeAhead::inputsComeInTheirOrder()
{
    std::stringstream lines;
    std::vector<std::string> expected;
    for (int i = 0; i < 60; ++i) {
        expected.push_back(path(i % 3 == 0 ? "large.png" : "small.png"));
        lines << expected.back() << '\n';
    }
    DecodeAhead inputs({ "-" }, lines, {});
    std::size_t number = 0;
    for (const std::string& file : expected) {
        const auto input = inputs.next();
        QVERIFY(input && input->picture);
        QCOMPARE(input->number, number++);
        QCOMPARE(input->file, file);
        QCOMPARE(input->picture->fullSize.width, file == path("large.png") ? 1200 : 8);
    }
    QVERIFY(!inputs.next());
    QVERIFY(!inputs.next());
}

void TestDecodeAhead::failuresKeepTheirPlace()
{
    std::stringstream none;
    DecodeAhead inputs(
        { path("large.png"), path("broken.jpg"), path("gone"), path("small.png") }, none, {});
    QVERIFY(inputs.next()->picture);
    const auto broken = inputs.next();
    QCOMPARE(broken->file, path("broken.jpg"));
    QCOMPARE(broken->picture.error().code, ErrorCode::PictureDamaged);
    QCOMPARE(inputs.next()->picture.error().code, ErrorCode::FileNotFound);
    QVERIFY(inputs.next()->picture);
    QVERIFY(!inputs.next());
}

void TestDecodeAhead::itKnowsWhetherThereAreMore()
{
    std::stringstream none;
    DecodeAhead two({ path("small.png"), path("gone") }, none, {});
    QVERIFY(two.areAtLeast(2));
    QVERIFY(!two.areAtLeast(3));
    while (two.next()) { }
    QVERIFY(two.areAtLeast(2));
}

/// Each of several that ask gets inputs of its own, and nothing is lost between them.
void TestDecodeAhead::severalMayAsk()
{
    constexpr std::size_t kInputs = 200;
    std::stringstream lines;
    for (std::size_t i = 0; i < kInputs; ++i)
        lines << path("small.png") << '\n';
    DecodeAhead inputs({ "-" }, lines, {});
    std::array<std::vector<std::size_t>, 3> taken;
    {
        std::vector<std::jthread> threads;
        for (auto& mine : taken)
            threads.emplace_back([&inputs, &mine] {
                while (const auto input = inputs.next())
                    mine.push_back(input->number);
            });
    }
    std::vector<std::size_t> all;
    for (const auto& mine : taken) {
        QVERIFY(std::ranges::is_sorted(mine));
        all.insert(all.end(), mine.begin(), mine.end());
    }
    std::ranges::sort(all);
    std::vector<std::size_t> expected(kInputs);
    std::iota(expected.begin(), expected.end(), std::size_t { 0 });
    QCOMPARE(all, expected);
}

void TestDecodeAhead::stoppedItHasNothingMore()
{
    std::stringstream lines;
    for (int i = 0; i < 1000; ++i)
        lines << path("small.png") << '\n';
    DecodeAhead inputs({ "-" }, lines, {});
    QVERIFY(inputs.next());
    std::jthread later([&] { inputs.stop(); });
    QVERIFY(!inputs.areAtLeast(5000)); // else it would wait for all of them, and find too few
    later.join();
    QVERIFY(!inputs.next());
    QVERIFY(!inputs.areAtLeast(1));
}

void TestDecodeAhead::nothingAsked()
{
    std::stringstream none;
    DecodeAhead inputs({ "-" }, none, {});
    QVERIFY(!inputs.next());
}

void TestDecodeAhead::endingEarlyIsQuick()
{
    std::stringstream lines;
    for (int i = 0; i < 100'000; ++i)
        lines << path("large.png") << '\n';
    QElapsedTimer timer;
    timer.start();
    {
        DecodeAhead inputs({ "-" }, lines, {});
        QVERIFY(inputs.next());
    }
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_APPLESS_MAIN(TestDecodeAhead)
#include "tst_decode_ahead.moc"

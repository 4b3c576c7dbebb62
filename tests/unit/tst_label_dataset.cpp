#include "capture/label_dataset.h"
#include "image/decoder.h"
#include "support/small_disk.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <random>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;
namespace fs = std::filesystem;

namespace {

constexpr Size kFrame { 640, 480 };

/// Patches of colour; every seed gives others.
Image scene(unsigned seed, Size size = kFrame)
{
    constexpr int kPatches = 8;
    std::mt19937 generator(seed);
    std::array<std::array<std::uint8_t, 3>, std::size_t { kPatches } * kPatches> colors {};
    for (auto& color : colors) {
        for (std::uint8_t& value : color)
            value = static_cast<std::uint8_t>(20 + generator() % 216);
    }
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const int patch = y * kPatches / size.height * kPatches + x * kPatches / size.width;
            const auto& color = colors[static_cast<std::size_t>(patch)];
            rgb.insert(rgb.end(), color.begin(), color.end());
        }
    }
    return Image(size, std::move(rgb));
}

/// What a camera makes of a still scene: every value off by noise of that deviation.
Image noisy(const Image& picture, double deviation, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<double> noise(0, deviation);
    std::vector<std::uint8_t> rgb(picture.pixels().begin(), picture.pixels().end());
    for (std::uint8_t& value : rgb)
        value = static_cast<std::uint8_t>(
            std::clamp(std::lround(value + noise(generator)), 0L, 255L));
    return Image(picture.size(), std::move(rgb));
}

Image brighter(const Image& picture, int levels)
{
    std::vector<std::uint8_t> rgb(picture.pixels().begin(), picture.pixels().end());
    for (std::uint8_t& value : rgb)
        value = static_cast<std::uint8_t>(std::min(255, value + levels));
    return Image(picture.size(), std::move(rgb));
}

/// A square of a thirtieth of the picture, 40 levels off its grey background, at x.
Image withObject(int x)
{
    constexpr int kSide = 100;
    std::vector<std::uint8_t> rgb(std::size_t { 3 } * kFrame.width * kFrame.height, 120);
    for (int y = 200; y < 200 + kSide; ++y) {
        for (int i = 3 * x; i < 3 * (x + kSide); ++i)
            rgb[static_cast<std::size_t>(3 * y * kFrame.width + i)] = 160;
    }
    return Image(kFrame, std::move(rgb));
}

void touch(const QString& path)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
}

} // namespace

class TestLabelDataset : public QObject {
    Q_OBJECT
private slots:
    void init();
    void savesAPictureUnderItsLabel();
    void numberingGoesOn_data();
    void numberingGoesOn();
    void nothingIsOverwritten();
    void aStillSceneIsSavedOnce_data();
    void aStillSceneIsSavedOnce();
    void labelsAreComparedWithThemselves();
    void undoTakesBackTheLastPictures();
    void undoLeavesWhatItDidNotMake();
    void undoOfAFileThatIsGone();
    void whatIsThereIsCounted();
    void anUnusableLabelIsRefused_data();
    void anUnusableLabelIsRefused();
    void aFullDiskLeavesNothing();
    void aFolderThatCannotBeMade();
    void savingIsFast();

private:
    fs::path root() const { return path("set").toStdString(); }
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QStringList files(const QString& label) const
    {
        return QDir(path(u"set/"_s + label)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestLabelDataset::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestLabelDataset::savesAPictureUnderItsLabel()
{
    LabelDataset set(root());
    QVERIFY2(!QFileInfo::exists(path(u"set"_s)), "looking makes no folder");
    const Image picture = scene(1);
    const auto saved = set.save(picture, "  tiger cat ");
    QVERIFY(saved && *saved);
    QCOMPARE(**saved, root() / "tiger cat" / "tiger cat-000001.jpg");
    QCOMPARE(set.lastFile(), **saved);
    QCOMPARE(files(u"tiger cat"_s), QStringList(u"tiger cat-000001.jpg"_s));
    const auto read = decodePicture(**saved);
    QVERIFY(read);
    QCOMPARE(read->image.size(), picture.size());
    QVERIFY(difference(thumbprintOf(read->image), thumbprintOf(picture)) < 1);
    QVERIFY(set.save(scene(2), "猫"));
    QCOMPARE(files(u"猫"_s), QStringList(u"猫-000001.jpg"_s));
}

void TestLabelDataset::numberingGoesOn_data()
{
    QTest::addColumn<QStringList>("there");
    QTest::addColumn<QString>("next");
    QTest::newRow("an empty folder") << QStringList() << u"cat-000001.jpg"_s;
    QTest::newRow("behind the last number")
        << QStringList { u"cat-000007.jpg"_s, u"cat-000003.jpg"_s } << u"cat-000008.jpg"_s;
    QTest::newRow("numbers of other names do not count") << QStringList { u"cat-000009.png"_s,
        u"dog-000009.jpg"_s, u"cat-9x.jpg"_s, u"cat--00009.jpg"_s, u"cat.jpg"_s,
        u"cat-99999999999999.jpg"_s } << u"cat-000001.jpg"_s;
    QTest::newRow("beyond six digits") << QStringList(u"cat-999999.jpg"_s) << u"cat-1000000.jpg"_s;
}

void TestLabelDataset::numberingGoesOn()
{
    QFETCH(QStringList, there);
    QFETCH(QString, next);
    QVERIFY(QDir().mkpath(path(u"set/cat"_s)));
    for (const QString& name : there)
        touch(path(u"set/cat/"_s + name));
    LabelDataset set(root());
    const auto saved = set.save(scene(1), "cat");
    QVERIFY(saved && *saved);
    QCOMPARE(QString::fromStdString((*saved)->filename().string()), next);
}

void TestLabelDataset::nothingIsOverwritten()
{
    LabelDataset set(root());
    QVERIFY(set.save(scene(1), "cat"));
    touch(path(u"set/cat/cat-000002.jpg"_s)); // another program's, since then
    QVERIFY(QFile::link(path(u"nowhere"_s), path(u"set/cat/cat-000003.jpg"_s)));
    const auto saved = set.save(scene(5), "cat");
    QVERIFY(saved && *saved);
    QCOMPARE((*saved)->filename(), fs::path("cat-000004.jpg"));
    QCOMPARE(QFileInfo(path(u"set/cat/cat-000002.jpg"_s)).size(), 4);
    QVERIFY(!QFileInfo::exists(path(u"nowhere"_s)));
}

void TestLabelDataset::aStillSceneIsSavedOnce_data()
{
    QTest::addColumn<Image>("first");
    QTest::addColumn<Image>("second");
    QTest::addColumn<bool>("isSame");
    const Image still = scene(3);
    QTest::newRow("the same picture") << still << still << true;
    QTest::newRow("noise of a webcam") << noisy(still, 3, 1) << noisy(still, 3, 2) << true;
    QTest::newRow("noise of a webcam in the dark")
        << noisy(still, 8, 1) << noisy(still, 8, 2) << true;
    const Image small = scene(3, { 160, 120 });
    QTest::newRow("strong noise of a tiny camera")
        << noisy(small, 5, 1) << noisy(small, 5, 2) << true;
    QTest::newRow("a lamp that flickers") << still << brighter(still, 1) << true;
    QTest::newRow("a light switched on") << still << brighter(still, 12) << false;
    QTest::newRow("a small object that moved") << withObject(100) << withObject(200) << false;
    QTest::newRow("a small object that moved, with noise")
        << noisy(withObject(100), 3, 1) << noisy(withObject(200), 3, 2) << false;
    QTest::newRow("a small object that trembled") << withObject(100) << withObject(104) << true;
    QTest::newRow("another picture") << still << scene(9) << false;
}

void TestLabelDataset::aStillSceneIsSavedOnce()
{
    QFETCH(Image, first);
    QFETCH(Image, second);
    QFETCH(bool, isSame);
    LabelDataset set(root());
    QVERIFY(*set.save(first, "cat"));
    const auto again = set.save(second, "cat");
    QVERIFY(again);
    qInfo("difference %.2f", difference(thumbprintOf(first), thumbprintOf(second)));
    QCOMPARE(!again->has_value(), isSame);
    QCOMPARE(set.skipped(), isSame ? 1 : 0);
    QCOMPARE(files(u"cat"_s).size(), isSame ? 1 : 2);
}

void TestLabelDataset::labelsAreComparedWithThemselves()
{
    LabelDataset set(root());
    const Image cat = scene(1);
    const Image dog = scene(7);
    QVERIFY(*set.save(cat, "cat"));
    QVERIFY2(*set.save(cat, "dog"), "the same scene under another label");
    QVERIFY(*set.save(dog, "dog"));
    QVERIFY(!*set.save(cat, "cat"));
    QVERIFY(!*set.save(cat, "cat"));
    QCOMPARE(set.skipped(), 2);
    QVERIFY(*set.save(dog, "cat"));
    QCOMPARE(set.skipped(), 0);
}

void TestLabelDataset::undoTakesBackTheLastPictures()
{
    LabelDataset set(root());
    QVERIFY(*set.save(scene(1), "cat"));
    QVERIFY(*set.save(scene(5), "cat"));
    QVERIFY(*set.save(scene(9), "dog"));
    const auto dog = set.undo();
    QVERIFY(dog && *dog);
    QCOMPARE((*dog)->filename(), fs::path("dog-000001.jpg"));
    QVERIFY2(!QFileInfo::exists(path(u"set/dog"_s)), "the folder was made for it");
    QCOMPARE(set.counts(), std::vector<LabelCount>({ { "cat", 2 } }));
    QVERIFY(*set.undo());
    QVERIFY2(!*set.save(scene(1), "cat"), "compared with what is the last one now");
    QVERIFY2(*set.save(scene(5), "cat"), "what was taken back can be saved again");
    QCOMPARE(files(u"cat"_s), (QStringList { u"cat-000001.jpg"_s, u"cat-000002.jpg"_s }));
    QVERIFY(*set.undo());
    QVERIFY(*set.undo());
    QVERIFY(!*set.undo());
    QVERIFY(set.lastFile().empty());
    QVERIFY2(!QFileInfo::exists(path(u"set"_s)), "it was made, too");
    QVERIFY(set.counts().empty());
}

void TestLabelDataset::undoLeavesWhatItDidNotMake()
{
    QVERIFY(QDir().mkpath(path(u"set/cat"_s)));
    {
        LabelDataset set(root());
        QVERIFY(*set.save(scene(1), "cat"));
        QVERIFY(*set.undo());
        QVERIFY2(QFileInfo::exists(path(u"set/cat"_s)), "a folder that was there");
        QVERIFY(*set.save(scene(1), "dog"));
        touch(path(u"set/dog/notes.txt"_s));
        QVERIFY(*set.undo());
        QCOMPARE(files(u"dog"_s), QStringList(u"notes.txt"_s));
        QVERIFY(*set.save(scene(1), "dog"));
    }
    LabelDataset later(root());
    QVERIFY2(!*later.undo(), "what another session saved stays");
    QCOMPARE(later.counts(), std::vector<LabelCount>({ { "cat", 0 }, { "dog", 1 } }));
}

void TestLabelDataset::undoOfAFileThatIsGone()
{
    LabelDataset set(root());
    QVERIFY(*set.save(scene(1), "cat"));
    QVERIFY(QDir(path(u"set"_s)).removeRecursively());
    const auto undone = set.undo();
    QVERIFY(undone && *undone);
    QVERIFY(set.counts().empty());
}

void TestLabelDataset::whatIsThereIsCounted()
{
    touch(path(u"set/cat/cat-000001.jpg"_s));
    touch(path(u"set/cat/holiday.JPEG"_s));
    touch(path(u"set/cat/drawing.png"_s));
    touch(path(u"set/cat/notes.txt"_s));
    touch(path(u"set/.cache/x.jpg"_s));
    touch(path(u"set/readme.jpg"_s));
    LabelDataset set(root());
    QCOMPARE(set.counts(), std::vector<LabelCount>({ { "cat", 3 } }));
    QVERIFY(*set.save(scene(1), "bird"));
    QCOMPARE(set.counts(), std::vector<LabelCount>({ { "bird", 1 }, { "cat", 3 } }));
}

void TestLabelDataset::anUnusableLabelIsRefused_data()
{
    QTest::addColumn<QString>("label");
    QTest::newRow("nothing") << u"  "_s;
    QTest::newRow("out of the folder") << u"../cat"_s;
    QTest::newRow("too long") << u"x"_s.repeated(500);
}

void TestLabelDataset::anUnusableLabelIsRefused()
{
    QFETCH(QString, label);
    LabelDataset set(root());
    const auto saved = set.save(scene(1), label.toStdString());
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::LabelUnusable);
    QVERIFY(!saved.error().detail.empty());
    QVERIFY(!QFileInfo::exists(path(u"set"_s)));
}

void TestLabelDataset::aFullDiskLeavesNothing()
{
    LabelDataset set(root());
    {
        const SmallDisk disk(1000);
        const auto saved = set.save(scene(1), "cat");
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::DiskFull);
    }
    QVERIFY2(!QFileInfo::exists(path(u"set"_s)), "nor the folders made for it");
    QVERIFY(set.counts().empty());
    QVERIFY2(*set.save(scene(1), "cat"), "a picture that was lost is no duplicate");
}

void TestLabelDataset::aFolderThatCannotBeMade()
{
    touch(path(u"set/cat"_s)); // a file where the folder should be
    LabelDataset set(root());
    const auto saved = set.save(scene(1), "cat");
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(saved.error().subject, (root() / "cat").string());
    QCOMPARE(QDir(path(u"set"_s)).entryList(QDir::NoDotAndDotDot | QDir::AllEntries),
        QStringList(u"cat"_s));
}

void TestLabelDataset::savingIsFast()
{
    LabelDataset set(root());
    constexpr Size kHd { 1280, 720 };
    const Image pictures[] { noisy(scene(1, kHd), 5, 1), noisy(scene(7, kHd), 5, 2) };
    double best = 1e9;
    double bestSkip = 1e9;
    for (int i = 0; i < 12; ++i) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(*set.save(pictures[i % 2], "cat"));
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        timer.start();
        QVERIFY(!*set.save(pictures[i % 2], "cat"));
        bestSkip = std::min(bestSkip, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    qInfo("1280 × 720: %.1f ms to save, %.2f ms to see that nothing changed", best, bestSkip);
}

QTEST_GUILESS_MAIN(TestLabelDataset)
#include "tst_label_dataset.moc"

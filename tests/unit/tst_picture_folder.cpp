#include "capture/picture_folder.h"
#include "image/encoder.h"
#include "support/made_pictures.h"
#include "support/picture_files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <unistd.h>

using namespace netlens;
using namespace Qt::StringLiterals;

class PictureFolderTest : public QObject {
    Q_OBJECT
private slots:
    void sortsAsPeopleDo_data();
    void sortsAsPeopleDo();
    void showsOneAfterTheOther();
    void goesOnBehindABrokenPicture();
    void jumps();
    void theAddressMaySayTheRate();
    void nothingToShow_data();
    void nothingToShow();
};

void PictureFolderTest::sortsAsPeopleDo_data()
{
    QTest::addColumn<QStringList>("sorted");
    QTest::newRow("numbers by value") << QStringList { u"a1"_s, u"a2"_s, u"a10"_s, u"a100"_s };
    QTest::newRow("numbers in the middle")
        << QStringList { u"x1y20.png"_s, u"x2y3.png"_s, u"x2y20.png"_s };
    QTest::newRow("numbers longer than any integer")
        << QStringList { u"99999999999999999999"_s, u"100000000000000000000"_s };
    QTest::newRow("leading zeros") << QStringList { u"001"_s, u"01"_s, u"1"_s, u"02"_s };
    QTest::newRow("shorter first") << QStringList { u"a"_s, u"a0"_s, u"aa"_s };
    QTest::newRow("no numbers") << QStringList { u"A"_s, u"B"_s, u"a"_s, u"é"_s };
}

void PictureFolderTest::sortsAsPeopleDo()
{
    QFETCH(QStringList, sorted);
    std::vector<std::string> names;
    for (const QString& name : sorted)
        names.push_back(name.toStdString());
    const auto expected = names;
    std::ranges::reverse(names);
    do {
        auto shuffled = names;
        std::ranges::sort(shuffled, [](const auto& a, const auto& b) { return comesBefore(a, b); });
        QCOMPARE(shuffled, expected);
    } while (std::ranges::next_permutation(names).found);
    for (const auto& name : names)
        QVERIFY(!comesBefore(name, name));
}

namespace {

/// Four pictures 8, 9, 10 and 11 pixels wide, a text and a folder.
void fill(const QTemporaryDir& folder)
{
    for (int number = 8; number <= 11; ++number) {
        const QString name = folder.filePath(QStringLiteral("p%1.png").arg(number));
        QVERIFY(writePng(name.toStdString(), madePicture({ number, 8 }, number)));
    }
    QFile text(folder.filePath(u"p1.png.txt"_s));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a picture") > 0);
    QVERIFY(QDir(folder.path()).mkdir(u"p0"_s));
}

Result<std::unique_ptr<FrameSource>> opened(const QString& folder, double rate = 2)
{
    SourceAddress address = parseSourceAddress(folder.toStdString());
    address.format = CaptureFormat { {}, rate };
    return openSource(address, {});
}

} // namespace

void PictureFolderTest::showsOneAfterTheOther()
{
    const QTemporaryDir folder;
    fill(folder);
    const auto source = opened(folder.path());
    QVERIFY(source);
    const SourceTraits& traits = (*source)->traits();
    QVERIFY(!traits.isLive);
    QCOMPARE(*traits.duration, 2.0);
    QCOMPARE(traits.size.width, 8);
    for (int i = 0; i < 4; ++i) {
        const auto frame = (*source)->next({});
        QVERIFY(frame && *frame);
        QCOMPARE((*frame)->number, i);
        QCOMPARE((*frame)->seconds, i * 0.5);
        QCOMPARE((*frame)->image.width(), 8 + i);
    }
    QVERIFY(!*(*source)->next({}));
}

void PictureFolderTest::goesOnBehindABrokenPicture()
{
    const QTemporaryDir folder;
    fill(folder);
    QFile file(folder.filePath(u"p9.png"_s));
    QVERIFY(file.resize(60));
    const auto source = opened(folder.path());
    QVERIFY(source && *(*source)->next({}));
    const auto broken = (*source)->next({});
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::VideoDamaged);
    QVERIFY(broken.error().subject.ends_with("p9.png"));
    const auto next = (*source)->next({});
    QCOMPARE((*next)->seconds, 1.0);
    QCOMPARE((*next)->image.width(), 10);
}

void PictureFolderTest::jumps()
{
    const QTemporaryDir folder;
    fill(folder);
    const auto source = opened(folder.path(), 3);
    QVERIFY(source);
    for (const auto& [seconds, width] :
        { std::pair { 0.7, 10 }, { 0.0, 8 }, { 1.0 / 3, 9 }, { 99.0, 11 }, { -1.0, 8 } }) {
        QVERIFY((*source)->seek(seconds, {}));
        QCOMPARE((*(*source)->next({}))->image.width(), width);
    }
}

void PictureFolderTest::theAddressMaySayTheRate()
{
    const QTemporaryDir folder;
    fill(folder);
    const auto source = openSource(parseSourceAddress(folder.path().toStdString()), {});
    QVERIFY(source);
    QCOMPARE((*source)->traits().rate, 1.0);
}

void PictureFolderTest::nothingToShow_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("code");
    QTest::newRow("no pictures") << QStringLiteral(NETLENS_SOURCE_DIR "/cmake")
                                 << int(ErrorCode::NotAVideo);
    QTest::newRow("no folder") << u"/proc/nothing/"_s << int(ErrorCode::SourceNotFound);
    QTest::newRow("a file") << QStringLiteral(NETLENS_SOURCE_DIR "/README.md")
                            << int(ErrorCode::SourceNotFound);
    if (::geteuid() != 0)
        QTest::newRow("no permission") << u"/proc/1/map_files"_s << int(ErrorCode::SourceDenied);
}

void PictureFolderTest::nothingToShow()
{
    QFETCH(QString, folder);
    const auto source
        = openPictureFolder({ SourceAddress::Kind::Pictures, folder.toStdString() }, 1);
    QVERIFY(!source);
    QFETCH(int, code);
    QCOMPARE(int(source.error().code), code);
}

QTEST_APPLESS_MAIN(PictureFolderTest)
#include "tst_picture_folder.moc"

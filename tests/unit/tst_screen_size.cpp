#include "image/opencv_threads.h"
#include "image/screen_size.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <cstdlib>

using namespace netlens;

namespace {

/// Columns of 0 and 200 in turn, each `columnWidth` wide.
Image stripes(Size size, int columnWidth)
{
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            for (int c = 0; c < Image::kChannels; ++c)
                rgb.push_back(x / columnWidth % 2 == 0 ? 0 : 200);
    return Image(size, std::move(rgb));
}

Image plain(Size size)
{
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < size.width * size.height; ++i)
        rgb.insert(rgb.end(), { 10, 120, 250 });
    return Image(size, std::move(rgb));
}

/// Where the first row passes 100 for the first time, in pixels; their middles are at 0.5.
double edgeOf(const Image& picture)
{
    const std::uint8_t* row = picture.row(0);
    for (int x = 1; x < picture.width(); ++x) {
        const double before = row[std::ptrdiff_t { x - 1 } * Image::kChannels];
        const double here = row[std::ptrdiff_t { x } * Image::kChannels];
        if (here > 100)
            return x - 0.5 + (100 - before) / (here - before);
    }
    return -1;
}

qsizetype threadCount()
{
    return QDir(QStringLiteral("/proc/self/task"))
        .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
        .size();
}

} // namespace

class ScreenSizeTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { keepOpenCvToItsCaller(); }
    void theSizeIsAsAsked_data();
    void theSizeIsAsAsked();
    void fineStripesBecomeTheirMean();
    void edgesStayWhereTheyAre();
    void theOriginalIsLeftAlone();
    void noThreadIsStartedForIt();
};

void ScreenSizeTest::theSizeIsAsAsked_data()
{
    QTest::addColumn<QSize>("from");
    QTest::addColumn<QSize>("to");
    QTest::newRow("a little smaller") << QSize(64, 48) << QSize(50, 37);
    QTest::newRow("much smaller") << QSize(301, 203) << QSize(17, 11);
    QTest::newRow("larger") << QSize(10, 7) << QSize(33, 23);
    QTest::newRow("the same") << QSize(9, 9) << QSize(9, 9);
    QTest::newRow("a pixel") << QSize(64, 48) << QSize(1, 1);
}

void ScreenSizeTest::theSizeIsAsAsked()
{
    QFETCH(QSize, from);
    QFETCH(QSize, to);
    const Image scaled
        = scaleForScreen(plain({ from.width(), from.height() }), { to.width(), to.height() });
    QCOMPARE(QSize(scaled.width(), scaled.height()), to);
    QVERIFY(std::ranges::equal(scaled.pixels(), plain({ to.width(), to.height() }).pixels()));
}

void ScreenSizeTest::fineStripesBecomeTheirMean()
{
    // Between the nearest four pixels alone, every other stripe would be missed.
    const Image scaled = scaleForScreen(stripes({ 640, 64 }, 1), { 160, 16 });
    for (const std::uint8_t value : scaled.pixels())
        QVERIFY2(std::abs(value - 100) <= 1, qPrintable(QString::number(value)));
}

void ScreenSizeTest::edgesStayWhereTheyAre()
{
    // Of a picture whose left half is 0.
    for (const Size target :
        { Size { 30, 10 }, Size { 45, 15 }, Size { 97, 29 }, Size { 100, 30 }, Size { 200, 60 } }) {
        const double edge = edgeOf(scaleForScreen(stripes({ 100, 30 }, 50), target));
        QVERIFY2(std::abs(edge - target.width / 2.0) < 0.6,
            qPrintable(QStringLiteral("%1 of %2").arg(edge).arg(target.width)));
    }
}

void ScreenSizeTest::theOriginalIsLeftAlone()
{
    const Image picture = stripes({ 40, 20 }, 3);
    const std::vector<std::uint8_t> before(picture.pixels().begin(), picture.pixels().end());
    (void)scaleForScreen(picture, { 9, 5 });
    QVERIFY(std::ranges::equal(before, picture.pixels()));
}

void ScreenSizeTest::noThreadIsStartedForIt()
{
    const qsizetype before = threadCount();
    (void)scaleForScreen(plain({ 1920, 1080 }), { 1500, 900 });
    QCOMPARE(threadCount(), before);
}

QTEST_GUILESS_MAIN(ScreenSizeTest)
#include "tst_screen_size.moc"

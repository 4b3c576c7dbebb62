#include "image/screen_size.h"

#include <QtTest>

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

} // namespace

class ScreenSizeTest : public QObject {
    Q_OBJECT
private slots:
    void theSizeIsAsAsked_data();
    void theSizeIsAsAsked();
    void fineStripesBecomeTheirMean();
    void edgesStayWhereTheyAre();
    void theOriginalIsLeftAlone();
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
    const Image scaled = scaleForScreen(
        stripes({ from.width(), from.height() }, 1000), { to.width(), to.height() });
    QCOMPARE(QSize(scaled.width(), scaled.height()), to);
    for (const std::uint8_t value : scaled.pixels())
        QCOMPARE(value, 0);
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
    for (const Size target : { Size { 30, 10 }, Size { 45, 15 }, Size { 200, 60 } }) {
        const Image scaled = scaleForScreen(stripes({ 100, 30 }, 50), target);
        const std::uint8_t* row = scaled.row(target.height / 2);
        const auto at = [row](int x) { return row[std::ptrdiff_t { x } * Image::kChannels]; };
        QCOMPARE(at(target.width / 2 - 3), 0);
        QCOMPARE(at(target.width / 2 + 3), 200);
    }
}

void ScreenSizeTest::theOriginalIsLeftAlone()
{
    const Image picture = stripes({ 40, 20 }, 3);
    const std::vector<std::uint8_t> before(picture.pixels().begin(), picture.pixels().end());
    (void)scaleForScreen(picture, { 9, 5 });
    QVERIFY(std::ranges::equal(before, picture.pixels()));
}

QTEST_GUILESS_MAIN(ScreenSizeTest)
#include "tst_screen_size.moc"

#include "drawings/drawing.h"
#include "image/resample.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace netlens;
using namespace netlens::drawings;

namespace {

constexpr std::uint64_t kSeries = 77;

bool equal(const Image& a, const Image& b)
{
    return std::ranges::equal(a.pixels(), b.pixels());
}

/// Mean absolute difference, 0..255.
double difference(const Image& a, const Image& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels().size(); ++i)
        sum += std::abs(a.pixels()[i] - b.pixels()[i]);
    return sum / static_cast<double>(a.pixels().size());
}

} // namespace

class TestDrawings : public QObject {
    Q_OBJECT
private slots:
    void theSameSeedGivesTheSameBytes();
    void everySeedGivesAnotherDrawing();
    void aSeriesHasEveryClassEquallyOften();
    void theBoxLiesInsideAndIsAsLongAsSaid();
    void onlyNothingHasNoBox();
    void aDrawingIsTheSameAtEverySize_data();
    void aDrawingIsTheSameAtEverySize();
    void clearDrawingsAreLargeAndSharp();
    void aQuarterOfTheSymbolsIsHard();
    void smallBlurredAndClutteredIsHarder();
};

void TestDrawings::theSameSeedGivesTheSameBytes()
{
    for (std::uint64_t i = 0; i < 75; ++i)
        QVERIFY(equal(drawNth(kSeries, i, 96).picture, drawNth(kSeries, i, 96).picture));
}

void TestDrawings::everySeedGivesAnotherDrawing()
{
    for (std::uint64_t i = 0; i < kClasses; ++i) {
        const Image first = drawNth(kSeries, i, 48).picture;
        QVERIFY(!equal(first, drawNth(kSeries, i + kClasses, 48).picture));
        QVERIFY(!equal(first, drawNth(kSeries + 1, i, 48).picture));
    }
}

void TestDrawings::aSeriesHasEveryClassEquallyOften()
{
    std::multiset<int> seen;
    constexpr std::uint64_t kRounds = 2;
    for (std::uint64_t i = 0; i < kRounds * kClasses; ++i)
        seen.insert(drawNth(kSeries, i, 8).symbolClass);
    for (int symbolClass = 0; symbolClass < kClasses; ++symbolClass)
        QCOMPARE(seen.count(symbolClass), std::size_t { kRounds });
}

void TestDrawings::theBoxLiesInsideAndIsAsLongAsSaid()
{
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const Drawing drawing = drawNth(kSeries, i, 8);
        if (drawing.symbolClass == kNothing)
            continue;
        const Box& box = drawing.box;
        QVERIFY(box.left >= 0 && box.top >= 0 && box.right <= 1 && box.bottom <= 1);
        const double longer = std::max(box.width(), box.height());
        QVERIFY(std::abs(longer - drawing.difficulty.scale) < 1e-9);
        QVERIFY(longer >= 0.2 && longer <= 0.9);
    }
}

void TestDrawings::onlyNothingHasNoBox()
{
    for (int symbolClass = 0; symbolClass < kClasses; ++symbolClass)
        QCOMPARE(draw(5, symbolClass, 8).box.width() > 0, symbolClass != kNothing);
}

void TestDrawings::aDrawingIsTheSameAtEverySize_data()
{
    QTest::addColumn<int>("symbolClass");
    for (int i = 0; i < kClasses; ++i)
        QTest::newRow(kClassNames[static_cast<std::size_t>(i)].data()) << i;
}

void TestDrawings::aDrawingIsTheSameAtEverySize()
{
    QFETCH(int, symbolClass);
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        const Image small = draw(seed, symbolClass, 96, Conditions::Clear).picture;
        const Image large = draw(seed, symbolClass, 384, Conditions::Clear).picture;
        const Image shrunk = resample(large, { 0, 0, 384, 384 }, { 96, 96 }, ResampleKernel::Box);
        // Sensor noise, at most 4 levels here, is averaged away in one of the two.
        QVERIFY2(
            difference(small, shrunk) < 6, qPrintable(QString::number(difference(small, shrunk))));
    }
}

void TestDrawings::clearDrawingsAreLargeAndSharp()
{
    for (std::uint64_t i = 0; i < 500; ++i) {
        const Drawing drawing = drawNth(kSeries, i, 8, Conditions::Clear);
        QVERIFY(!drawing.isHard());
        QVERIFY(drawing.difficulty.scale >= 0.5);
        QCOMPARE(drawing.difficulty.clutter, 0.0);
    }
}

void TestDrawings::aQuarterOfTheSymbolsIsHard()
{
    int hard = 0;
    int symbols = 0;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        const Drawing drawing = drawNth(kSeries, i, 8);
        symbols += drawing.symbolClass == kNothing ? 0 : 1;
        hard += drawing.isHard() ? 1 : 0;
    }
    const double share = static_cast<double>(hard) / symbols;
    QVERIFY2(std::abs(share - 0.25) < 0.02, qPrintable(QString::number(share)));
}

void TestDrawings::smallBlurredAndClutteredIsHarder()
{
    const Difficulty easy { 0.9, 0, 0 };
    QCOMPARE(easy.hardness(), 0.0);
    const Difficulty small { 0.3, 0, 0 };
    const Difficulty blurred { 0.9, 0.04, 0 };
    const Difficulty cluttered { 0.9, 0, 1 };
    for (const Difficulty& harder : { small, blurred, cluttered })
        QVERIFY(harder.hardness() > easy.hardness());
    const Difficulty hardest { 0.2, 0.045, 1 };
    QVERIFY(std::abs(hardest.hardness() - 1) < 1e-9);
}

QTEST_APPLESS_MAIN(TestDrawings)
#include "tst_drawings.moc"

#include "explain/class_activation.h"
#include "explain/colormap.h"
#include "support/cli_program.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <utility>

using namespace netlens;

namespace {

HeatMap rampMap()
{
    return { 2, 2, { -1, 0, 1, 2 }, 0 };
}

std::span<const std::uint8_t> pixel(const Image& image, int x, int y)
{
    return std::span(image.row(y) + Image::kChannels * x, Image::kChannels);
}

} // namespace

class TestHeatMaps : public QObject {
    Q_OBJECT
private slots:
    void classMapWeighsEachChannel();
    void meanMapIsTheMeanOverChannels();
    void palettesHaveNames();
    void divergingIsWhiteInTheMiddle();
    void naturalRangeOfSequentialStartsAtNought();
    void naturalRangeOfDivergingIsSymmetric();
    void aMapWithoutPositiveValuesHasNothingToShow();
    void cellsStayVisible();
    void valuesOutsideTheRangeTakeItsEnds();
    void valuesOfAnySizeTakeTheNearestEnd();
    void overlayPaintsItsAreaOnly();
};

void TestHeatMaps::classMapWeighsEachChannel()
{
    // Two cells, three channels, two classes.
    const std::vector<float> features { 1, 2, 3, 4, 5, 6 };
    const std::vector<float> kernel { 0, 1, 0, -2, 0, 0.5F };
    const HeatMap map = classActivationMap(features, 1, 2, kernel, 2, 1);
    QVERIFY(map.values == std::vector<float>({ 1 - 4 + 1.5F, 4 - 10 + 3 }));
    QCOMPARE(map.classIndex, 1);
    QCOMPARE(map.minimum(), -3.0F);
    QCOMPARE(map.maximum(), -1.5F);
    QCOMPARE(map.mean(), -2.25F);
}

void TestHeatMaps::meanMapIsTheMeanOverChannels()
{
    const std::vector<float> features { 1, 2, 3, 4, 5, 9 };
    const HeatMap map = meanActivationMap(features, 2, 1);
    QCOMPARE(map.height, 2);
    QVERIFY(map.values == std::vector<float>({ 2, 6 }));
    QCOMPARE(map.classIndex, -1);
}

void TestHeatMaps::palettesHaveNames()
{
    for (const Colormap colormap : allColormaps()) {
        QVERIFY(colormapFromName(colormapName(colormap)) == colormap);
        QVERIFY(palette(colormap).front() != palette(colormap).back());
    }
    QVERIFY(!colormapFromName("rainbow"));
}

void TestHeatMaps::divergingIsWhiteInTheMiddle()
{
    const Palette& colours = palette(Colormap::Diverging);
    QVERIFY(colours.front()[2] > colours.front()[0]); // blue
    QVERIFY(colours.back()[0] > colours.back()[2]); // red
    for (const std::uint8_t level : colours[128])
        QVERIFY(level >= 254);
}

void TestHeatMaps::naturalRangeOfSequentialStartsAtNought()
{
    const ValueRange range = naturalRange(rampMap(), Colormap::Viridis);
    QCOMPARE(range.low, 0.0F);
    QCOMPARE(range.high, 2.0F);
}

void TestHeatMaps::naturalRangeOfDivergingIsSymmetric()
{
    const ValueRange range = naturalRange({ 1, 2, { -3, 1 }, 0 }, Colormap::Diverging);
    QCOMPARE(range.low, -3.0F);
    QCOMPARE(range.high, 3.0F);
}

void TestHeatMaps::aMapWithoutPositiveValuesHasNothingToShow()
{
    const HeatMap negative { 1, 2, { -3, -1 }, 0 };
    const ValueRange range = naturalRange(negative, Colormap::Turbo);
    QCOMPARE(range.high, 0.0F);
    const Image image = colorize(negative, Colormap::Turbo, range, { 4, 2 }, false);
    for (int x = 0; x < 4; ++x)
        QVERIFY(std::ranges::equal(pixel(image, x, 0), palette(Colormap::Turbo).front()));
}

void TestHeatMaps::cellsStayVisible()
{
    const Image image = colorize(rampMap(), Colormap::Gray, { -1, 2 }, { 6, 6 }, true);
    QVERIFY((image.size() == Size { 6, 6 }));
    for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 6; ++x)
            QCOMPARE(int { pixel(image, x, y)[0] }, 85 * (x / 3 + 2 * (y / 3)));
    }
}

void TestHeatMaps::valuesOutsideTheRangeTakeItsEnds()
{
    const Image image = colorize(rampMap(), Colormap::Gray, { 0, 1 }, { 2, 2 }, true);
    QCOMPARE(int { pixel(image, 0, 0)[0] }, 0);
    QCOMPARE(int { pixel(image, 1, 1)[0] }, 255);
}

void TestHeatMaps::valuesOfAnySizeTakeTheNearestEnd()
{
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const std::vector<std::pair<float, int>> cases { { 0, 0 }, { 1, 255 }, { 8e6F, 255 },
        { 1e9F, 255 }, { kInfinity, 255 }, { -1e9F, 0 }, { -kInfinity, 0 },
        { std::numeric_limits<float>::quiet_NaN(), 0 } };
    // Long enough for what is done many at a time, and for the rest.
    constexpr int kWidth = 75;
    HeatMap map { 1, kWidth, {}, 0 };
    for (std::size_t i = 0; i < kWidth; ++i)
        map.values.push_back(cases[i % cases.size()].first);
    const Image image = colorize(map, Colormap::Gray, { 0, 1 }, { kWidth, 1 }, true);
    for (int i = 0; i < kWidth; ++i)
        QCOMPARE(int { pixel(image, i, 0)[0] }, cases[std::size_t(i) % cases.size()].second);
}

void TestHeatMaps::overlayPaintsItsAreaOnly()
{
    const Image picture = colourful({ 10, 8 });
    // Beyond the right and upper edges.
    const Image result
        = overlay(picture, { 6, -2, 8, 6 }, rampMap(), Colormap::Gray, { -1, 2 }, 0.5, true);
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 10; ++x) {
            const bool inside = x >= 6 && y < 4;
            const int above = 85 * ((x - 6) / 4 + 2 * ((y + 2) / 3));
            const int below = pixel(picture, x, y)[0];
            const int expected = inside ? (below + above + 1) / 2 : below;
            QCOMPARE(int { pixel(result, x, y)[0] }, expected);
        }
    }
}

QTEST_GUILESS_MAIN(TestHeatMaps)
#include "tst_heat_maps.moc"

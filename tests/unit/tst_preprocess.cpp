#include "image/preprocess.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace netlens;

namespace {

Image image(int width, int height, const std::function<int(int, int, int)>& value)
{
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < Image::kChannels; ++c)
                rgb.push_back(static_cast<std::uint8_t>(value(x, y, c)));
    return Image({ width, height }, std::move(rgb));
}

int red(const Image& picture, int x, int y)
{
    return picture.row(y)[3 * x];
}

} // namespace

Q_DECLARE_METATYPE(netlens::RectF)

class PreprocessTest : public QObject {
    Q_OBJECT

private slots:
    void fitUsesTheRightPart_data();
    void fitUsesTheRightPart();
    void onlyCropLooksAtLess();
    void stretchIgnoresTheAspect();
    void cropSeesOnlyTheCentre();
    void padSurroundsWithMidGrey();
    void aReducedPictureKeepsTheFrame();
    void aReducedPictureIsNotBlurredTwice_data();
    void aReducedPictureIsNotBlurredTwice();
    void everyByteBecomesKerasValue();
    void channelsAreLaidOutAsTheNetworkWants();
};

void PreprocessTest::fitUsesTheRightPart_data()
{
    QTest::addColumn<int>("fit");
    QTest::addColumn<QSize>("picture");
    QTest::addColumn<QSize>("input");
    QTest::addColumn<RectF>("source");
    QTest::addColumn<RectF>("target");
    const RectF whole { 0, 0, 224, 224 };
    const auto row
        = [](const char* name, Fit fit, QSize picture, QSize input, RectF source, RectF target) {
              QTest::newRow(name) << int(fit) << picture << input << source << target;
          };
    row("stretch takes everything", Fit::Stretch, { 640, 480 }, { 224, 224 }, { 0, 0, 640, 480 },
        whole);
    row("crop takes the centred square", Fit::Crop, { 640, 480 }, { 224, 224 },
        { 110, 30, 420, 420 }, whole);
    row("crop of an upright picture", Fit::Crop, { 480, 640 }, { 224, 224 }, { 30, 110, 420, 420 },
        whole);
    row("crop rounds the side, not the corner", Fit::Crop, { 501, 333 }, { 224, 224 },
        { 105, 21, 291, 291 }, whole);
    row("crop rounds a half to the even side", Fit::Crop, { 500, 332 }, { 224, 224 },
        { 105, 21, 290, 290 }, whole);
    row("crop to a wide input takes a wide part", Fit::Crop, { 640, 480 }, { 320, 160 },
        { 40, 100, 560, 280 }, { 0, 0, 320, 160 });
    row("crop to a tall input takes a tall part", Fit::Crop, { 640, 480 }, { 160, 320 },
        { 215, 30, 210, 420 }, { 0, 0, 160, 320 });
    row("crop leaves the odd pixel at the right and bottom", Fit::Crop, { 500, 301 }, { 224, 224 },
        { 118, 19, 263, 263 }, whole);
    row("crop of a half that a detour over the input would round up", Fit::Crop, { 12, 12 },
        { 224, 224 }, { 1, 1, 10, 10 }, whole);
    row("crop of one pixel", Fit::Crop, { 1, 1 }, { 224, 224 }, { 0, 0, 1, 1 }, whole);
    row("pad of a wide picture", Fit::Pad, { 640, 480 }, { 224, 224 }, { 0, 0, 640, 480 },
        { 0, 28, 224, 168 });
    row("pad of a tall picture", Fit::Pad, { 100, 400 }, { 224, 224 }, { 0, 0, 100, 400 },
        { 84, 0, 56, 224 });
    row("pad of a picture smaller than the input", Fit::Pad, { 10, 5 }, { 100, 100 },
        { 0, 0, 10, 5 }, { 0, 25, 100, 50 });
    row("pad of a line keeps a pixel", Fit::Pad, { 10000, 1 }, { 224, 224 }, { 0, 0, 10000, 1 },
        { 0, 111, 224, 1 });
    row("pad with an odd rest", Fit::Pad, { 100, 51 }, { 100, 100 }, { 0, 0, 100, 51 },
        { 0, 24, 100, 51 });
}

void PreprocessTest::fitUsesTheRightPart()
{
    QFETCH(int, fit);
    QFETCH(QSize, picture);
    QFETCH(QSize, input);
    QFETCH(RectF, source);
    QFETCH(RectF, target);
    const Size from { picture.width(), picture.height() };
    const Size to { input.width(), input.height() };
    QCOMPARE(fitSource(from, to, Fit(fit)), source);
    QCOMPARE(fitTarget(from, to, Fit(fit)), target);
    const FittedPicture fitted = fitPicture(
        image(from.width, from.height, [](int, int, int) { return 9; }), to, { .fit = Fit(fit) });
    QCOMPARE(fitted.source, source);
    QCOMPARE(fitted.target, target);
    QCOMPARE(fitted.image.size(), to);
}

void PreprocessTest::onlyCropLooksAtLess()
{
    QCOMPARE(usedFraction(Fit::Stretch), 1.0);
    QCOMPARE(usedFraction(Fit::Pad), 1.0);
    QCOMPARE(usedFraction(Fit::Crop), 0.875);
}

void PreprocessTest::stretchIgnoresTheAspect()
{
    const Image halves = image(64, 8, [](int x, int, int) { return x < 32 ? 0 : 200; });
    const Image seen = fitPicture(halves, { 8, 8 }, { .fit = Fit::Stretch }).image;
    for (int y = 0; y < 8; ++y) {
        QCOMPARE(red(seen, 1, y), 0);
        QCOMPARE(red(seen, 6, y), 200);
    }
}

void PreprocessTest::cropSeesOnlyTheCentre()
{
    const Image framed = image(
        80, 40, [](int x, int y, int) { return x >= 22 && x < 58 && y >= 2 && y < 38 ? 77 : 255; });
    const Image seen
        = fitPicture(framed, { 16, 16 }, { .fit = Fit::Crop, .kernel = ResampleKernel::Box }).image;
    for (int i = 0; i < 16; ++i)
        QCOMPARE(red(seen, i, i), 77);
}

void PreprocessTest::padSurroundsWithMidGrey()
{
    const Image white = image(40, 20, [](int, int, int) { return 255; });
    const Image seen = fitPicture(white, { 32, 32 }, { .fit = Fit::Pad }).image;
    for (int y = 0; y < 32; ++y)
        for (const int x : { 0, 15, 31 })
            QCOMPARE(red(seen, x, y), y >= 8 && y < 24 ? 255 : 128);
}

void PreprocessTest::aReducedPictureKeepsTheFrame()
{
    // 437 of 500 at full size; the reduced picture on its own would give 2 · 219.
    const DecodedPicture picture { image(250, 300, [](int, int, int) { return 0; }), { 499, 600 },
        2, PictureFormat::Jpeg };
    const FittedPicture fitted = fitPicture(picture, { 96, 96 }, { .fit = Fit::Crop });
    QCOMPARE(fitted.source, (RectF { 15.5, 40.5, 218.5, 218.5 }));
    const FittedPicture whole = fitPicture(picture, { 96, 96 }, { .fit = Fit::Stretch });
    QCOMPARE(whole.source, (RectF { 0, 0, 249.5, 300 }));
}

void PreprocessTest::aReducedPictureIsNotBlurredTwice_data()
{
    QTest::addColumn<int>("kernel");
    QTest::newRow("bilinear") << int(ResampleKernel::Bilinear);
    QTest::newRow("hamming") << int(ResampleKernel::Hamming);
}

void PreprocessTest::aReducedPictureIsNotBlurredTwice()
{
    QFETCH(int, kernel);
    constexpr int kReduction = 8;
    const Size input { 24, 24 };
    const Preprocessing how { .kernel = ResampleKernel(kernel) };
    const auto shade = [](int x, int y, int) {
        return static_cast<int>(
            128 + 60 * std::sin(0.1 * x) * std::cos(0.08 * y) + 40 * std::sin(0.17 * x + 0.05 * y));
    };
    const Image full = image(480, 360, shade);
    const Image reduced = image(480 / kReduction, 360 / kReduction, [&](int x, int y, int c) {
        int sum = 0;
        for (int i = 0; i < kReduction * kReduction; ++i)
            sum += shade(x * kReduction + i % kReduction, y * kReduction + i / kReduction, c);
        return sum / (kReduction * kReduction);
    });
    const Image reference = fitPicture(full, input, how).image;
    const auto distance = [&](const FittedPicture& fitted) {
        double sum = 0;
        for (std::size_t i = 0; i < reference.pixels().size(); ++i)
            sum += std::abs(fitted.image.pixels()[i] - reference.pixels()[i]);
        return sum / static_cast<double>(reference.pixels().size());
    };
    const DecodedPicture decoded { reduced, full.size(), kReduction, PictureFormat::Jpeg };
    const double twice = distance(fitPicture(reduced, input, how));
    const double once = distance(fitPicture(decoded, input, how));
    QVERIFY2(once < 0.7 * twice, qPrintable(QStringLiteral("%1, %2").arg(once).arg(twice)));
}

void PreprocessTest::everyByteBecomesKerasValue()
{
    const Image bytes = image(256, 1, [](int x, int, int) { return x; });
    std::vector<float> values(256 * 3);
    toNetworkInput(bytes, 3, values);
    for (int i = 0; i < 256; ++i) {
        volatile float value = static_cast<float>(i);
        value = value / 127.5F;
        value = value - 1.0F;
        QCOMPARE(values[static_cast<std::size_t>(3 * i + 1)], float(value));
    }
    QCOMPARE(values.front(), -1.0F);
    QCOMPARE(values.back(), 1.0F);
}

void PreprocessTest::channelsAreLaidOutAsTheNetworkWants()
{
    const Image two = image(2, 1, [](int x, int, int c) { return x == 0 ? 255 * (c == 0) : 51; });
    const auto asBytes = [](const std::vector<float>& values) {
        QList<int> bytes;
        for (const float value : values)
            bytes.append(qRound((value + 1) * 127.5F));
        return bytes;
    };
    std::vector<float> grey(2);
    toNetworkInput(two, 1, grey);
    QCOMPARE(asBytes(grey), (QList<int> { 76, 51 }));
    std::vector<float> colour(6);
    toNetworkInput(two, 3, colour);
    QCOMPARE(asBytes(colour), (QList<int> { 255, 0, 0, 51, 51, 51 }));
    std::vector<float> opaque(8);
    toNetworkInput(two, 4, opaque);
    QCOMPARE(asBytes(opaque), (QList<int> { 255, 0, 0, 255, 51, 51, 51, 255 }));
}

QTEST_GUILESS_MAIN(PreprocessTest)
#include "tst_preprocess.moc"

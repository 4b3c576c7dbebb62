#include "image/resample.h"

#include <QtTest>

#include <algorithm>
#include <functional>

using namespace netlens;

namespace {

/// Every channel of a pixel the same.
Image greyImage(int width, int height, const std::function<int(int, int)>& value)
{
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            rgb.insert(rgb.end(), 3, static_cast<std::uint8_t>(value(x, y)));
    return Image({ width, height }, std::move(rgb));
}

QList<int> firstRow(const Image& image)
{
    QList<int> values;
    for (int x = 0; x < image.width(); ++x)
        values.append(image.row(0)[3 * x]);
    return values;
}

void addKernelRows()
{
    QTest::addColumn<int>("kernel");
    QTest::newRow("nearest") << int(ResampleKernel::Nearest);
    QTest::newRow("bilinear") << int(ResampleKernel::Bilinear);
    QTest::newRow("bicubic") << int(ResampleKernel::Bicubic);
    QTest::newRow("lanczos") << int(ResampleKernel::Lanczos);
    QTest::newRow("box") << int(ResampleKernel::Box);
    QTest::newRow("hamming") << int(ResampleKernel::Hamming);
}

} // namespace

class ResampleTest : public QObject {
    Q_OBJECT

private slots:
    void sameSizeChangesNothing_data() { addKernelRows(); }
    void sameSizeChangesNothing()
    {
        QFETCH(int, kernel);
        const Image image = greyImage(7, 5, [](int x, int y) { return 31 * x + 17 * y; });
        const Image same = resample(image, { 0, 0, 7, 5 }, { 7, 5 }, ResampleKernel(kernel));
        QVERIFY(std::ranges::equal(same.pixels(), image.pixels()));
    }

    void aFlatPictureStaysFlat_data() { addKernelRows(); }
    void aFlatPictureStaysFlat()
    {
        QFETCH(int, kernel);
        for (const int grey : { 0, 1, 128, 254, 255 }) {
            const Image flat = greyImage(61, 47, [grey](int, int) { return grey; });
            for (const Size target : { Size { 1, 1 }, Size { 13, 90 }, Size { 100, 7 } }) {
                const Image small
                    = resample(flat, { 3.25, 1.5, 50.5, 40 }, target, ResampleKernel(kernel));
                QCOMPARE(small.size(), target);
                QVERIFY(std::ranges::all_of(
                    small.pixels(), [grey](std::uint8_t v) { return v == grey; }));
            }
        }
    }

    void valuesArePillows_data();
    void valuesArePillows();

    void nearestTakesThePixelUnderTheCentre()
    {
        const Image ramp = greyImage(10, 1, [](int x, int) { return x; });
        const auto row = [&](double begin, double width, int target) {
            return firstRow(
                resample(ramp, { begin, 0, width, 1 }, { target, 1 }, ResampleKernel::Nearest));
        };
        QCOMPARE(row(0, 10, 5), (QList<int> { 1, 3, 5, 7, 9 }));
        QCOMPARE(row(0, 10, 4), (QList<int> { 1, 3, 6, 8 }));
        QCOMPARE(row(2.5, 5, 5), (QList<int> { 3, 4, 5, 6, 7 }));
        QCOMPARE(row(0, 2, 6), (QList<int> { 0, 0, 0, 1, 1, 1 }));
    }

    void channelsDoNotMix()
    {
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < 40; ++i)
            rgb.insert(rgb.end(), { 255, 0, static_cast<std::uint8_t>(6 * i) });
        const Image image({ 10, 4 }, std::move(rgb));
        const Image small = resample(image, { 0, 0, 10, 4 }, { 3, 3 }, ResampleKernel::Bilinear);
        for (std::size_t i = 0; i < small.pixels().size(); i += 3) {
            QCOMPARE(int(small.pixels()[i]), 255);
            QCOMPARE(int(small.pixels()[i + 1]), 0);
        }
    }
};

void ResampleTest::valuesArePillows_data()
{
    QTest::addColumn<int>("kernel");
    QTest::addColumn<double>("begin");
    QTest::addColumn<double>("width");
    QTest::addColumn<QList<int>>("expected");
    // Pillow 9.4.0, Image.resize((5, 1), kernel, box) of the 13 × 1 picture x → x·x·97 mod 256.
    QTest::newRow("nearest, the whole")
        << int(ResampleKernel::Nearest) << 0.0 << 13.0 << QList<int> { 97, 105, 164, 177, 217 };
    QTest::newRow("nearest, a fractional part")
        << int(ResampleKernel::Nearest) << 1.625 << 9.75 << QList<int> { 132, 16, 164, 64, 228 };
    QTest::newRow("nearest, a part, enlarged")
        << int(ResampleKernel::Nearest) << 4.5 << 2.25 << QList<int> { 16, 121, 121, 164, 164 };
    QTest::newRow("bilinear, the whole")
        << int(ResampleKernel::Bilinear) << 0.0 << 13.0 << QList<int> { 77, 85, 129, 148, 195 };
    QTest::newRow("bilinear, a fractional part")
        << int(ResampleKernel::Bilinear) << 1.625 << 9.75 << QList<int> { 115, 65, 149, 112, 209 };
    QTest::newRow("bilinear, a part, enlarged")
        << int(ResampleKernel::Bilinear) << 4.5 << 2.25 << QList<int> { 40, 87, 126, 146, 164 };
    QTest::newRow("bicubic, the whole")
        << int(ResampleKernel::Bicubic) << 0.0 << 13.0 << QList<int> { 76, 85, 128, 148, 199 };
    QTest::newRow("bicubic, a fractional part")
        << int(ResampleKernel::Bicubic) << 1.625 << 9.75 << QList<int> { 117, 63, 150, 110, 213 };
    QTest::newRow("bicubic, a part, enlarged")
        << int(ResampleKernel::Bicubic) << 4.5 << 2.25 << QList<int> { 28, 85, 130, 153, 164 };
    QTest::newRow("lanczos, the whole")
        << int(ResampleKernel::Lanczos) << 0.0 << 13.0 << QList<int> { 77, 89, 120, 152, 202 };
    QTest::newRow("lanczos, a fractional part")
        << int(ResampleKernel::Lanczos) << 1.625 << 9.75 << QList<int> { 118, 61, 151, 107, 214 };
    QTest::newRow("lanczos, a part, enlarged")
        << int(ResampleKernel::Lanczos) << 4.5 << 2.25 << QList<int> { 25, 78, 134, 159, 164 };
    QTest::newRow("box, the whole")
        << int(ResampleKernel::Box) << 0.0 << 13.0 << QList<int> { 76, 61, 143, 121, 196 };
    QTest::newRow("box, a fractional part")
        << int(ResampleKernel::Box) << 1.625 << 9.75 << QList<int> { 119, 69, 164, 105, 203 };
    QTest::newRow("box, a part, enlarged")
        << int(ResampleKernel::Box) << 4.5 << 2.25 << QList<int> { 16, 121, 121, 164, 164 };
    QTest::newRow("hamming, the whole")
        << int(ResampleKernel::Hamming) << 0.0 << 13.0 << QList<int> { 72, 77, 143, 139, 195 };
    QTest::newRow("hamming, a fractional part")
        << int(ResampleKernel::Hamming) << 1.625 << 9.75 << QList<int> { 120, 55, 152, 101, 214 };
    QTest::newRow("hamming, a part, enlarged")
        << int(ResampleKernel::Hamming) << 4.5 << 2.25 << QList<int> { 22, 105, 122, 150, 164 };
}

void ResampleTest::valuesArePillows()
{
    QFETCH(int, kernel);
    QFETCH(double, begin);
    QFETCH(double, width);
    QFETCH(QList<int>, expected);
    const auto curve = [](int along) { return along * along * 97 % 256; };
    const Image across = greyImage(13, 1, [&](int x, int) { return curve(x); });
    const Image down = greyImage(1, 13, [&](int, int y) { return curve(y); });
    const auto shape = ResampleKernel(kernel);
    QCOMPARE(firstRow(resample(across, { begin, 0, width, 1 }, { 5, 1 }, shape)), expected);
    const Image column = resample(down, { 0, begin, 1, width }, { 1, 5 }, shape);
    QList<int> values;
    for (int y = 0; y < column.height(); ++y)
        values.append(column.row(y)[0]);
    QCOMPARE(values, expected);
}

QTEST_GUILESS_MAIN(ResampleTest)
#include "tst_resample.moc"

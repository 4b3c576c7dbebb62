#include "image/decoder.h"
#include "image/preprocess.h"
#include "image/resample.h"
#include "support/json.h"
#include "support/shared_data.h"
#include "tensor/npy.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace netlens;

namespace {

constexpr const char* kFolder = "data/goldens/_image_io";

const std::map<std::string, ResampleKernel>& kernels()
{
    static const std::map<std::string, ResampleKernel> kKernels {
        { "nearest", ResampleKernel::Nearest },
        { "bilinear", ResampleKernel::Bilinear },
        { "bicubic", ResampleKernel::Bicubic },
        { "lanczos", ResampleKernel::Lanczos },
        { "box", ResampleKernel::Box },
        { "hamming", ResampleKernel::Hamming },
    };
    return kKernels;
}

/// Largest difference of a picture to a golden tensor of 0–255, height × width × 3.
double worstDifference(const Image& image, const Tensor& golden)
{
    const auto pixels = image.pixels();
    if (golden.shape != Shape { image.height(), image.width(), 3 })
        return 256;
    double worst = 0;
    for (std::size_t i = 0; i < pixels.size(); ++i)
        worst = std::max(worst, std::abs(double(pixels[i]) - double(golden.values[i])));
    return worst;
}

nlohmann::json manifest()
{
    const auto folder = sharedData(kFolder);
    return folder ? readJson(*folder / "manifest.json") : nlohmann::json();
}

} // namespace

class ImageIoTest : public QObject {
    Q_OBJECT

private slots:
    void picturesLoadAsKerasLoadsThem_data();
    void picturesLoadAsKerasLoadsThem();
    void picturesResizeAsKerasResizesThem_data();
    void picturesResizeAsKerasResizesThem();
    void everyByteIsPreprocessedAsKerasDoes();
    void allPhotographsDecode();
};

void ImageIoTest::picturesLoadAsKerasLoadsThem_data()
{
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("loaded");
    const auto json = manifest();
    if (json.is_null()) {
        QTest::newRow("no shared data") << std::string() << std::string();
        return;
    }
    for (const auto& entry : json.at("images")) {
        const std::string file = entry.at("file");
        const std::string loaded = entry.at("loaded");
        QTest::newRow(file.c_str()) << file << loaded;
    }
}

void ImageIoTest::picturesLoadAsKerasLoadsThem()
{
    NETLENS_REQUIRE_SHARED(folder, kFolder);
    QFETCH(std::string, file);
    QFETCH(std::string, loaded);
    // Keras's load_img knows no EXIF.
    const auto picture = decodePicture(folder / file, { .ignoreExif = true });
    QVERIFY2(picture.has_value(), picture ? "" : picture.error().detail.c_str());

    const std::string sameAs = "identical to ";
    if (loaded.starts_with(sameAs)) {
        const auto end = loaded.find(' ', sameAs.size());
        const auto other
            = decodePicture(folder / loaded.substr(sameAs.size(), end - sameAs.size()));
        QVERIFY(other.has_value());
        QVERIFY(std::ranges::equal(picture->image.pixels(), other->image.pixels()));
        return;
    }
    const auto golden = readNpy(folder / loaded);
    QVERIFY(golden.has_value());
    const double worst = worstDifference(picture->image, *golden);
    // The documented difference: 16-bit values are scaled here, and cut off at 255 there.
    if (file == "gray16.png") {
        QVERIFY(worst > 100 && worst < 256);
        return;
    }
    QVERIFY2(worst == 0, qPrintable(QString::number(worst)));
}

void ImageIoTest::picturesResizeAsKerasResizesThem_data()
{
    QTest::addColumn<std::string>("source");
    QTest::addColumn<QSize>("target");
    QTest::addColumn<std::string>("interpolation");
    QTest::addColumn<std::string>("file");
    const auto json = manifest();
    if (json.is_null()) {
        QTest::newRow("no shared data")
            << std::string() << QSize() << std::string() << std::string();
        return;
    }
    for (const auto& entry : json.at("resizes")) {
        // Other operations of Keras, which this program does not offer.
        if (entry.contains("op") || entry.value("keep_aspect_ratio", false))
            continue;
        const std::string file = entry.at("file");
        const auto& size = entry.at("target_size");
        QTest::newRow(file.c_str())
            << entry.at("source").get<std::string>() << QSize(size.at(1), size.at(0))
            << entry.at("interpolation").get<std::string>() << file;
    }
}

void ImageIoTest::picturesResizeAsKerasResizesThem()
{
    NETLENS_REQUIRE_SHARED(folder, kFolder);
    QFETCH(std::string, source);
    QFETCH(QSize, target);
    QFETCH(std::string, interpolation);
    QFETCH(std::string, file);
    const auto picture = decodePicture(folder / source);
    QVERIFY(picture.has_value());
    QVERIFY(kernels().contains(interpolation));
    const FittedPicture fitted = fitPicture(picture->image, { target.width(), target.height() },
        { .fit = Fit::Stretch, .kernel = kernels().at(interpolation) });
    const auto golden = readNpy(folder / file);
    QVERIFY(golden.has_value());
    // Equal, not only near: the fixed-point arithmetic is Pillow's.
    QCOMPARE(worstDifference(fitted.image, *golden), 0.0);
}

void ImageIoTest::everyByteIsPreprocessedAsKerasDoes()
{
    NETLENS_REQUIRE_SHARED(folder, kFolder);
    const auto golden = readNpy(folder / "preprocess_0_255.npy");
    QVERIFY(golden.has_value());
    QCOMPARE(golden->values.size(), std::size_t { 256 });
    std::vector<std::uint8_t> rgb(256 * 3);
    for (std::size_t i = 0; i < rgb.size(); ++i)
        rgb[i] = static_cast<std::uint8_t>(i / 3);
    std::vector<float> values(rgb.size());
    toNetworkInput(Image({ 256, 1 }, std::move(rgb)), 3, values);
    for (std::size_t i = 0; i < values.size(); ++i)
        QVERIFY(values[i] == golden->values[i / 3]);
}

void ImageIoTest::allPhotographsDecode()
{
    NETLENS_REQUIRE_SHARED(folder, "data/photos");
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto picture = decodePicture(entry.path(), { .target = { 96, 96 } });
        QVERIFY2(picture.has_value(), entry.path().c_str());
        ++count;
    }
    QVERIFY(count > 0);
}

QTEST_GUILESS_MAIN(ImageIoTest)
#include "tst_image_io.moc"

#include "image/decoder.h"

#include "support/picture_files.h"

#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QtTest>

#include <algorithm>
#include <cstdlib>
#include <unistd.h>

using namespace netlens;

Q_DECLARE_METATYPE(Bytes)

namespace {

Result<DecodedPicture> decode(const Bytes& file, const DecodeOptions& options = {})
{
    return decodePicture(file, "x", options);
}

/// The raster as RGB, alpha dropped.
Bytes rgbOf(const Raster& raster)
{
    Bytes rgb;
    const auto samples = static_cast<std::size_t>(raster.samples);
    for (std::size_t i = 0; i < raster.values.size(); i += samples)
        for (std::size_t c = 0; c < 3; ++c)
            rgb.push_back(raster.values[i + (samples >= 3 ? c : 0)]);
    return rgb;
}

int worstDifference(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b)
{
    if (a.size() != b.size())
        return 256;
    int worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        worst = std::max(worst, std::abs(a[i] - b[i]));
    return worst;
}

/// Where EXIF puts the stored pixel (x, y).
/// Source: Exif 2.32, tag 0x0112: which edges of the scene the first row and column are.
Raster turned(const Raster& stored, int orientation)
{
    const int lastX = stored.width - 1;
    const int lastY = stored.height - 1;
    const bool swaps = orientation >= 5;
    return makeRaster(swaps ? stored.height : stored.width, swaps ? stored.width : stored.height, 3,
        [&](int x, int y, int s) {
            const int sx[] = { x, lastX - x, lastX - x, x, y, y, lastX - y, lastX - y };
            const int sy[] = { y, y, lastY - y, lastY - y, x, lastY - x, lastY - x, x };
            const int at = sy[orientation - 1] * stored.width + sx[orientation - 1];
            return stored.values[static_cast<std::size_t>(3 * at + s)];
        });
}

/// What the process writes to stderr meanwhile.
class StderrCapture {
public:
    StderrCapture()
    {
        m_file.open();
        std::fflush(stderr);
        m_before = ::dup(STDERR_FILENO);
        ::dup2(m_file.handle(), STDERR_FILENO);
    }
    ~StderrCapture() { restore(); }
    QByteArray text()
    {
        restore();
        m_file.seek(0);
        return m_file.readAll();
    }

private:
    void restore()
    {
        if (m_before < 0)
            return;
        std::fflush(stderr);
        ::dup2(m_before, STDERR_FILENO);
        ::close(m_before);
        m_before = -1;
    }
    QTemporaryFile m_file;
    int m_before = -1;
};

/// Name → a sound file of every format.
std::vector<std::pair<QByteArray, Bytes>> soundFiles()
{
    const Raster picture = gradientRaster(40, 30);
    const Raster indices = makeRaster(40, 30, 1, [](int x, int y, int) { return (x * y + x) % 4; });
    return { { "JPEG", encodePicture(".jpg", picture) }, { "PNG", encodePicture(".png", picture) },
        { "WebP", encodePicture(".webp", picture) }, { "BMP", encodePicture(".bmp", picture) },
        { "TIFF", makeTiff(picture) },
        { "GIF", makeGif(indices, { .canvasWidth = 40, .canvasHeight = 30 }) } };
}

} // namespace

class DecoderTest : public QObject {
    Q_OBJECT

private slots:
    void pixelsComeOutAsStored_data();
    void pixelsComeOutAsStored();
    void orientationIsAppliedOnce_data();
    void orientationIsAppliedOnce();
    void senselessOrientationIsIgnored();
    void gifFramesLieOnTheirCanvas_data();
    void gifFramesLieOnTheirCanvas();
    void cutFilesAreDamaged_data();
    void cutFilesAreDamaged();
    void corruptFilesNeverEscape_data();
    void corruptFilesNeverEscape();
    void jpegWithMissingDataIsDamaged();
    void otherFilesAreToldApart_data();
    void otherFilesAreToldApart();
    void capsHoldBeforeDecoding();
    void sizesNoMemoryHoldsAreRefused_data();
    void sizesNoMemoryHoldsAreRefused();
    void aSizeHiddenInAJpegIsFound();
    void largeJpegsAreReduced_data();
    void largeJpegsAreReduced();
    void contentDecidesNotTheSuffix();
    void troubleWithTheFileIsNamed();
};

void DecoderTest::pixelsComeOutAsStored_data()
{
    QTest::addColumn<Bytes>("file");
    QTest::addColumn<int>("format");
    QTest::addColumn<Bytes>("expected");
    QTest::addColumn<int>("tolerance");
    const Raster rgb = gradientRaster(33, 21);
    const Raster grey = makeRaster(33, 21, 1, [](int x, int y, int) { return 7 * x + y; });
    // Alpha rises from nothing: blending would show.
    const Raster rgba = makeRaster(
        33, 21, 4, [](int x, int y, int s) { return s == 3 ? 12 * y : 60 * s + 3 * x + y; });
    const auto row = [](const char* name, const Bytes& file, PictureFormat format,
                         const Raster& raster, int tolerance = 0) {
        QTest::newRow(name) << file << int(format) << rgbOf(raster) << tolerance;
    };
    row("JPEG", encodePicture(".jpg", rgb), PictureFormat::Jpeg, rgb, 12);
    row("grey JPEG", encodePicture(".jpg", gradientRaster(9, 9)), PictureFormat::Jpeg,
        gradientRaster(9, 9), 24);
    row("PNG", encodePicture(".png", rgb), PictureFormat::Png, rgb);
    row("grey PNG", encodePicture(".png", grey), PictureFormat::Png, grey);
    row("PNG whose alpha is dropped", encodePicture(".png", rgba), PictureFormat::Png, rgba);
    row("16-bit PNG scaled to 8", encodeGrey16Png(grey), PictureFormat::Png, grey);
    row("WebP", encodePicture(".webp", rgb), PictureFormat::WebP, rgb);
    row("BMP", encodePicture(".bmp", rgb), PictureFormat::Bmp, rgb);
    row("grey BMP", encodePicture(".bmp", grey), PictureFormat::Bmp, grey);
    row("TIFF", makeTiff(rgb), PictureFormat::Tiff, rgb);
    row("grey TIFF", makeTiff(grey), PictureFormat::Tiff, grey);
    row("TIFF whose alpha is dropped", makeTiff(rgba), PictureFormat::Tiff, rgba);
}

void DecoderTest::pixelsComeOutAsStored()
{
    QFETCH(Bytes, file);
    QFETCH(int, format);
    QFETCH(Bytes, expected);
    QFETCH(int, tolerance);
    const auto picture = decode(file);
    QVERIFY2(picture.has_value(), picture ? "" : picture.error().detail.c_str());
    QCOMPARE(int(picture->format), format);
    QCOMPARE(picture->reduction, 1);
    QCOMPARE(picture->fullSize, picture->image.size());
    const int worst = worstDifference(picture->image.pixels(), expected);
    QVERIFY2(worst <= tolerance, qPrintable(QString::number(worst)));
}

void DecoderTest::orientationIsAppliedOnce_data()
{
    QTest::addColumn<Bytes>("file");
    QTest::addColumn<int>("orientation");
    QTest::addColumn<int>("tolerance");
    const Raster picture = gradientRaster(100, 70);
    for (int o = 1; o <= 8; ++o) {
        const auto row = [o](const char* name, const Bytes& file, int tolerance) {
            QTest::addRow("%s, orientation %d", name, o) << file << o << tolerance;
        };
        row("JPEG", withOrientation(encodePicture(".jpg", picture), o), 12);
        row("JPEG, big-endian", withOrientation(encodePicture(".jpg", picture), o, true), 12);
        row("PNG", withOrientation(encodePicture(".png", picture), o), 0);
        row("WebP", withOrientation(encodePicture(".webp", picture), o), 0);
        row("TIFF", makeTiff(picture, o), 0);
    }
}

void DecoderTest::orientationIsAppliedOnce()
{
    QFETCH(Bytes, file);
    QFETCH(int, orientation);
    QFETCH(int, tolerance);
    const Raster stored = gradientRaster(100, 70);
    const Raster expected = turned(stored, orientation);

    const auto header = readPictureHeader(file);
    QVERIFY(header.has_value());
    QCOMPARE(header->storedSize, (Size { 100, 70 }));
    QCOMPARE(header->exifOrientation, orientation);

    const auto upright = decode(file);
    QVERIFY2(upright.has_value(), upright ? "" : upright.error().detail.c_str());
    QCOMPARE(upright->image.size(), (Size { expected.width, expected.height }));
    QCOMPARE(upright->fullSize, upright->image.size());
    QVERIFY(worstDifference(upright->image.pixels(), expected.values) <= tolerance);

    const auto ignored = decode(file, { .ignoreExif = true });
    QVERIFY(ignored.has_value());
    QCOMPARE(ignored->image.size(), (Size { 100, 70 }));
    QCOMPARE(ignored->fullSize, (Size { 100, 70 }));
    QVERIFY(worstDifference(ignored->image.pixels(), stored.values) <= tolerance);
}

void DecoderTest::senselessOrientationIsIgnored()
{
    const Bytes plain = encodePicture(".jpg", gradientRaster(20, 10));
    for (const int orientation : { 0, 9, 65535 }) {
        const auto header = readPictureHeader(withOrientation(plain, orientation));
        QVERIFY(header.has_value());
        QCOMPARE(header->exifOrientation, 1);
    }
}

void DecoderTest::gifFramesLieOnTheirCanvas_data()
{
    QTest::addColumn<int>("left");
    QTest::addColumn<bool>("interlaced");
    QTest::addColumn<int>("transparent");
    QTest::addColumn<int>("outside");
    QTest::newRow("inside the canvas") << 3 << false << -1 << 0;
    QTest::newRow("interlaced") << 3 << true << -1 << 0;
    QTest::newRow("transparent colour fills the rest and keeps its colour") << 3 << false << 2 << 2;
    QTest::newRow("beyond the canvas, which grows") << 15 << false << -1 << 0;
    QTest::newRow("beside the canvas, which grows") << 40 << false << -1 << 0;
}

void DecoderTest::gifFramesLieOnTheirCanvas()
{
    QFETCH(int, left);
    QFETCH(bool, interlaced);
    QFETCH(int, transparent);
    QFETCH(int, outside);
    constexpr int kTop = 2;
    const Raster frame = makeRaster(10, 13, 1, [](int x, int y, int) { return (x + 3 * y) % 4; });
    const Bytes file = makeGif(frame, { 20, 12, left, kTop, interlaced, transparent });
    const auto picture = decode(file);
    QVERIFY2(picture.has_value(), picture ? "" : picture.error().detail.c_str());
    const Size canvas { std::max(20, left + frame.width), kTop + frame.height };
    const Raster expected = makeRaster(canvas.width, canvas.height, 3, [&](int x, int y, int s) {
        const bool inside = x >= left && x < left + frame.width && y >= kTop;
        const int index = inside ? (x - left + 3 * (y - kTop)) % 4 : outside;
        return index == s + 1 ? 255 : 0;
    });
    QCOMPARE(picture->image.size(), canvas);
    QCOMPARE(worstDifference(picture->image.pixels(), expected.values), 0);
}

void DecoderTest::cutFilesAreDamaged_data()
{
    QTest::addColumn<Bytes>("file");
    QTest::addColumn<bool>("endMatters");
    for (const auto& [name, file] : soundFiles())
        QTest::newRow(name.constData())
            << file << (name != "GIF" && name != "BMP" && name != "TIFF");
}

void DecoderTest::cutFilesAreDamaged()
{
    QFETCH(Bytes, file);
    QFETCH(bool, endMatters);
    QVERIFY(decode(file).has_value());
    StderrCapture capture;
    QStringList wrong;
    // The last bytes of some formats say nothing.
    const std::size_t lastPixel = file.size() - 8;
    for (std::size_t left = 1; left < lastPixel; left += left < 200 ? 1 : 37) {
        const auto picture = decode(Bytes(file.begin(), file.begin() + std::ptrdiff_t(left)));
        if (picture)
            wrong.append(QStringLiteral("%1 bytes decode").arg(left));
        else if (left >= 30 && picture.error().code != ErrorCode::PictureDamaged)
            wrong.append(
                QStringLiteral("%1 bytes: code %2").arg(left).arg(int(picture.error().code)));
    }
    const bool endlessIsSound = decode(Bytes(file.begin(), file.end() - 1)).has_value();
    QCOMPARE(capture.text(), QByteArray());
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
    QVERIFY(!(endMatters && endlessIsSound));
}

void DecoderTest::corruptFilesNeverEscape_data()
{
    QTest::addColumn<Bytes>("file");
    for (const auto& [name, file] : soundFiles())
        QTest::newRow(name.constData()) << file;
}

void DecoderTest::corruptFilesNeverEscape()
{
    QFETCH(Bytes, file);
    StderrCapture capture;
    QList<int> codes;
    for (std::size_t at = 0; at < file.size(); at += 1 + at / 40) {
        for (const int flip : { 0x01, 0x80, 0xFF }) {
            Bytes corrupt = file;
            corrupt[at] = static_cast<std::uint8_t>(corrupt[at] ^ flip);
            const auto picture = decode(corrupt, { .maxPixels = 1000 * 1000 });
            if (!picture)
                codes.append(int(picture.error().code));
        }
    }
    QCOMPARE(capture.text(), QByteArray());
    QVERIFY(!codes.isEmpty());
    for (const int code : codes)
        QVERIFY2(code == int(ErrorCode::PictureDamaged) || code == int(ErrorCode::NotAPicture)
                || code == int(ErrorCode::PictureTooLarge)
                || code == int(ErrorCode::PictureFormatUnsupported),
            qPrintable(QString::number(code)));
}

void DecoderTest::jpegWithMissingDataIsDamaged()
{
    const Raster noise
        = makeRaster(64, 64, 3, [](int x, int y, int s) { return x * y * 31 + 97 * x * (s + 1); });
    Bytes file = encodePicture(".jpg", noise);
    // Only the end marker tells that it is over; libjpeg fills the rest with grey.
    file.erase(file.begin() + std::ptrdiff_t(file.size() / 2), file.end() - 2);
    StderrCapture capture;
    const auto picture = decode(file);
    QCOMPARE(capture.text(), QByteArray());
    QVERIFY(!picture.has_value());
    QCOMPARE(picture.error().code, ErrorCode::PictureDamaged);
    QVERIFY(!picture.error().detail.empty());
}

void DecoderTest::otherFilesAreToldApart_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("detail");
    const auto unsupported = [](const char* name, const QByteArray& content) {
        QTest::newRow(name) << content << int(ErrorCode::PictureFormatUnsupported)
                            << QByteArray(name);
    };
    unsupported("HEIC",
        QByteArray("\0\0\0\x18"
                   "ftypheic\0\0\0\0",
            16));
    unsupported("AVIF",
        QByteArray("\0\0\0\x18"
                   "ftypavif\0\0\0\0",
            16));
    unsupported("MPEG-4 video",
        QByteArray("\0\0\0\x18"
                   "ftypisom\0\0\0\0",
            16));
    unsupported("JPEG XL", QByteArray("\xFF\x0A\0\0", 4));
    unsupported("JPEG 2000", QByteArray("\0\0\0\x0CjP  \r\n\x87\n", 12));
    unsupported("BigTIFF", QByteArray("II+\0\x08\0\0\0", 8));
    unsupported("PDF", "%PDF-1.7\n");
    unsupported("SVG", "<?xml version=\"1.0\"?>\n<!-- drawing -->\n<svg xmlns=\"x\"/>");
    unsupported("Photoshop", "8BPS....");
    unsupported("animated WebP",
        QByteArray("RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\x27\0\0\x1D\0\0", 30));
    const auto notAPicture = [](const char* name, const QByteArray& content) {
        QTest::newRow(name) << content << int(ErrorCode::NotAPicture) << QByteArray();
    };
    notAPicture("a text", "BMW makes cars, and this text begins like a bitmap");
    notAPicture("a web page", "<!DOCTYPE html><html><body>404</body></html>");
    notAPicture("weights", "\x89HDF\r\n\x1A\n");
    notAPicture("one byte", "G");
    QTest::newRow("nothing") << QByteArray() << int(ErrorCode::FileEmpty) << QByteArray();
}

void DecoderTest::otherFilesAreToldApart()
{
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    QFETCH(QByteArray, detail);
    const auto picture = decode(Bytes(content.begin(), content.end()));
    QVERIFY(!picture.has_value());
    QCOMPARE(int(picture.error().code), code);
    QCOMPARE(picture.error().subject, std::string("x"));
    QCOMPARE(QByteArray::fromStdString(picture.error().detail), detail);
}

void DecoderTest::capsHoldBeforeDecoding()
{
    for (const auto& [name, file] : soundFiles()) {
        const auto tooMany = decode(file, { .maxPixels = 40 * 30 - 1 });
        QVERIFY(!tooMany.has_value());
        QCOMPARE(tooMany.error().code, ErrorCode::PictureTooLarge);
        QVERIFY(decode(file, { .maxPixels = 40 * 30 }).has_value());
        const auto tooLong = decode(file, { .maxBytes = file.size() - 1 });
        QVERIFY(!tooLong.has_value());
        QCOMPARE(tooLong.error().code, ErrorCode::FileTooLarge);
        QVERIFY(decode(file, { .maxBytes = file.size() }).has_value());
    }
}

void DecoderTest::sizesNoMemoryHoldsAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    const auto hex = [](const char* digits) { return QByteArray::fromHex(digits); };
    QTest::newRow("a PNG of 2 billion pixels squared")
        << hex("89504e470d0a1a0a0000000d494844527fffffff7fffffff0802000000") + QByteArray(40, '\0')
        << int(ErrorCode::PictureTooLarge);
    QTest::newRow("a PNG without width")
        << hex("89504e470d0a1a0a0000000d4948445200000000000000100802000000")
        << int(ErrorCode::PictureDamaged);
    QTest::newRow("a JPEG of 65535 squared")
        << hex("ffd8ffc0001108ffffffff03011100021100031100") << int(ErrorCode::PictureTooLarge);
    QTest::newRow("a GIF with a frame of 65535 squared on a small canvas") << QByteArray("GIF89a")
            + hex("08000800000000 2c00000000ffffffff00 02") << int(ErrorCode::PictureTooLarge);
    QTest::newRow("a GIF without a size")
        << QByteArray("GIF89a\0\0\0\0\0\0\0", 13) << int(ErrorCode::PictureDamaged);
    QTest::newRow("a BMP of negative height beyond int") << QByteArray("BM") + QByteArray(12, '\0')
            + hex("28000000ffffff7f00000080") << int(ErrorCode::PictureDamaged);
    QTest::newRow("a TIFF of 16 squared in a tile of 60000 squared") << hex(
        "49492a00080000000a00"
        "0001030001000000100000000101030001000000100000000201030001000000080000000301030001"
        "000000010000000601030001000000010000001501030001000000010000004201040001000000"
        "60ea00004301040001000000 60ea00004401040001000000080000004501040001000000080000"
        "0000000000") << int(ErrorCode::PictureTooLarge);
    QTest::newRow("a TIFF whose directory lies beyond the end")
        << hex("49492a00f0ffffff") << int(ErrorCode::PictureDamaged);
}

void DecoderTest::sizesNoMemoryHoldsAreRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    const auto picture = decode(Bytes(content.begin(), content.end()));
    QVERIFY(!picture.has_value());
    QCOMPARE(int(picture.error().code), code);
}

// libjpeg takes FF 01 for a marker without content. Where it is taken for one with a length, the
// frame behind it goes unseen until a small one inside a comment.
void DecoderTest::aSizeHiddenInAJpegIsFound()
{
    const QByteArray large = QByteArray::fromHex("ffc0000b084e204e2001011100");
    const QByteArray small = QByteArray::fromHex("ffc0000b080008000801011100");
    const QByteArray blanks(0xFFC0 - large.size() - 4, ' ');
    const auto commentLength = static_cast<int>(2 + blanks.size() + small.size());
    QByteArray file = QByteArray::fromHex("ffd8ff01") + large + QByteArray::fromHex("fffe");
    file += static_cast<char>(commentLength >> 8);
    file += static_cast<char>(commentLength & 0xFF);
    file += blanks + small + QByteArray::fromHex("ffda0008010100003f00") + QByteArray(64, '\0');
    const Bytes bytes(file.begin(), file.end());
    const auto header = readPictureHeader(bytes);
    QVERIFY(header.has_value());
    QCOMPARE(header->storedSize, (Size { 8, 8 }));
    const auto picture = decode(bytes);
    QVERIFY(!picture.has_value());
    QCOMPARE(picture.error().code, ErrorCode::PictureDamaged);
    QCOMPARE(picture.error().detail, std::string("the content contradicts the header"));
}

void DecoderTest::largeJpegsAreReduced_data()
{
    QTest::addColumn<QSize>("target");
    QTest::addColumn<double>("usedFraction");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("reduction");
    QTest::newRow("no wish, no reduction")
        << QSize(0, 0) << 1.0 << int(ResampleKernel::Bilinear) << 1;
    QTest::newRow("an input nearly as large as the picture")
        << QSize(600, 400) << 1.0 << int(ResampleKernel::Bilinear) << 1;
    QTest::newRow("twice the margin")
        << QSize(150, 100) << 1.0 << int(ResampleKernel::Bilinear) << 2;
    QTest::newRow("the margin on one side only")
        << QSize(150, 300) << 1.0 << int(ResampleKernel::Bilinear) << 1;
    QTest::newRow("what crop leaves is below the margin")
        << QSize(150, 100) << 0.875 << int(ResampleKernel::Bilinear) << 1;
    QTest::newRow("a small input") << QSize(75, 50) << 1.0 << int(ResampleKernel::Bilinear) << 4;
    QTest::newRow("a tiny input") << QSize(50, 33) << 1.0 << int(ResampleKernel::Bilinear) << 8;
    QTest::newRow("nearly as tiny an input")
        << QSize(51, 33) << 1.0 << int(ResampleKernel::Bilinear) << 4;
    QTest::newRow("cubic asks for more")
        << QSize(50, 33) << 1.0 << int(ResampleKernel::Bicubic) << 4;
    QTest::newRow("cubic, twice the margin")
        << QSize(37, 25) << 1.0 << int(ResampleKernel::Bicubic) << 8;
    QTest::newRow("nearest asks for all")
        << QSize(37, 25) << 1.0 << int(ResampleKernel::Nearest) << 1;
}

void DecoderTest::largeJpegsAreReduced()
{
    QFETCH(QSize, target);
    QFETCH(double, usedFraction);
    QFETCH(int, kernel);
    QFETCH(int, reduction);
    // Stored lying, shown upright: the target is that of the upright picture.
    const Raster stored = gradientRaster(401, 603);
    const Bytes jpeg = withOrientation(encodePicture(".jpg", stored), 6);
    const DecodeOptions options { .target = { target.width(), target.height() },
        .usedFraction = usedFraction,
        .kernel = ResampleKernel(kernel) };
    const auto picture = decode(jpeg, options);
    QVERIFY(picture.has_value());
    QCOMPARE(picture->reduction, reduction);
    QCOMPARE(picture->fullSize, (Size { 603, 401 }));
    QCOMPARE(picture->image.size(),
        (Size { (603 + reduction - 1) / reduction, (401 + reduction - 1) / reduction }));
    const auto png = decode(encodePicture(".png", stored), options);
    QVERIFY(png.has_value());
    QCOMPARE(png->reduction, 1);
}

void DecoderTest::contentDecidesNotTheSuffix()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("photo.jpg")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const Bytes png = encodePicture(".png", gradientRaster(5, 4));
    file.write(reinterpret_cast<const char*>(png.data()), qint64(png.size()));
    file.close();
    const auto picture = decodePicture(std::filesystem::path(file.fileName().toStdString()));
    QVERIFY(picture.has_value());
    QCOMPARE(picture->format, PictureFormat::Png);
    QCOMPARE(picture->image.size(), (Size { 5, 4 }));
}

void DecoderTest::troubleWithTheFileIsNamed()
{
    const QTemporaryDir folder;
    const std::filesystem::path absent = folder.filePath(QStringLiteral("no.png")).toStdString();
    const auto missing = decodePicture(absent);
    QVERIFY(!missing.has_value());
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
    QCOMPARE(missing.error().subject, absent.string());
    const auto directory = decodePicture(std::filesystem::path(folder.path().toStdString()));
    QVERIFY(!directory.has_value());
    QCOMPARE(directory.error().code, ErrorCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(DecoderTest)
#include "tst_decoder.moc"

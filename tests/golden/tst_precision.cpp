#include "calibration.h"
#include "classifier.h"
#include "drawings/drawing.h"
#include "engine/precision_support.h"
#include "image/decoder.h"
#include "image/encoder.h"
#include "model/top_k.h"
#include "support/cache_home.h"
#include "support/golden_cases.h"
#include "tensor/npy.h"
#include "weights/weights_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <iterator>

using namespace netlens;

namespace {

/// How a precision's answers compare with float32's and with the truth.
struct Agreement {
    int pictures = 0;
    int same = 0; ///< top classes
    int right = 0;
    int rightInFloat32 = 0;
    double moved = 0; ///< sum of |Δp| of float32's top class

    double share() const { return static_cast<double>(same) / pictures; }
};

struct Labelled {
    DecodedPicture picture;
    std::string id; ///< of its class, as the labels have it
};

Classifier classifierOf(ModelRequest request, Precision precision)
{
    request.precision = precision;
    auto model = loadModel(request);
    if (!model)
        qFatal("%s", model.error().detail.c_str());
    auto classifier = Classifier::create(*std::move(model), 1);
    if (!classifier)
        qFatal("%s", classifier.error().detail.c_str());
    return *std::move(classifier);
}

Agreement agreementOf(const ModelRequest& request, Precision precision,
    const std::vector<Labelled>& pictures, const Preprocessing& how)
{
    Classifier exact = classifierOf(request, Precision::Float32);
    Classifier rounded = classifierOf(request, precision);
    Agreement agreement;
    for (const auto& [picture, id] : pictures) {
        const auto expected = exact.recognise(picture, how);
        const auto actual = rounded.recognise(picture, how);
        if (!expected || !actual)
            qFatal("a picture could not be recognised");
        const auto best = static_cast<std::size_t>(topK(expected->logits, 1).front());
        const auto answered = static_cast<std::size_t>(topK(actual->logits, 1).front());
        const Labels& labels = *expected->labels;
        const auto idOf = [&](std::size_t index) {
            return labels[index].id.empty() ? labels[index].name : labels[index].id;
        };
        ++agreement.pictures;
        agreement.same += best == answered ? 1 : 0;
        agreement.right += idOf(answered) == id ? 1 : 0;
        agreement.rightInFloat32 += idOf(best) == id ? 1 : 0;
        agreement.moved
            += std::abs(double { expected->output.values[best] } - actual->output.values[best]);
    }
    qInfo("same top class %.4f, mean |dp| %.4f, right %.4f (float32 %.4f) of %d", agreement.share(),
        agreement.moved / agreement.pictures,
        static_cast<double>(agreement.right) / agreement.pictures,
        static_cast<double>(agreement.rightInFloat32) / agreement.pictures, agreement.pictures);
    return agreement;
}

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Decoded for the network of the request; their names begin with their class.
std::vector<Labelled> photographs(const std::vector<std::filesystem::path>& files,
    const ModelRequest& request, const Preprocessing& how)
{
    const DecodeOptions decoding
        = classifierOf(request, Precision::Float32).model().decodeOptions(how);
    std::vector<Labelled> pictures;
    for (const std::filesystem::path& file : files) {
        auto picture = decodePicture(file, decoding);
        if (!picture)
            qFatal("%s cannot be read", file.c_str());
        const std::string name = file.filename().string();
        pictures.push_back({ *std::move(picture), name.substr(0, name.find('_')) });
    }
    return pictures;
}

void addPrecisions()
{
    QTest::addColumn<Precision>("precision");
    QTest::addColumn<double>("floor");
}

/// The error's share of the values, in root mean squares.
double relativeError(std::span<const float> a, std::span<const float> b)
{
    double error = 0;
    double size = 1e-12;
    for (std::size_t i = 0; i < a.size(); ++i) {
        error += (double { a[i] } - b[i]) * (double { a[i] } - b[i]);
        size += double { b[i] } * b[i];
    }
    return a.size() == b.size() ? std::sqrt(error / size) : INFINITY;
}

} // namespace

#define NETLENS_REQUIRE_PRECISION(precision)                                                       \
    if (precisionSupport(precision) == PrecisionSupport::Unavailable)                              \
    QSKIP("skipped: this processor cannot")

class TestPrecision : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_cache = std::make_unique<CacheHome>(); }
    void cleanupTestCase() { m_cache.reset(); }
    void outputsAreNearKeras_data();
    void outputsAreNearKeras();
    void photographsKeepTheirClasses_data();
    void photographsKeepTheirClasses();
    void photographsKeepTheirClassesWithOthersShown_data();
    void photographsKeepTheirClassesWithOthersShown();
    void drawingsKeepTheirClasses_data();
    void drawingsKeepTheirClasses();

private:
    std::unique_ptr<CacheHome> m_cache;
};

void TestPrecision::outputsAreNearKeras_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    QTest::addColumn<Precision>("precision");
    QTest::addColumn<double>("tolerance");
    // The untrained weights of these cases blow rounding up a hundredfold (float32 is 2.7e-4 off
    // where trained networks are 2.7e-6): measured up to 0.19 and 0.46. Outputs that have nothing
    // to do with each other are 1.0 to 1.4 apart.
    for (const GoldenCase& golden : goldenCases()) {
        const QString name = QString::fromStdString(golden.name());
        QTest::addRow("bf16: %s", qPrintable(name)) << name << Precision::BFloat16 << 0.3;
        QTest::addRow("int8: %s", qPrintable(name)) << name << Precision::Int8 << 0.65;
    }
}

void TestPrecision::outputsAreNearKeras()
{
    QFETCH(QString, name);
    QFETCH(Precision, precision);
    QFETCH(double, tolerance);
    NETLENS_REQUIRE_PRECISION(precision);
    const GoldenCase golden = goldenCase(name.toStdString());
    const std::filesystem::path file = golden.weightsFiles().front();
    const auto input = readNpy(golden.file(golden.json.at("input_file")));
    const auto expected = readNpy(golden.file("final.npy"));
    QVERIFY(input && expected);
    Architecture table = describe(golden.config(file));
    auto weights = readWeights(file, table);
    QVERIFY(weights);
    if (!table.config.input.isStatic())
        table = atSize(table, static_cast<int>(input->shape[1]), static_cast<int>(input->shape[2]));
    auto network = Network::build(table, std::make_shared<const WeightSet>(*std::move(weights)),
        { .batch = static_cast<int>(input->shape[0]), .precision = precision });
    QVERIFY2(network, network ? "" : network.error().detail.c_str());
    std::ranges::copy(input->values, network->input().begin());
    network->run();
    QCOMPARE(network->outputShape(), expected->shape);
    const double error = relativeError(network->output(), expected->values);
    qInfo("relative error %.4f", error);
    QVERIFY(error <= tolerance);
}

void TestPrecision::photographsKeepTheirClasses_data()
{
    addPrecisions();
    QTest::addColumn<Fit>("fit");
    QTest::newRow("bf16") << Precision::BFloat16 << 0.99 << Fit::Crop; // measured: 1.0
    // Measured 0.985 (0.915 where weights had 7 bits and biases were not corrected), 0.99, 0.925.
    // Grey bars are far from what was trained and calibrated on: with them even float32 is right
    // for 0.78 only, stretched for 0.84, cropped for 0.895.
    QTest::newRow("int8, cropped") << Precision::Int8 << 0.97 << Fit::Crop;
    QTest::newRow("int8, stretched") << Precision::Int8 << 0.97 << Fit::Stretch;
    QTest::newRow("int8, padded") << Precision::Int8 << 0.9 << Fit::Pad;
}

void TestPrecision::photographsKeepTheirClasses()
{
    NETLENS_REQUIRE_SHARED(data, "data/photos");
    QFETCH(Precision, precision);
    QFETCH(double, floor);
    QFETCH(Fit, fit);
    if (precisionSupport(precision) != PrecisionSupport::Native)
        QSKIP("skipped: this processor has no instructions for it");
    ModelRequest request;
    request.weights = { .kind = WeightsChoice::Kind::File,
        .path = data.parent_path() / "weights/imagenet_mobilenet_v2_1.0_224_approx.h5" };
    if (!std::filesystem::exists(request.weights.path))
        QSKIP("skipped: no shared data");
    const Preprocessing how { .fit = fit };
    const Agreement agreement
        = agreementOf(request, precision, photographs(filesIn(data), request, how), how);
    QCOMPARE(agreement.pictures, 200);
    QVERIFY(agreement.share() >= floor);
}

void TestPrecision::photographsKeepTheirClassesWithOthersShown_data()
{
    QTest::addColumn<bool>("isShown");
    QTest::addColumn<Fit>("fit");
    QTest::newRow("drawings, crop") << false << Fit::Crop;
    QTest::newRow("photographs, crop") << true << Fit::Crop;
    QTest::newRow("drawings, stretch") << false << Fit::Stretch;
    QTest::newRow("photographs, stretch") << true << Fit::Stretch;
}

// 64 photographs calibrate 8-bit integers, the other 136 are recognised; beside it the same 136
// with drawn pictures.
void TestPrecision::photographsKeepTheirClassesWithOthersShown()
{
    NETLENS_REQUIRE_SHARED(data, "data/photos");
    QFETCH(bool, isShown);
    QFETCH(Fit, fit);
    if (precisionSupport(Precision::Int8) != PrecisionSupport::Native)
        QSKIP("skipped: this processor has no instructions for it");
    ModelRequest request;
    request.weights = { .kind = WeightsChoice::Kind::File,
        .path = data.parent_path() / "weights/imagenet_mobilenet_v2_1.0_224_approx.h5" };
    if (!std::filesystem::exists(request.weights.path))
        QSKIP("skipped: no shared data");
    const Preprocessing how { .fit = fit };
    const auto shown = calibrationPictures(data);
    QVERIFY(shown);
    std::vector<std::filesystem::path> others;
    std::ranges::set_difference(filesIn(data), *shown, std::back_inserter(others));
    if (isShown)
        request.calibrationFolder = data;
    const Agreement agreement
        = agreementOf(request, Precision::Int8, photographs(others, request, how), how);
    QCOMPARE(agreement.pictures, 136);
    QVERIFY(agreement.share() >= 0.94); // a few of 136; measured 0.956 to 1.0
}

void TestPrecision::drawingsKeepTheirClasses_data()
{
    addPrecisions();
    QTest::addColumn<bool>("othersAreShown");
    QTest::newRow("bf16") << Precision::BFloat16 << 0.99 << false; // measured: 1.0
    QTest::newRow("int8") << Precision::Int8 << 0.97 << false; // 0.997
    QTest::newRow("int8, calibrated on others") << Precision::Int8 << 0.97 << true;
}

// The demonstration model, on drawings that no training has seen.
void TestPrecision::drawingsKeepTheirClasses()
{
    QFETCH(Precision, precision);
    QFETCH(double, floor);
    QFETCH(bool, othersAreShown);
    if (precisionSupport(precision) != PrecisionSupport::Native)
        QSKIP("skipped: this processor has no instructions for it");
    constexpr std::uint64_t kSeries = 5000;
    constexpr std::uint64_t kDrawings = 300;
    ModelRequest request;
    request.weights.kind = WeightsChoice::Kind::Demo;
    const QTemporaryDir shown;
    if (othersAreShown) {
        request.calibrationFolder = shown.path().toStdString();
        for (std::uint64_t i = 0; i < kMostCalibrationPictures; ++i)
            QVERIFY(writePng(request.calibrationFolder + "/" + std::to_string(i) + ".png",
                drawings::drawNth(kSeries + 1, i, 96).picture));
    }
    std::vector<Labelled> pictures;
    for (std::uint64_t i = 0; i < kDrawings; ++i) {
        const drawings::Drawing drawing = drawings::drawNth(kSeries, i, 96);
        pictures.push_back({ { .image = drawing.picture, .fullSize = drawing.picture.size() },
            std::string(drawings::kClassNames[static_cast<std::size_t>(drawing.symbolClass)]) });
    }
    QVERIFY(agreementOf(request, precision, pictures, {}).share() >= floor);
}

QTEST_APPLESS_MAIN(TestPrecision)
#include "tst_precision.moc"

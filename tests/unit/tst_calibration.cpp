#include "calibration.h"

#include "base/content_hash.h"
#include "base/file.h"
#include "engine/calibration_pictures.h"
#include "image/encoder.h"
#include "image/preprocess.h"
#include "loaded_model.h"
#include "support/cache_home.h"
#include "support/made_pictures.h"
#include "support/random_weights.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>

using namespace netlens;

namespace {

namespace fs = std::filesystem;

Config smallConfig()
{
    Config config;
    config.alpha = 0.1;
    config.input = { 48, 64, 3 };
    config.classes = 4;
    return config;
}

/// One whose file brought the scaling along.
Config rawConfig()
{
    ExtraLayer scaling;
    scaling.kind = LayerKind::Rescaling;
    scaling.type = "Rescaling";
    scaling.name = "rescaling";
    scaling.scale = { 1 / 127.5 };
    scaling.offset = { -1 };
    Config config = smallConfig();
    config.before = { scaling };
    return config;
}

struct Model {
    explicit Model(const Config& config = smallConfig(), unsigned seed = 1)
        : table(describe(config))
        , weights(randomWeights(table, seed))
    {
    }
    Result<Calibration> calibrated(const std::string& folder = {}) const
    {
        return calibrate(table, weights, folder);
    }
    ActivationRanges ranges(const std::string& folder = {}) const
    {
        const auto calibration = calibrated(folder);
        if (!calibration)
            qFatal("%s", calibration.error().detail.c_str());
        return *calibration->ranges;
    }

    Architecture table;
    SharedWeights weights;
};

void writeText(const fs::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

/// The same size and time, but nothing in it.
void hollowOut(const fs::path& path)
{
    const auto time = fs::last_write_time(path);
    writeText(path, std::string(fs::file_size(path), 'x'));
    fs::last_write_time(path, time);
}

/// A folder with two pictures, a.png and b.png.
class Pictures {
public:
    Pictures()
    {
        for (const int seed : { 0, 1 })
            add(seed == 0 ? "a.png" : "b.png", madePicture({ 90, 70 }, seed));
    }
    void add(const char* name, const Image& picture) const
    {
        if (!writePng(path(name), picture))
            qFatal("cannot write a picture");
    }
    fs::path path(const char* name) const { return fs::path(folder()) / name; }
    std::string folder() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

Image plain(Size size, std::uint8_t grey)
{
    const auto pixels
        = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    return { size, std::vector<std::uint8_t>(3 * pixels, grey) };
}

/// Of a layer's channels over made pictures, by the network itself.
ChannelRanges rangesOf(const Model& model, const std::string& layer)
{
    auto network = Network::build(model.table, model.weights, { .taps = { layer } });
    if (!network)
        qFatal("no network");
    const InputShape& shape = model.table.config.input;
    const auto channels = static_cast<std::size_t>(network->tapShape(layer).back());
    ChannelRanges ranges { std::vector<float>(channels, 0), std::vector<float>(channels, 0) };
    for (const int seed : { 0, 1 }) {
        const auto fitted
            = fitPicture(madePicture({ 90, 70 }, seed), { shape.width, shape.height }, {});
        toNetworkInput(fitted.image, shape.channels, network->input(),
            model.table.config.takesRawPixels() ? PixelRange::Bytes : PixelRange::MinusOneToOne);
        network->run();
        const auto values = network->tap(layer);
        for (std::size_t i = 0; i < values.size(); ++i) {
            float& largest = ranges.largest[i % channels];
            largest = std::max(largest, std::abs(values[i]));
            ranges.mean[i % channels]
                += values[i] * static_cast<float>(channels) / static_cast<float>(2 * values.size());
        }
    }
    return ranges;
}

} // namespace

class TestCalibration : public QObject {
    Q_OBJECT
private slots:
    void init() { m_home = std::make_unique<CacheHome>(); }
    void cleanup() { m_home.reset(); }
    void aFolderGivesTheRangesOfItsPictures_data();
    void aFolderGivesTheRangesOfItsPictures();
    void pixelsMayBeBlackAndWhiteWhateverTheFolderShows();
    void withoutAFolderDrawnPicturesServe();
    void aDynamicNetworkTakesPictures();
    void knownPicturesAreNotLookedAtAgain();
    void drawnRangesAreReadBack();
    void damageIsMeasuredAnew();
    void withoutACacheItIsMeasured();
    void whatDecidesIsInTheKey_data();
    void whatDecidesIsInTheKey();
    void unreadablePicturesAreCounted();
    void picturesArePickedEvenly();
    void whatLooksLikeAPictureIsOne();
    void foldersThatDoNotServe_data();
    void foldersThatDoNotServe();
    void onlyIntegersAreCalibrated();

private:
    std::unique_ptr<CacheHome> m_home;
};

void TestCalibration::aFolderGivesTheRangesOfItsPictures_data()
{
    QTest::addColumn<bool>("raw");
    QTest::newRow("pixels from -1 to 1") << false;
    QTest::newRow("pixels as they are") << true;
}

void TestCalibration::aFolderGivesTheRangesOfItsPictures()
{
    QFETCH(bool, raw);
    const Pictures pictures;
    const Model model(raw ? rawConfig() : smallConfig());
    const ActivationRanges ranges = model.ranges(pictures.folder());
    QCOMPARE(ranges.size(), rangedLayers(model.table).size());
    for (const char* layer : { "expanded_conv_project_BN", "block_2_add", "block_16_project_BN",
             "block_3_depthwise_relu" }) {
        const ChannelRanges expected = rangesOf(model, layer);
        const ChannelRanges& actual = ranges.at(layer);
        QCOMPARE(actual.largest.size(), expected.largest.size());
        QCOMPARE(actual.mean.size(), expected.largest.size());
        for (std::size_t c = 0; c < expected.largest.size(); ++c) {
            const float largest = expected.largest[c];
            QVERIFY2(std::abs(actual.largest[c] - largest) <= 1e-5F * largest + 1e-6F, layer);
            QVERIFY2(std::abs(actual.mean[c] - expected.mean[c]) <= 1e-4F * largest + 1e-6F, layer);
        }
    }
    // A depthwise convolution mixes no channels, and ReLU6 bounds what it reads.
    QVERIFY(!ranges.contains("block_3_expand_relu"));
}

void TestCalibration::pixelsMayBeBlackAndWhiteWhateverTheFolderShows()
{
    const Pictures pictures;
    for (const char* name : { "a.png", "b.png" })
        pictures.add(name, plain({ 70, 50 }, 128));
    const Model model;
    const std::string& input = model.table.layers.front().name;
    QCOMPARE(model.ranges(pictures.folder()).at(input).largest, std::vector<float>(3, 1.0F));
    const Model raw(rawConfig());
    const ActivationRanges ranges = raw.ranges(pictures.folder());
    QCOMPARE(ranges.at(raw.table.layers.front().name).largest, std::vector<float>(3, 255.0F));
    QCOMPARE(ranges.at("rescaling").largest, std::vector<float>(3, 1.0F));
}

void TestCalibration::withoutAFolderDrawnPicturesServe()
{
    const Model model;
    const auto drawn = measureRanges(model.table, model.weights);
    QVERIFY(drawn);
    const auto calibration = model.calibrated();
    QVERIFY(calibration);
    QVERIFY(*calibration->ranges == *drawn);
    QVERIFY(calibration->warnings.empty());
    QVERIFY(*drawn != model.ranges(Pictures().folder()));
}

void TestCalibration::aDynamicNetworkTakesPictures()
{
    Config config = smallConfig();
    config.includeTop = false;
    config.input = { InputShape::kDynamic, InputShape::kDynamic, 1 };
    const Pictures pictures;
    const ActivationRanges ranges = Model(config).ranges(pictures.folder());
    for (const float value : ranges.at("block_16_project_BN").largest)
        QVERIFY(value > 0);
}

void TestCalibration::knownPicturesAreNotLookedAtAgain()
{
    const Pictures pictures;
    const Model model;
    const ActivationRanges first = model.ranges(pictures.folder());
    QCOMPARE(m_home->files().size(), std::size_t { 1 });
    for (const char* name : { "a.png", "b.png" })
        hollowOut(pictures.path(name));
    QVERIFY(model.ranges(pictures.folder()) == first);
    fs::remove_all(m_home->folder());
    QVERIFY2(!model.calibrated(pictures.folder()), "without the cache nothing could be measured");
}

void TestCalibration::drawnRangesAreReadBack()
{
    const Model model;
    ActivationRanges expected = model.ranges();
    const fs::path file = m_home->files().at(0);
    auto bytes = readFile(file, 1 << 20);
    QVERIFY(bytes);
    // The first channel of the first layer, behind the header and its name.
    auto& [name, range] = *expected.begin();
    range.largest.front() += 1;
    std::memcpy(bytes->data() + 28 + 4 + name.size() + 4, &range.largest.front(), sizeof(float));
    const std::size_t content = bytes->size() - sizeof(std::uint64_t);
    const std::uint64_t hash = contentHash(std::as_bytes(std::span(*bytes).first(content)));
    std::memcpy(bytes->data() + content, &hash, sizeof hash);
    writeText(file, { bytes->begin(), bytes->end() });
    QVERIFY2(model.ranges() == expected, "read, not measured");
}

void TestCalibration::damageIsMeasuredAnew()
{
    const Model model;
    const ActivationRanges first = model.ranges();
    const fs::path file = m_home->files().at(0);
    const auto size = fs::file_size(file);
    fs::resize_file(file, size - 4);
    QVERIFY(model.ranges() == first);
    QCOMPARE(fs::file_size(file), size);
}

void TestCalibration::withoutACacheItIsMeasured()
{
    const Model model;
    const ActivationRanges kept = model.ranges();
    qputenv("XDG_CACHE_HOME", "/dev/null");
    QVERIFY(model.ranges() == kept);
}

void TestCalibration::whatDecidesIsInTheKey_data()
{
    using Change = std::function<void(const Pictures&, std::unique_ptr<Model>&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("misses");
    const auto row = [](const char* name, bool misses, Change change) {
        QTest::newRow(name) << change << misses;
    };
    const auto other = [](const std::function<void(Config&)>& change) {
        return [change](const Pictures&, std::unique_ptr<Model>& model) {
            Config config = smallConfig();
            change(config);
            model = std::make_unique<Model>(config);
        };
    };
    row("nothing", false, [](const Pictures&, auto&) {});
    row("other weights", true, [](const Pictures&, std::unique_ptr<Model>& model) {
        model = std::make_unique<Model>(smallConfig(), 2);
    });
    row("one weight of another value", true, [](const Pictures&, std::unique_ptr<Model>& model) {
        WeightSet weights = *model->weights;
        weights.layers.at("block_16_project").front().values.back() += 1e-6F;
        model->weights = std::make_shared<const WeightSet>(std::move(weights));
    });
    row("another alpha", true, other([](Config& config) { config.alpha = 0.35; }));
    row("another size", true, other([](Config& config) { config.input.width = 96; }));
    row("another number of classes", true, other([](Config& config) { config.classes = 5; }));
    row("scaling inside", true, other([](Config& config) { config = rawConfig(); }));
    row("a picture more", true, [](const Pictures& pictures, auto&) {
        pictures.add("c.png", madePicture({ 40, 40 }));
    });
    row("a picture less", true,
        [](const Pictures& pictures, auto&) { fs::remove(pictures.path("a.png")); });
    row("a picture of another time", true, [](const Pictures& pictures, auto&) {
        const fs::path path = pictures.path("a.png");
        fs::last_write_time(path, fs::last_write_time(path) + std::chrono::seconds(1));
    });
    row("a picture of another size", true, [](const Pictures& pictures, auto&) {
        const auto time = fs::last_write_time(pictures.path("a.png"));
        pictures.add("a.png", madePicture({ 40, 40 }));
        fs::last_write_time(pictures.path("a.png"), time);
    });
    row("a picture of another name", true, [](const Pictures& pictures, auto&) {
        fs::rename(pictures.path("a.png"), pictures.path("z.png"));
    });
    row("a text beside the pictures", false,
        [](const Pictures& pictures, auto&) { writeText(pictures.path("notes.txt"), "text"); });
}

void TestCalibration::whatDecidesIsInTheKey()
{
    using Change = std::function<void(const Pictures&, std::unique_ptr<Model>&)>;
    QFETCH(Change, change);
    QFETCH(bool, misses);
    const Pictures pictures;
    auto model = std::make_unique<Model>();
    model->ranges(pictures.folder());
    QCOMPARE(m_home->files().size(), std::size_t { 1 });
    change(pictures, model);
    model->ranges(pictures.folder());
    QCOMPARE(m_home->files().size(), std::size_t { misses ? 2U : 1U });
    model->ranges();
    QCOMPARE(m_home->files().size(), std::size_t { misses ? 3U : 2U });
}

void TestCalibration::unreadablePicturesAreCounted()
{
    const Pictures pictures;
    const Model model;
    const ActivationRanges whole = model.ranges(pictures.folder());
    for (const char* name : { "0.jpg", "c.heic", "d.png" })
        writeText(pictures.path(name), "no picture");
    for (const char* pass : { "measured", "read back" }) {
        const auto calibration = model.calibrated(pictures.folder());
        QVERIFY2(calibration, pass);
        QVERIFY2(*calibration->ranges == whole, pass);
        QCOMPARE(calibration->passedOver, 3);
        QCOMPARE(calibration->warnings,
            std::vector { "3 of the 5 pictures in " + pictures.folder()
                + " could not be read; calibration does without" });
    }
    ModelRequest request;
    request.config = smallConfig();
    request.weights.kind = WeightsChoice::Kind::Random;
    request.precision = Precision::Int8;
    request.calibrationFolder = pictures.folder();
    const auto loaded = loadModel(request);
    QVERIFY(loaded);
    QCOMPARE(loaded->passedOver, 3);
    QVERIFY(std::ranges::any_of(loaded->warnings,
        [](const std::string& warning) { return warning.starts_with("3 of the 5 pictures"); }));
}

void TestCalibration::picturesArePickedEvenly()
{
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    const auto name = [](int i) { return std::to_string(1000 + i) + ".jpg"; };
    for (int i = 0; i < 200; ++i)
        writeText(root / name(i), {});
    const auto picked = calibrationPictures(root.string());
    QVERIFY(picked);
    QCOMPARE(picked->size(), kMostCalibrationPictures);
    QVERIFY(std::ranges::is_sorted(*picked));
    QCOMPARE(picked->front(), root / name(0));
    QCOMPARE(picked->at(32), root / name(100));
    QCOMPARE(picked->back(), root / name(196));
    QVERIFY(std::ranges::adjacent_find(*picked) == picked->end());
}

void TestCalibration::whatLooksLikeAPictureIsOne()
{
    const Pictures pictures;
    pictures.add("named badly", madePicture({ 40, 40 }));
    writeText(pictures.path("notes.txt"), "text");
    fs::create_directories(pictures.path("more.png"));
    pictures.add("more.png/inside.png", madePicture({ 40, 40 }));
    pictures.add(".thumbnail.png", madePicture({ 40, 40 }));
    const auto found = calibrationPictures(pictures.folder());
    QVERIFY(found);
    QCOMPARE(*found,
        (std::vector {
            pictures.path("a.png"), pictures.path("b.png"), pictures.path("named badly") }));
}

void TestCalibration::foldersThatDoNotServe_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("channels");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* name, const char* folder, int channels, const char* detail) {
        QTest::newRow(name) << folder << channels << detail;
    };
    row("none", "gone", 3, "No such file or directory");
    row("a file", "file.png", 3, "Not a directory");
    row("an empty one", "empty", 3, "there are no pictures directly in it");
    row("one of folders", "outer", 3, "there are no pictures directly in it");
    row("one of texts that are called pictures", "broken", 3,
        "none of its 2 pictures could be read");
    row("pictures for a network of five channels", "whole", 5,
        "a picture has 1, 3 or 4 channels, this network's input has 5");
}

void TestCalibration::foldersThatDoNotServe()
{
    QFETCH(QString, name);
    QFETCH(int, channels);
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    for (const char* inner : { "empty", "outer/inner", "broken", "whole" })
        fs::create_directories(root / inner);
    for (const char* picture : { "file.png", "outer/inner/a.png", "whole/a.png" })
        QVERIFY(writePng(root / picture, madePicture({ 40, 40 })));
    for (const char* broken : { "broken/a.png", "broken/b.jpg" })
        writeText(root / broken, "text");
    Config config = smallConfig();
    config.input.channels = channels;
    const std::string asked = root / name.toStdString();
    const auto calibration = Model(config).calibrated(asked);
    QVERIFY(!calibration);
    QVERIFY(calibration.error().code == ErrorCode::CalibrationUnusable);
    QCOMPARE(calibration.error().subject, asked);
    QTEST(QString::fromStdString(calibration.error().detail), "detail");
    QVERIFY(m_home->files().empty());
}

void TestCalibration::onlyIntegersAreCalibrated()
{
    ModelRequest request;
    request.config = smallConfig();
    request.weights.kind = WeightsChoice::Kind::Random;
    request.calibrationFolder = "/gone";
    const auto model = loadModel(request);
    QVERIFY(model);
    QVERIFY(!model->ranges);
    QVERIFY(m_home->files().empty());
    request.precision = Precision::Int8;
    const auto refused = loadModel(request);
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::CalibrationUnusable);
}

QTEST_APPLESS_MAIN(TestCalibration)
#include "tst_calibration.moc"

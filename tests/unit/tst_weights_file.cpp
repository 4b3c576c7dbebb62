#include "support/hdf5_editor.h"
#include "support/keras_files.h"
#include "weights/opened_weights.h"
#include "weights/weights_file.h"
#include "weights/weights_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include <sys/stat.h>

#include <cstring>
#include <functional>
#include <limits>

using namespace netlens;
namespace fs = std::filesystem;
using Layers = std::vector<FileLayer>;
using Edit = std::function<void(Layers&)>;
Q_DECLARE_METATYPE(Edit)
Q_DECLARE_METATYPE(netlens::Config)

namespace {

Config smallConfig()
{
    Config config;
    config.alpha = 0.1;
    config.input = { 96, 96, 3 };
    config.classes = 4;
    return config;
}

/// A few float32 numbers that differ from tensor to tensor, batch statistics included.
WeightSet distinctWeights(const Architecture& architecture)
{
    WeightSet set = initialiseWeights(architecture, 7);
    float next = 0.5F;
    for (auto& [name, tensors] : set.layers)
        for (Tensor& tensor : tensors)
            if (tensor.shape.size() == 1)
                for (float& value : tensor.values)
                    value = next += 0.001F;
    return set;
}

/// "block_3_expand_BN" -> "bn3_conv_3_bn_expand", or "bn3_conv_bn_expand" with the block once.
std::string nameOf2018(std::string name, bool blockTwice)
{
    if (name == "predictions")
        return "Logits";
    if (name.starts_with("expanded_conv_"))
        name.replace(0, std::strlen("expanded_conv"), "block_0");
    if (!name.starts_with("block_"))
        return name;
    name.erase(0, std::strlen("block_"));
    const std::size_t bar = name.find('_');
    const std::string block = name.substr(0, bar);
    std::string part = name.substr(bar + 1);
    const bool normalization = part.ends_with("_BN");
    if (normalization)
        part = "bn_" + part.substr(0, part.size() - std::strlen("_BN"));
    return (normalization ? "bn" : "mobl") + block + "_conv_" + (blockTwice ? block + "_" : "")
        + part;
}

void useNamesOf2018(Layers& layers, bool blockTwice)
{
    for (FileLayer& layer : layers)
        if (!layer.weights.empty())
            layer.name = nameOf2018(layer.name, blockTwice);
}

} // namespace

class TestWeightsFile : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void writesWhatItReads_data();
    void writesWhatItReads();
    void oneLookServesBoth_data();
    void oneLookServesBoth();
    void sameWeightsMakeTheSameFile();
    void replacesAFileOnlyWhenComplete();
    void readsEveryNaming_data();
    void readsEveryNaming();
    void rotatesConvolutionKernelsOfTheano();
    void findsTheFileBehindAUserBlock();
    void refusesWhatDoesNotFit_data();
    void refusesWhatDoesNotFit();
    void saysWhatTheFileWasMadeFor_data();
    void saysWhatTheFileWasMadeFor();
    void namesOtherKindsOfFiles_data();
    void namesOtherKindsOfFiles();
    void whatIsNotANumberLoadsOnDemand();
    void aSlightlyNegativeVarianceIsFine();
    void tellsWhatAFileIs();
    void aTruncatedFileIsDamaged();

private:
    fs::path path(const char* name = "w.h5") const
    {
        return fs::path(m_folder->path().toStdString()) / name;
    }

    const Architecture m_architecture = describe(smallConfig());
    const WeightSet m_weights = distinctWeights(m_architecture);
    std::unique_ptr<QTemporaryDir> m_folder;
    long m_identifiers = 0;
};

void TestWeightsFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    // The first file makes libhdf5 set up its own identifiers.
    writeLegacyFile(path(), {});
    QVERIFY(inspectWeights(path()));
    fs::remove(path());
    m_identifiers = hdf5Identifiers();
}

void TestWeightsFile::cleanup()
{
    QCOMPARE(hdf5Identifiers(), m_identifiers);
}

static void compareSets(const WeightSet& actual, const WeightSet& expected)
{
    QCOMPARE(actual.layers.size(), expected.layers.size());
    for (const auto& [name, tensors] : expected.layers) {
        QVERIFY2(actual.layers.contains(name), name.c_str());
        QCOMPARE(actual.of(name).size(), tensors.size());
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            QCOMPARE(actual.of(name)[i].shape, tensors[i].shape);
            QVERIFY2(actual.of(name)[i].values == tensors[i].values, name.c_str());
        }
    }
}

void TestWeightsFile::writesWhatItReads_data()
{
    QTest::addColumn<Config>("config");
    Config config = smallConfig();
    QTest::newRow("classifier") << config;
    config.includeTop = false;
    QTest::newRow("no top") << config;
    config.pooling = Pooling::Max;
    QTest::newRow("no top, pooled") << config;
    config = smallConfig();
    config.alpha = 0.35;
    config.input.channels = 1;
    QTest::newRow("one channel") << config;
    config.input.channels = 5;
    config.alpha = 1.4;
    config.classes = 1;
    QTest::newRow("wide, five channels, one class") << config;
}

void TestWeightsFile::writesWhatItReads()
{
    QFETCH(Config, config);
    const Architecture architecture = describe(config);
    const WeightSet weights = distinctWeights(architecture);
    QVERIFY(writeWeights(path(), architecture, weights));
    const auto read = readWeights(path(), architecture);
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    compareSets(*read, weights);

    const auto info = inspectWeights(path());
    QVERIFY(info && info->config);
    config.input.height = config.input.width = InputShape().height;
    if (!config.includeTop)
        config.classes = Config().classes;
    QCOMPARE(*info->config, config);
    QVERIFY(!info->configIsComplete);
}

void TestWeightsFile::oneLookServesBoth_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name : { "w.h5", "w.weights.h5", "w.keras" })
        QTest::newRow(name) << QByteArray(name);
}

void TestWeightsFile::oneLookServesBoth()
{
    QFETCH(QByteArray, name);
    QVERIFY(writeWeights(path(name), m_architecture, m_weights));
    const auto opened = OpenedWeights::open(path(name));
    QVERIFY(opened.has_value());
    fs::remove(path(name)); // what reads it from here on has not looked for it again
    const WeightsFileInfo info = opened->info();
    QVERIFY(info.config.has_value());
    QCOMPARE(info.config->alpha, m_architecture.config.alpha);
    const auto read = opened->read(m_architecture, Unsound::Refused);
    QVERIFY(read.has_value());
    compareSets(*read, m_weights);
}

void TestWeightsFile::sameWeightsMakeTheSameFile()
{
    QVERIFY(writeWeights(path("a.h5"), m_architecture, m_weights));
    QVERIFY(writeWeights(path("b.h5"), m_architecture, m_weights));
    QVERIFY(readBytes(path("a.h5")) == readBytes(path("b.h5")));
}

void TestWeightsFile::replacesAFileOnlyWhenComplete()
{
    writeBytes(path(), "old");
    QVERIFY(writeWeights(path(), m_architecture, m_weights));
    QVERIFY(readWeights(path(), m_architecture));
    QCOMPARE(std::distance(fs::directory_iterator(path().parent_path()), {}), 1);
    const auto written = writeWeights(path("no/such/folder.h5"), m_architecture, m_weights);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::FileUnwritable);
}

void TestWeightsFile::readsEveryNaming_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::newRow("names of 2018 in the official files")
        << Edit([](Layers& layers) { useNamesOf2018(layers, true); });
    QTest::newRow("names of May 2018")
        << Edit([](Layers& layers) { useNamesOf2018(layers, false); });
    QTest::newRow("a classifier of one's own name")
        << Edit([](Layers& layers) { layerNamed(layers, "predictions").name = "my_dense_3"; });
    QTest::newRow("depthwise kernels named as in Keras 3") << Edit([](Layers& layers) {
        for (FileLayer& layer : layers)
            for (auto& [name, tensor] : layer.weights)
                name = name == "depthwise_kernel" ? "kernel" : name;
    });
    QTest::newRow("only the layers with weights") << Edit([](Layers& layers) {
        std::erase_if(layers, [](const FileLayer& layer) { return layer.weights.empty(); });
    });
    QTest::newRow("a layer Conv1_pad as before December 2020") << Edit([](Layers& layers) {
        layers.insert(layers.begin() + 1, { "Conv1_pad", {} });
    });
    QTest::newRow("two layers of equal shape listed the other way round") << Edit(
        [](Layers& layers) {
            std::swap(layerNamed(layers, "block_4_expand"), layerNamed(layers, "block_5_expand"));
        });
    QTest::newRow("a batch normalization's tensors listed in another order")
        << Edit([](Layers& layers) {
               std::ranges::reverse(layerNamed(layers, "block_2_project_BN").weights);
           });
    QTest::newRow("unknown names in the right order") << Edit([](Layers& layers) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            layers[i].name = "layer_" + std::to_string(i);
            for (std::size_t j = 0; j < layers[i].weights.size(); ++j)
                layers[i].weights[j].first = "param_" + std::to_string(j);
        }
    });
}

void TestWeightsFile::readsEveryNaming()
{
    QFETCH(Edit, edit);
    Layers layers = fileLayers(m_architecture, m_weights);
    edit(layers);
    writeLegacyFile(path(), layers);
    const auto read = readWeights(path(), m_architecture);
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    compareSets(*read, m_weights);
    QCOMPARE(inspectWeights(path())->officialNames, layers.back().name == "Logits");
}

void TestWeightsFile::rotatesConvolutionKernelsOfTheano()
{
    writeLegacyFile(path(), fileLayers(m_architecture, m_weights), "theano");
    const auto read = readWeights(path(), m_architecture);
    QVERIFY(read);
    WeightSet expected = m_weights;
    // (3, 3, inputs, filters): the 180° turn reverses the nine cells, each a block of its own.
    std::vector<float>& kernel = expected.layers["Conv1"][0].values;
    const std::vector<float>& straight = m_weights.of("Conv1")[0].values;
    const std::size_t block = kernel.size() / 9;
    for (std::size_t i = 0; i < kernel.size(); ++i)
        kernel[i] = straight[(8 - i / block) * block + i % block];
    compareSets(*read, expected);
}

void TestWeightsFile::findsTheFileBehindAUserBlock()
{
    writeLegacyFile(path("plain.h5"), fileLayers(m_architecture, m_weights));
    writeBytes(path(), std::string(512, '#') + readBytes(path("plain.h5")));
    const auto read = readWeights(path(), m_architecture);
    QVERIFY2(read.has_value(), read ? "" : read.error().detail.c_str());
    compareSets(*read, m_weights);
}

void TestWeightsFile::refusesWhatDoesNotFit_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<std::string>("detail");
    const auto row = [](const char* name, ErrorCode code, const char* detail, Edit edit) {
        QTest::newRow(name) << std::move(edit) << code << std::string(detail);
    };
    const auto set = [](const char* layer, std::size_t weight, float value) {
        return [=](Layers& layers) {
            layerNamed(layers, layer).weights[weight].second.values.back() = value;
        };
    };
    row("a layer missing", ErrorCode::WeightsMismatch, "missing from the file: block_7_project_BN",
        [](Layers& layers) {
            std::erase_if(
                layers, [](const FileLayer& layer) { return layer.name == "block_7_project_BN"; });
        });
    row("a layer too many", ErrorCode::WeightsMismatch, "one layer too many: extra",
        [](Layers& layers) {
            layers.push_back({ "extra", { { "bias", { { 1 }, { 0 } } } } });
        });
    row("a layer listed twice", ErrorCode::WeightsMismatch, "one layer too many: predictions",
        [](Layers& layers) { layers.push_back(layers.back()); });
    row("one kernel of another shape", ErrorCode::WeightsMismatch,
        "block_3_expand/kernel has shape (1, 1, 8, 40) in the file, (1, 1, 8, 48) in the network",
        [](Layers& layers) {
            layerNamed(layers, "block_3_expand").weights[0].second
                = { { 1, 1, 8, 40 }, std::vector<float>(320) };
        });
    row("a layer with a weight too few", ErrorCode::WeightsMismatch,
        "predictions has 1 weights in the file, 2 in the network",
        [](Layers& layers) { layerNamed(layers, "predictions").weights.pop_back(); });
    row("another network", ErrorCode::WeightsMismatch,
        "the file has 2 layers with weights, the network 105", [](Layers& layers) {
            layers.erase(layers.begin() + 3, layers.end());
            layers[1].name = "conv";
            layers[2].name = "norm";
        });
    row("nothing with weights", ErrorCode::WeightsMismatch, "no layer in the file has weights",
        [](Layers& layers) { layers.resize(1); });
    row("a model inside another one that is not this", ErrorCode::WeightsMismatch,
        "one layer too many: inner_a, inner_b", [](Layers& layers) {
            layers.push_back({ "mobilenetv2_0.10_96", {} });
            for (const char* name : { "inner_a/kernel", "inner_b/kernel" })
                layers.back().weights.push_back({ name, { { 1 }, { 0 } } });
        });
    row("not a number", ErrorCode::WeightsNotFinite, "bn_Conv1/gamma holds NaN or infinity",
        set("bn_Conv1", 0, std::numeric_limits<float>::quiet_NaN()));
    row("infinity", ErrorCode::WeightsNotFinite, "predictions/bias holds NaN or infinity",
        set("predictions", 1, -std::numeric_limits<float>::infinity()));
    row("a negative variance", ErrorCode::WeightsNotFinite,
        "block_2_depthwise_BN/moving_variance is negative", set("block_2_depthwise_BN", 3, -0.5F));
}

void TestWeightsFile::refusesWhatDoesNotFit()
{
    QFETCH(Edit, edit);
    QFETCH(ErrorCode, code);
    QFETCH(std::string, detail);
    Layers layers = fileLayers(m_architecture, m_weights);
    edit(layers);
    writeLegacyFile(path(), layers);
    const auto read = readWeights(path(), m_architecture);
    QVERIFY(!read);
    QCOMPARE(read.error().code, code);
    QCOMPARE(read.error().subject, path().string());
    QVERIFY2(read.error().detail.find(detail) != std::string::npos, read.error().detail.c_str());
}

void TestWeightsFile::saysWhatTheFileWasMadeFor_data()
{
    QTest::addColumn<Config>("file");
    QTest::addColumn<std::string>("detail");
    Config config = smallConfig();
    config.alpha = 1.4;
    config.includeTop = false;
    QTest::newRow("another alpha, no top")
        << config
        << std::string("made for alpha 1.4 without top (Conv1 has 48 filters; alpha 0.1 has 8)");
    config = smallConfig();
    config.classes = 10;
    QTest::newRow("more classes")
        << config
        << std::string("made for alpha 0.1 with 10 classes (predictions/kernel has shape "
                       "(1280, 10) in the file, (1280, 4) in the network)");
    config = smallConfig();
    config.input.channels = 1;
    QTest::newRow("grey pictures")
        << config
        << std::string("made for alpha 0.1 with 4 classes and 1 input channels (Conv1/kernel has "
                       "shape (3, 3, 1, 8) in the file, (3, 3, 3, 8) in the network)");
    config = smallConfig();
    config.includeTop = false;
    QTest::newRow("no top") << config
                            << std::string("made for alpha 0.1 without top (missing from the file: "
                                           "predictions)");
}

void TestWeightsFile::saysWhatTheFileWasMadeFor()
{
    QFETCH(Config, file);
    QFETCH(std::string, detail);
    const Architecture other = describe(file);
    QVERIFY(writeWeights(path(), other, initialiseWeights(other, 0)));
    const auto read = readWeights(path(), m_architecture);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::WeightsMismatch);
    QCOMPARE(read.error().detail, detail);
}

void TestWeightsFile::namesOtherKindsOfFiles_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("content");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char* what, const char* name, std::string content, ErrorCode code) {
        QTest::newRow(what) << std::string(name) << std::move(content) << code;
    };
    using std::string_literals::operator""s;
    row("empty", "w.h5", "", ErrorCode::FileEmpty);
    row("text", "w.h5", "hello", ErrorCode::NotWeights);
    row("a web page saved as weights", "w.h5", "<!DOCTYPE html><title>404", ErrorCode::NotWeights);
    row("a broken zip archive", "w.keras", "PK\3\4....", ErrorCode::WeightsDamaged);
    row("a checkpoint's state", "checkpoint", "model_checkpoint_path: \"m\"",
        ErrorCode::WeightsUnsupported);
    row("a checkpoint's data", "m.data-00000-of-00002", "....", ErrorCode::WeightsUnsupported);
    row("TensorFlow Lite", "w.h5", "\x1c\0\0\0TFL3"s, ErrorCode::WeightsUnsupported);
    row("ONNX", "w.onnx", "\x08\x07pytorch", ErrorCode::WeightsUnsupported);
    row("a checkpoint's index", "w.ckpt.index", "....", ErrorCode::WeightsUnsupported);
    row("only HDF5's signature", "w.h5", "\x89HDF\r\n\x1a\n", ErrorCode::WeightsDamaged);
}

void TestWeightsFile::namesOtherKindsOfFiles()
{
    QFETCH(std::string, name);
    QFETCH(std::string, content);
    QFETCH(ErrorCode, code);
    writeBytes(path(name.c_str()), content);
    const auto info = inspectWeights(path(name.c_str()));
    QVERIFY(!info);
    QCOMPARE(info.error().code, code);
    QCOMPARE(info.error().subject, path(name.c_str()).string());
}

void TestWeightsFile::whatIsNotANumberLoadsOnDemand()
{
    Layers layers = fileLayers(m_architecture, m_weights);
    layerNamed(layers, "bn_Conv1").weights[0].second.values[0]
        = std::numeric_limits<float>::quiet_NaN();
    layerNamed(layers, "block_2_depthwise_BN").weights[3].second.values[0] = -0.5F;
    writeLegacyFile(path(), layers);
    const auto refused = readWeights(path(), m_architecture);
    QVERIFY(!refused);
    QCOMPARE(refused.error().detail,
        std::string("bn_Conv1/gamma holds NaN or infinity; "
                    "block_2_depthwise_BN/moving_variance is negative"));
    const auto used = readWeights(path(), m_architecture, Unsound::Accepted);
    QVERIFY(used);
    QCOMPARE(used->unsound.size(), std::size_t { 2 });
    QVERIFY(std::isnan(used->of("bn_Conv1")[0].values[0]));
}

void TestWeightsFile::aSlightlyNegativeVarianceIsFine()
{
    Layers layers = fileLayers(m_architecture, m_weights);
    layerNamed(layers, "bn_Conv1").weights[3].second.values[0] = -1e-6F;
    writeLegacyFile(path(), layers);
    QVERIFY(readWeights(path(), m_architecture));
}

void TestWeightsFile::tellsWhatAFileIs()
{
    QVERIFY(writeWeights(path(), m_architecture, m_weights));
    const auto info = inspectWeights(path());
    QVERIFY(info);
    QCOMPARE(info->layout, WeightsLayout::LegacyWeights);
    QCOMPARE(info->backend, std::string("tensorflow"));
    QCOMPARE(info->kerasVersion, std::string("2.4.0"));
    QCOMPARE(info->dataType, std::string("float32"));
    QCOMPARE(info->parameterCount, m_architecture.parameterCount());
    QCOMPARE(info->layerCount, m_architecture.layers.size());
    QCOMPARE(info->weightedLayerCount, m_weights.layers.size());
    QVERIFY(!info->nested && !info->officialNames);

    QCOMPARE(inspectWeights(path("none.h5")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(inspectWeights(path().parent_path()).error().code, ErrorCode::FileUnreadable);
    QCOMPARE(::mkfifo(path("pipe.h5").c_str(), 0600), 0);
    QCOMPARE(inspectWeights(path("pipe.h5")).error().code, ErrorCode::FileUnreadable);
    writeBytes(path("saved_model.pb"), "x");
    QCOMPARE(inspectWeights(path().parent_path()).error().code, ErrorCode::WeightsUnsupported);
}

void TestWeightsFile::aTruncatedFileIsDamaged()
{
    QVERIFY(writeWeights(path(), m_architecture, m_weights));
    fs::resize_file(path(), fs::file_size(path()) * 6 / 10);
    QCOMPARE(readWeights(path(), m_architecture).error().code, ErrorCode::WeightsDamaged);
}

QTEST_GUILESS_MAIN(TestWeightsFile)
#include "tst_weights_file.moc"

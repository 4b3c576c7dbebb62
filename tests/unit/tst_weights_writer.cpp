#include "support/hdf5_editor.h"
#include "support/hdf5_listing.h"
#include "support/keras_files.h"
#include "support/random_weights.h"
#include "support/small_disk.h"
#include "support/zip_members.h"
#include "weights/keras3_naming.h"
#include "weights/weights_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace netlens;
using nlohmann::json;
namespace fs = std::filesystem;
Q_DECLARE_METATYPE(netlens::Config)

namespace {

Config smallConfig()
{
    Config config;
    config.alpha = 0.35;
    config.input = { 96, 96, 3 };
    config.classes = 10;
    return config;
}

std::vector<std::byte> bytesOf(const Tensor& tensor)
{
    const auto bytes = std::as_bytes(std::span(tensor.values));
    return { bytes.begin(), bytes.end() };
}

} // namespace

/// The layouts as files; tests/golden compares them with Keras's own.
class TestWeightsWriter : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theNameSaysTheLayout_data();
    void theNameSaysTheLayout();
    void classNamesBecomeGroupNames_data();
    void classNamesBecomeGroupNames();
    void everyLayoutHoldsEveryWeight_data();
    void everyLayoutHoldsEveryWeight();
    void theArchiveDescribesTheModel_data() { configs(); }
    void theArchiveDescribesTheModel();
    void activationsHaveTheirKeras3Names_data();
    void activationsHaveTheirKeras3Names();
    void anActivationKeras3LacksIsRefused();
    void sameWeightsMakeTheSameFile();
    void aFailureLeavesWhatWasThere_data();
    void aFailureLeavesWhatWasThere();
    void afterAFullDiskNothingIsLeft_data();
    void afterAFullDiskNothingIsLeft();
    void theFileReadFromMayBeReplaced();

private:
    static void configs();
    fs::path path(const std::string& name) const
    {
        return fs::path(m_folder->path().toStdString()) / name;
    }
    std::ptrdiff_t fileCount() const { return std::distance(fs::directory_iterator(path("")), {}); }

    const Architecture m_architecture = describe(smallConfig());
    const SharedWeights m_weights = randomWeights(m_architecture, 3);
    std::unique_ptr<QTemporaryDir> m_folder;
    long m_identifiers = 0;
};

void TestWeightsWriter::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    // The first file makes libhdf5 set up its own identifiers.
    QVERIFY(writeWeights(path("first.h5"), m_architecture, *m_weights));
    listHdf5(path("first.h5"));
    fs::remove(path("first.h5"));
    m_identifiers = hdf5Identifiers();
}

void TestWeightsWriter::cleanup()
{
    QCOMPARE(hdf5Identifiers(), m_identifiers);
}

void TestWeightsWriter::theNameSaysTheLayout_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("layout"); // -1 for none
    const auto row = [](const char* name, auto layout) {
        QTest::newRow(name) << QString::fromLatin1(name) << static_cast<int>(layout);
    };
    row("w.h5", WeightsLayout::LegacyWeights);
    row("w.hdf5", WeightsLayout::LegacyWeights);
    row("my.weights.h5", WeightsLayout::Keras3Weights);
    row("/a.keras/w.h5", WeightsLayout::LegacyWeights);
    row("w.weights.hdf5", WeightsLayout::LegacyWeights);
    row("w.keras", WeightsLayout::Keras3Archive);
    row("w.H5", -1);
    row("w", -1);
    row("w.onnx", -1);
    row("weights.h5/", -1);
    row("w.keras.part", -1);
}

void TestWeightsWriter::theNameSaysTheLayout()
{
    QFETCH(QString, name);
    const auto layout = layoutForName(name.toStdString());
    QTEST(layout ? static_cast<int>(*layout) : -1, "layout");
}

void TestWeightsWriter::classNamesBecomeGroupNames_data()
{
    QTest::addColumn<std::string>("group");
    const auto row
        = [](const char* name, const char* group) { QTest::newRow(name) << std::string(group); };
    row("Conv2D", "conv2d");
    row("DepthwiseConv2D", "depthwise_conv2d");
    row("BatchNormalization", "batch_normalization");
    row("ReLU", "re_lu");
    row("ZeroPadding2D", "zero_padding2d");
    row("GlobalAveragePooling2D", "global_average_pooling2d");
    row("InputLayer", "input_layer");
    row("Dense", "dense");
}

void TestWeightsWriter::classNamesBecomeGroupNames()
{
    QFETCH(std::string, group);
    QCOMPARE(snakeCase(QTest::currentDataTag()), group);
}

void TestWeightsWriter::configs()
{
    QTest::addColumn<Config>("config");
    Config config = smallConfig();
    QTest::newRow("classifier") << config;
    config.classifierActivation = Activation::Linear;
    config.input = { 64, 97, 1 };
    QTest::newRow("one channel, not square, logits") << config;
    config = smallConfig();
    config.includeTop = false;
    QTest::newRow("no top") << config;
    config.pooling = Pooling::Avg;
    QTest::newRow("no top, average") << config;
    config.pooling = Pooling::Max;
    config.input = { InputShape::kDynamic, InputShape::kDynamic, 3 };
    QTest::newRow("any size, maximum") << config;
    config = smallConfig();
    config.alpha = 0.1;
    QTest::newRow("a block 0 with a skip") << config;
}

void TestWeightsWriter::everyLayoutHoldsEveryWeight_data()
{
    configs();
}

void TestWeightsWriter::everyLayoutHoldsEveryWeight()
{
    QFETCH(Config, config);
    const Architecture architecture = describe(config);
    const SharedWeights weights = randomWeights(architecture, 5);
    QVERIFY(writeWeights(path("w.h5"), architecture, *weights));
    QVERIFY(writeWeights(path("w.weights.h5"), architecture, *weights));
    QVERIFY(writeWeights(path("w.keras"), architecture, *weights));
    const Hdf5Listing legacy = listHdf5(path("w.h5"));
    const Hdf5Listing keras3 = listHdf5(path("w.weights.h5"));
    const Hdf5Listing archive = listHdf5(zipMembers(path("w.keras")).at(2).bytes);
    QCOMPARE(difference(archive, keras3), std::string());
    QCOMPARE(keras3.at("/vars").attributes.at("name").texts.at(0), architecture.name);

    std::map<std::string, int> counts;
    std::size_t datasets = 0;
    for (const LayerSpec& layer : architecture.layers) {
        const std::string kind = snakeCase(kerasTypeName(layer.kind));
        const int number = counts[kind]++;
        const std::string vars
            = "/layers/" + kind + (number == 0 ? "" : "_" + std::to_string(number)) + "/vars";
        QVERIFY2(keras3.contains(vars), vars.c_str());
        QCOMPARE(keras3.at(vars).attributes.at("name").texts.at(0),
            layer.kind == LayerKind::Input ? "input_layer" : layer.name);
        for (std::size_t i = 0; i < layer.weights.size(); ++i, ++datasets) {
            const Hdf5Object& now = keras3.at(vars + "/" + std::to_string(i));
            QCOMPARE(now.shape, layer.weights[i].shape);
            QVERIFY(now.values == bytesOf(weights->of(layer.name)[i]));
            QVERIFY(now
                == legacy.at(
                    "/" + layer.name + "/" + layer.name + "/" + layer.weights[i].name + ":0"));
        }
    }
    for (const Hdf5Listing* listing : { &legacy, &keras3 })
        QCOMPARE(static_cast<std::size_t>(std::ranges::count_if(
                     *listing, [](const auto& entry) { return entry.second.isDataset; })),
            datasets);
}

void TestWeightsWriter::theArchiveDescribesTheModel()
{
    QFETCH(Config, config);
    const Architecture architecture = describe(config);
    QVERIFY(writeWeights(path("w.keras"), architecture, *randomWeights(architecture, 5)));
    const auto members = zipMembers(path("w.keras"));
    QCOMPARE(members.size(), 3U);
    const char* names[] { "metadata.json", "config.json", "model.weights.h5" };
    for (std::size_t i = 0; i < members.size(); ++i) {
        QCOMPARE(members[i].name, std::string(names[i]));
        QVERIFY(!members[i].compressed);
    }
    QVERIFY(QRegularExpression(QStringLiteral(R"(^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$)"))
                .match(QString::fromStdString(
                    json::parse(members[0].text()).at("date_saved").get<std::string>()))
                .hasMatch());

    const json model = json::parse(members[1].text());
    const json& layers = model.at("config").at("layers");
    QCOMPARE(layers.size(), architecture.layers.size());
    const auto side = [](int n) { return n == InputShape::kDynamic ? json() : json(n); };
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerSpec& layer = architecture.layers[i];
        const json& written = layers[i];
        QCOMPARE(written.at("class_name").get<std::string>(), kerasTypeName(layer.kind));
        QCOMPARE(written.at("inbound_nodes").size(), layer.inbound.empty() ? 0U : 1U);
        if (layer.inbound.empty())
            continue;
        json inputs = written["inbound_nodes"][0].at("args").at(0);
        if (layer.kind != LayerKind::Add)
            inputs = json::array({ inputs });
        QCOMPARE(inputs.size(), layer.inbound.size());
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            const LayerSpec& source
                = architecture.layers[static_cast<std::size_t>(layer.inbound[k])];
            const json& tensor = inputs[k].at("config");
            QVERIFY(tensor.at("keras_history")
                == json::array(
                    { layers[static_cast<std::size_t>(layer.inbound[k])].at("name"), 0, 0 }));
            json shape = json::array({ nullptr, side(source.height), side(source.width) });
            shape.push_back(source.channels);
            if (source.isVector)
                shape = json::array({ nullptr, source.channels });
            QVERIFY2(tensor.at("shape") == shape, tensor.dump().c_str());
        }
    }
    QVERIFY(model["config"]["output_layers"][0] == architecture.layers.back().name);
}

void TestWeightsWriter::activationsHaveTheirKeras3Names_data()
{
    QTest::addColumn<int>("activation");
    QTest::addColumn<QString>("name");
    const auto row = [](Activation activation, const char* name) {
        QTest::newRow(name) << static_cast<int>(activation) << QString::fromLatin1(name);
    };
    row(Activation::Linear, "linear");
    row(Activation::Softmax, "softmax");
    row(Activation::Swish, "silu");
    row(Activation::HardSigmoidKeras3, "hard_sigmoid");
}

void TestWeightsWriter::activationsHaveTheirKeras3Names()
{
    QFETCH(int, activation);
    Config config = smallConfig();
    config.classifierActivation = static_cast<Activation>(activation);
    QVERIFY(writeWeights(path("w.keras"), describe(config), *m_weights));
    const json model = json::parse(zipMembers(path("w.keras")).at(1).text());
    const auto name = model["config"]["layers"].back()["config"]["activation"].get<std::string>();
    QTEST(QString::fromStdString(name), "name");
}

void TestWeightsWriter::anActivationKeras3LacksIsRefused()
{
    Config config = smallConfig();
    config.classifierActivation = Activation::HardSigmoid;
    const auto written = writeWeights(path("w.keras"), describe(config), *m_weights);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::NotAvailable);
    QCOMPARE(written.error().subject, path("w.keras").string());
    QCOMPARE(fileCount(), 0);
    QVERIFY(writeWeights(path("w.weights.h5"), describe(config), *m_weights));
}

void TestWeightsWriter::sameWeightsMakeTheSameFile()
{
    for (const std::string suffix : { ".h5", ".weights.h5" }) {
        QVERIFY(writeWeights(path("a" + suffix), m_architecture, *m_weights));
        QVERIFY(writeWeights(path("b" + suffix), m_architecture, *m_weights));
        QVERIFY(readBytes(path("a" + suffix)) == readBytes(path("b" + suffix)));
    }
}

void TestWeightsWriter::aFailureLeavesWhatWasThere_data()
{
    QTest::addColumn<QString>("name"); // in the test's folder, or absolute
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* file, ErrorCode code) {
        QTest::newRow(name) << QString::fromLatin1(file) << static_cast<int>(code);
    };
    row("a suffix of nobody", "w.onnx", ErrorCode::WeightsNameUnknown);
    row("no suffix", "w", ErrorCode::WeightsNameUnknown);
    row("a folder that is not there", "none/w.h5", ErrorCode::FileUnwritable);
    row("a folder nobody may write to", "/proc/w.keras", ErrorCode::FileUnwritable);
    row("a folder of that name", "folder.weights.h5", ErrorCode::FileUnwritable);
    row("a device of that name", "full.h5", ErrorCode::FileUnwritable);
}

void TestWeightsWriter::aFailureLeavesWhatWasThere()
{
    QFETCH(QString, name);
    fs::create_directory(path("folder.weights.h5"));
    fs::create_symlink("/dev/full", path("full.h5"));
    const fs::path file = path("") / name.toStdString();
    const auto written = writeWeights(file, m_architecture, *m_weights);
    QVERIFY(!written);
    QTEST(static_cast<int>(written.error().code), "code");
    QCOMPARE(written.error().subject, file.string());
    QCOMPARE(fileCount(), 2);
}

void TestWeightsWriter::afterAFullDiskNothingIsLeft_data()
{
    QTest::addColumn<QString>("suffix");
    for (const char* suffix : { ".h5", ".weights.h5", ".keras" })
        QTest::newRow(suffix) << QString::fromLatin1(suffix);
}

void TestWeightsWriter::afterAFullDiskNothingIsLeft()
{
    QFETCH(QString, suffix);
    const fs::path fresh = path("fresh" + suffix.toStdString());
    const fs::path old = path("old" + suffix.toStdString());
    writeBytes(old, "what was there");
    for (const fs::path& file : { fresh, old }) {
        const SmallDisk disk(100'000);
        const auto written = writeWeights(file, m_architecture, *m_weights);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::DiskFull);
        QCOMPARE(written.error().detail, std::string(std::strerror(EFBIG)));
    }
    QCOMPARE(fileCount(), 1);
    QCOMPARE(readBytes(old), std::string("what was there"));
}

void TestWeightsWriter::theFileReadFromMayBeReplaced()
{
    QVERIFY(writeWeights(path("w.h5"), m_architecture, *m_weights));
    const auto read = readWeights(path("w.h5"), m_architecture);
    QVERIFY(read);
    const std::string before = readBytes(path("w.h5"));
    QVERIFY(writeWeights(path("w.h5"), m_architecture, *read));
    QVERIFY(readBytes(path("w.h5")) == before);
    QCOMPARE(fileCount(), 1);
}

QTEST_GUILESS_MAIN(TestWeightsWriter)
#include "tst_weights_writer.moc"

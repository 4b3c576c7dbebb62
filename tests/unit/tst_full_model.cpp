#include "support/keras_files.h"
#include "weights/weights_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <regex>

using namespace netlens;
using nlohmann::json;
using Edit = std::function<void(json&)>;
Q_DECLARE_METATYPE(Edit)
Q_DECLARE_METATYPE(netlens::Config)

namespace {

Config smallConfig()
{
    Config config;
    config.alpha = 0.2;
    config.input = { 96, 128, 3 };
    config.classes = 5;
    config.classifierActivation = Activation::Sigmoid;
    return config;
}

json& layersOf(json& model)
{
    return model["config"]["layers"];
}

/// The layer that padded for Conv1 until December 2020.
json stemPad(const json& padding)
{
    return { { "class_name", "ZeroPadding2D" },
        { "config", { { "name", "Conv1_pad" }, { "padding", padding } } } };
}

} // namespace

class TestFullModel : public QObject {
    Q_OBJECT

private slots:
    void tellsItsConfiguration_data();
    void tellsItsConfiguration();
    void hardSigmoidIsTheWritersOwn_data();
    void hardSigmoidIsTheWritersOwn();
    void acceptsWhatComputesTheSame_data();
    void acceptsWhatComputesTheSame();
    void refusesOtherGraphs_data();
    void refusesOtherGraphs();

private:
    std::filesystem::path path() const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / "model.h5";
    }
    void write(const Architecture& architecture, const json& model) const
    {
        writeFullModelFile(
            path(), fileLayers(architecture, initialiseWeights(architecture, 0)), model);
    }

    QTemporaryDir m_folder;
};

void TestFullModel::tellsItsConfiguration_data()
{
    QTest::addColumn<Config>("config");
    QTest::newRow("classifier") << smallConfig();
    Config config = smallConfig();
    config.alpha = 0.333;
    QTest::newRow("an alpha its name rounds") << config;
    config = Config();
    config.includeTop = false;
    config.alpha = 0.35;
    config.input = { InputShape::kDynamic, InputShape::kDynamic, 3 };
    QTest::newRow("no top, any size") << config;
    config.input = { 97, 131, 1 };
    config.pooling = Pooling::Avg;
    QTest::newRow("no top, mean of each channel, odd sizes") << config;
    config.pooling = Pooling::Max;
    QTest::newRow("no top, maximum of each channel") << config;
}

void TestFullModel::tellsItsConfiguration()
{
    QFETCH(Config, config);
    const Architecture architecture = describe(config);
    for (const auto generation : { KerasGeneration::Keras2, KerasGeneration::Keras3 }) {
        write(architecture, modelConfig(architecture, generation));
        const auto info = inspectWeights(path());
        QVERIFY(info);
        QCOMPARE(info->layout, WeightsLayout::FullModel);
        QVERIFY2(info->config.has_value(), info->notMobileNet.c_str());
        QVERIFY(info->configIsComplete);
        // Of all alphas with these widths the name's is taken if it is one.
        Config expected = config;
        expected.alpha = info->config->alpha;
        QCOMPARE(*info->config, expected);
        QVERIFY(std::abs(expected.alpha - config.alpha) < 0.005);
        QVERIFY(readWeights(path(), architecture));
    }
}

void TestFullModel::hardSigmoidIsTheWritersOwn_data()
{
    QTest::addColumn<QString>("kerasVersion");
    QTest::addColumn<KerasGeneration>("generation");
    QTest::addColumn<Activation>("activation");
    QTest::newRow("Keras 2") << "2.15.0" << KerasGeneration::Keras2 << Activation::HardSigmoid;
    QTest::newRow("a Keras that does not say")
        << "" << KerasGeneration::Keras2 << Activation::HardSigmoid;
    QTest::newRow("Keras 3") << "3.8.0" << KerasGeneration::Keras3 << Activation::HardSigmoidKeras3;
}

void TestFullModel::hardSigmoidIsTheWritersOwn()
{
    QFETCH(QString, kerasVersion);
    QFETCH(KerasGeneration, generation);
    QFETCH(Activation, activation);
    Config config = smallConfig();
    config.classifierActivation = Activation::HardSigmoid;
    const Architecture architecture = describe(config);
    writeFullModelFile(path(), fileLayers(architecture, initialiseWeights(architecture, 0)),
        modelConfig(architecture, generation), kerasVersion.toStdString());
    const auto info = inspectWeights(path());
    QVERIFY(info);
    QVERIFY2(info->config.has_value(), info->notMobileNet.c_str());
    QCOMPARE(info->config->classifierActivation, activation);
}

void TestFullModel::acceptsWhatComputesTheSame_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::newRow("Conv1 padded by a layer") << Edit([](json& model) {
        layerConfig(model, "Conv1")["padding"] = "valid";
        insertLayer(model, "Conv1", stemPad({ { 0, 1 }, { 0, 1 } }));
    });
    QTest::newRow("dropout before the classifier") << Edit([](json& model) {
        insertLayer(model, "predictions",
            json { { "class_name", "Dropout" }, { "config", { { "name", "dropout" } } } });
    });
    QTest::newRow("ReLU6 as an activation") << Edit([](json& model) {
        for (json& layer : layersOf(model))
            if (layer["class_name"] == "ReLU")
                layer = { { "class_name", "Activation" },
                    { "config",
                        { { "name", layer["config"]["name"] }, { "activation", "relu6" } } },
                    { "inbound_nodes", layer["inbound_nodes"] } };
    });
    QTest::newRow("1 × 1 convolutions without padding")
        << Edit([](json& model) { layerConfig(model, "block_1_expand")["padding"] = "valid"; });
    QTest::newRow("another name for the model")
        << Edit([](json& model) { model["config"]["name"] = "model_1"; });
    QTest::newRow("a name with an alpha that is not its own")
        << Edit([](json& model) { model["config"]["name"] = "mobilenetv2_1.40_96"; });
    QTest::newRow("an activation written as an object") << Edit([](json& model) {
        layerConfig(model, "predictions")["activation"]
            = { { "class_name", "sigmoid" }, { "module", "keras.activations" } };
    });
}

void TestFullModel::acceptsWhatComputesTheSame()
{
    QFETCH(Edit, edit);
    const Architecture architecture = describe(smallConfig());
    json model = modelConfig(architecture, KerasGeneration::Keras3);
    edit(model);
    write(architecture, model);
    const auto info = inspectWeights(path());
    QVERIFY(info);
    QVERIFY2(info->config.has_value(), info->notMobileNet.c_str());
    QCOMPARE(*info->config, smallConfig());
    QVERIFY(readWeights(path(), architecture));
}

void TestFullModel::refusesOtherGraphs_data()
{
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char* name, Edit edit) { QTest::newRow(name) << std::move(edit); };
    row("another epsilon",
        [](json& model) { layerConfig(model, "block_5_expand_BN")["epsilon"] = 1e-5; });
    row("ReLU without a limit",
        [](json& model) { layerConfig(model, "out_relu")["max_value"] = nullptr; });
    row("another stride", [](json& model) {
        layerConfig(model, "block_6_depthwise")["strides"] = { 1, 1 };
    });
    row("dilated convolutions", [](json& model) {
        layerConfig(model, "block_14_depthwise")["dilation_rate"] = { 2, 2 };
    });
    row("padding at the wrong side", [](json& model) {
        layerConfig(model, "block_3_pad")["padding"] = { { 1, 0 }, { 1, 0 } };
    });
    row("a stem padded on all sides", [](json& model) {
        layerConfig(model, "Conv1")["padding"] = "valid";
        insertLayer(model, "Conv1", stemPad({ { 1, 1 }, { 1, 1 } }));
    });
    row("a padded stem in a model of any size", [](json& model) {
        layerConfig(model, "input_1")["batch_shape"] = { nullptr, nullptr, nullptr, 3 };
        layerConfig(model, "Conv1")["padding"] = "valid";
        insertLayer(model, "Conv1", stemPad({ { 0, 1 }, { 0, 1 } }));
    });
    row("an unknown activation",
        [](json& model) { layerConfig(model, "predictions")["activation"] = "bogus"; });
    row("a layer in front that cannot be run", [](json& model) {
        insertLayer(model, "Conv1",
            json { { "class_name", "Lambda" }, { "config", { { "name", "lambda" } } } });
    });
    row("a sum of other layers", [](json& model) {
        for (json& layer : layersOf(model))
            if (layer["config"]["name"] == "block_5_add")
                layer["inbound_nodes"]
                    = json::parse(std::regex_replace(layer["inbound_nodes"].dump(),
                        std::regex("block_4_add"), "block_3_project_BN"));
    });
    row("a sum of three layers", [](json& model) {
        for (json& layer : layersOf(model))
            if (layer["config"]["name"] == "block_5_add") {
                json& tensors = layer["inbound_nodes"][0]["args"][0];
                json third = tensors[0];
                third["config"]["keras_history"][0] = "block_3_project_BN";
                tensors.push_back(third);
            }
    });
    row("a layer that skips the one before it", [](json& model) {
        for (json& layer : layersOf(model))
            if (layer["config"]["name"] == "bn_Conv1")
                layer["inbound_nodes"] = json::parse(std::regex_replace(
                    layer["inbound_nodes"].dump(), std::regex("Conv1"), "input_1"));
    });
    row("an output in the middle", [](json& model) {
        model["config"]["output_layers"] = json::array({ json::array({ "out_relu", 0, 0 }) });
    });
    row("a layer of somebody's own", [](json& model) {
        for (json& layer : layersOf(model))
            if (layer["config"]["name"] == "predictions")
                layer["module"] = "my.layers";
    });
    row("a Sequential model", [](json& model) { model["class_name"] = "Sequential"; });
    row("no layers", [](json& model) { layersOf(model) = json::array(); });
    row("an input with two axes", [](json& model) {
        layerConfig(model, "input_1")["batch_shape"] = { nullptr, 96, 3 };
    });
    row("a size of nothing", [](json& model) {
        layerConfig(model, "input_1")["batch_shape"] = { nullptr, 0, 96, 3 };
    });
    row("not what Keras writes", [](json& model) { model = json::array({ 1, 2 }); });
    row("numbers where texts belong", [](json& model) { layersOf(model)[3]["class_name"] = 7; });
}

void TestFullModel::refusesOtherGraphs()
{
    QFETCH(Edit, edit);
    const Architecture architecture = describe(smallConfig());
    json model = modelConfig(architecture, KerasGeneration::Keras3);
    edit(model);
    write(architecture, model);
    const auto info = inspectWeights(path());
    QVERIFY(info);
    QVERIFY(!info->config);
    QVERIFY(!info->notMobileNet.empty());
    QVERIFY(!readWeights(path(), architecture));
}

QTEST_GUILESS_MAIN(TestFullModel)
#include "tst_full_model.moc"

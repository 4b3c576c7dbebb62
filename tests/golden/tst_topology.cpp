#include "model/architecture.h"
#include "support/json.h"
#include "support/shared_data.h"

#include <QTest>

#include <regex>

using namespace netlens;
using nlohmann::json;

namespace {

InputShape shapeOf(const json& value)
{
    if (value.is_null())
        return { InputShape::kDynamic, InputShape::kDynamic, 3 };
    return { value[0], value[1], value[2] };
}

/// A table is an object that names its configuration, or a bare list whose file name does:
/// layers_alpha{A}_{size}_top{classes}.json.
Config configOf(const std::filesystem::path& file, const json& table)
{
    Config config;
    if (table.is_array()) {
        static const std::regex pattern("layers_alpha([0-9.]+)_([0-9]+)_top([0-9]+)\\.json");
        std::smatch match;
        const std::string name = file.filename().string();
        if (!std::regex_match(name, match, pattern))
            throw std::runtime_error("unknown table name " + name);
        config.alpha = std::stod(match[1]);
        config.input = { std::stoi(match[2]), std::stoi(match[2]), 3 };
        config.classes = std::stoi(match[3]);
        return config;
    }
    config.alpha = table.at("alpha");
    config.includeTop = table.at("include_top");
    config.input = shapeOf(table.at("input_shape"));
    if (!table.at("classes").is_null())
        config.classes = table.at("classes");
    if (table.at("pooling") == "avg")
        config.pooling = Pooling::Avg;
    if (table.at("pooling") == "max")
        config.pooling = Pooling::Max;
    return config;
}

json kerasShape(const LayerSpec& layer)
{
    const auto side = [](int extent) { return extent < 0 ? json(nullptr) : json(extent); };
    if (layer.isVector)
        return json::array({ nullptr, layer.channels });
    return json::array({ nullptr, side(layer.height), side(layer.width), layer.channels });
}

json weightShapes(const LayerSpec& layer)
{
    json shapes = json::array();
    for (const WeightSpec& weight : layer.weights)
        shapes.push_back(weight.shape);
    return shapes;
}

bool isAutoNumbered(LayerKind kind)
{
    return kind == LayerKind::Input || kind == LayerKind::GlobalAveragePooling2D
        || kind == LayerKind::GlobalMaxPooling2D;
}

} // namespace

class TestTopology : public QObject {
    Q_OBJECT
private slots:
    void tableEqualsKeras_data();
    void tableEqualsKeras();
    void countsEqualKeras_data();
    void countsEqualKeras();
};

void TestTopology::tableEqualsKeras_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/_topology");
    QTest::addColumn<QString>("file");
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json" && entry.path().filename() != "params_macs.json")
            QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path());
}

void TestTopology::tableEqualsKeras()
{
    QFETCH(QString, file);
    const json table = readJson(file.toStdString());
    const json& expected = table.is_array() ? table : table.at("layers");
    const Architecture ours = describe(configOf(file.toStdString(), table));

    if (table.is_object())
        QCOMPARE(ours.name, table.at("model_name").get<std::string>());
    QCOMPARE(ours.layers.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const LayerSpec& layer = ours.layers[i];
        const json& keras = expected[i];
        const std::string context = keras.at("name");

        QCOMPARE(std::string(kerasTypeName(layer.kind)), keras.at("type").get<std::string>());
        if (!isAutoNumbered(layer.kind))
            QCOMPARE(layer.name, context);
        QVERIFY2(
            kerasShape(layer) == keras.at("output_shape"), (context + ": output shape").c_str());
        QVERIFY2(layer.parameterCount() == keras.at("params"), (context + ": parameters").c_str());
        json shapes = json::array();
        for (const json& weight : keras.at("weights"))
            shapes.push_back(weight[1]);
        QVERIFY2(weightShapes(layer) == shapes, (context + ": weight shapes").c_str());
        QVERIFY2(layer.inbound.size() == keras.at("inbound").size(),
            (context + ": inbound count").c_str());
        for (std::size_t k = 0; k < layer.inbound.size(); ++k) {
            const json& source = expected[static_cast<std::size_t>(layer.inbound[k])];
            QVERIFY2(source.at("name") == keras.at("inbound")[k], (context + ": inbound").c_str());
        }
        if (layer.kind == LayerKind::ZeroPadding2D) {
            const Padding& pad = layer.padding;
            const json pads = { { pad.top, pad.bottom }, { pad.left, pad.right } };
            QVERIFY2(pads == keras.at("padding"), (context + ": padding").c_str());
        } else if (keras.contains("strides")) {
            QVERIFY2(json::array({ layer.stride, layer.stride }) == keras.at("strides"),
                (context + ": strides").c_str());
            QVERIFY2((layer.same ? "same" : "valid") == keras.at("padding"),
                (context + ": padding").c_str());
        }
    }
}

void TestTopology::countsEqualKeras_data()
{
    NETLENS_REQUIRE_SHARED(file, "data/goldens/_topology/params_macs.json");
    QTest::addColumn<QString>("row");
    for (const json& row : readJson(file))
        QTest::newRow((row.at("name").get<std::string>()
            + (row.at("include_top") ? " with top" : " without top"))
                          .c_str())
            << QString::fromStdString(row.dump());
}

void TestTopology::countsEqualKeras()
{
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    Config config;
    config.alpha = expected.at("alpha");
    config.includeTop = expected.at("include_top");

    const Architecture ours = describe(config);
    QCOMPARE(ours.name, expected.at("name").get<std::string>());
    QCOMPARE(ours.parameterCount(), expected.at("params").get<std::int64_t>());
    QCOMPARE(ours.trainableCount(), expected.at("trainable").get<std::int64_t>());
    QCOMPARE(ours.layers.size(), expected.at("n_layers").get<std::size_t>());
    std::size_t tensors = 0;
    for (const LayerSpec& layer : ours.layers)
        tensors += layer.weights.size();
    QCOMPARE(tensors, expected.at("n_weight_tensors").get<std::size_t>());

    if (!expected.contains("macs"))
        return;
    for (const auto& [side, macs] : expected.at("macs").items()) {
        config.input = { std::stoi(side), std::stoi(side), 3 };
        QCOMPARE(describe(config).macs(), macs.get<std::int64_t>());
    }
}

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"

#include "model/architecture.h"
#include "model/keras_call.h"
#include "support/json.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using nlohmann::json;

namespace {

KerasCall::Extents extentsOf(const json& shape)
{
    KerasCall::Extents extents;
    for (const json& extent : shape)
        extents.push_back(extent.is_null() ? std::nullopt : std::optional(extent.get<int>()));
    return extents;
}

/// "Input(shape=(160, 160, 3))"
KerasCall::Extents tensorOf(const std::string& text)
{
    std::string list = text.substr(text.find("=(") + 2);
    list.resize(list.find(')'));
    return extentsOf(json::parse("[" + list + "]"));
}

std::optional<std::string> textOf(const json& value)
{
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

/// Made-up file names of the calls ("exists.h5") are made real in `folder`.
KerasCall callOf(const json& args, const QTemporaryDir& folder)
{
    KerasCall call;
    for (const auto& [name, value] : args.items()) {
        if (name == "input_shape") {
            if (!value.is_null())
                call.inputShape = extentsOf(value);
        } else if (name == "input_tensor") {
            call.inputTensor = tensorOf(value);
        } else if (name == "alpha") {
            if (value.is_number_integer())
                call.alpha = value.get<std::int64_t>();
            else if (value.is_number())
                call.alpha = value.get<double>();
            else
                call.alpha = value.get<std::string>();
        } else if (name == "include_top") {
            call.includeTop = value;
        } else if (name == "weights") {
            call.weights = textOf(value);
            if (call.weights == "exists.h5")
                call.weights = folder.filePath(QStringLiteral("exists.h5")).toStdString();
        } else if (name == "pooling") {
            call.pooling = textOf(value);
        } else if (name == "classes") {
            call.classes = value;
        } else if (name == "classifier_activation") {
            call.classifierActivation = textOf(value);
        } else {
            call.unknown.emplace_back(name, value.dump());
        }
    }
    return call;
}

json kerasShape(const LayerSpec& layer)
{
    if (layer.isVector)
        return { nullptr, layer.channels };
    const auto extent = [](int n) { return n < 0 ? json() : json(n); };
    return { nullptr, extent(layer.height), extent(layer.width), layer.channels };
}

/// Python's warnings and what the library logs, in the order they came.
std::vector<std::string> warningsOf(const json& call)
{
    std::vector<std::string> all = call.at("warnings");
    for (const json& event : call.value("events", json::array()))
        if (event.contains("log_warning"))
            all.push_back(event["log_warning"]);
    return all;
}

std::optional<std::string> fileOf(const json& call)
{
    for (const json& event : call.at("events"))
        if (event.contains("get_file"))
            return event["get_file"].get<std::string>();
    return std::nullopt;
}

} // namespace

class TestValidation : public QObject {
    Q_OBJECT
private slots:
    void callsEndAsInKeras_data();
    void callsEndAsInKeras();
    void channelsAreKerass_data();
    void channelsAreKerass();
};

void TestValidation::callsEndAsInKeras_data()
{
    NETLENS_REQUIRE_SHARED(file, "data/goldens/_validation.json");
    QTest::addColumn<QString>("call");
    const json table = readJson(file);
    int number = 0;
    for (const json& call : table.at("calls")) {
        QTest::addRow("%d MobileNetV2(%s)", ++number, call.at("args").dump().c_str())
            << QString::fromStdString(call.dump());
    }
}

void TestValidation::callsEndAsInKeras()
{
    QFETCH(QString, call);
    const json expected = json::parse(call.toStdString());
    QTemporaryDir folder;
    QFile exists(folder.filePath(QStringLiteral("exists.h5")));
    QVERIFY(exists.open(QIODevice::WriteOnly));
    const auto resolved = resolve(callOf(expected.at("args"), folder));

    if (!expected.at("ok")) {
        QVERIFY2(!resolved, expected.at("error").dump().c_str());
        QCOMPARE(resolved.error().detail, expected.at("error").get<std::string>());
        return;
    }
    QVERIFY2(resolved, resolved ? "" : resolved.error().detail.c_str());
    QCOMPARE(resolved->validation.warnings, warningsOf(expected));
    QCOMPARE(resolved->validation.officialFile, fileOf(expected));
    const Architecture table = describe(resolved->config, resolved->validation.rows);
    QCOMPARE(table.name, expected.at("model_name").get<std::string>());
    QCOMPARE(table.layers.size(), expected.at("n_layers").get<std::size_t>());
    QVERIFY(kerasShape(table.layers.front()) == expected.at("input_shape"));
    QVERIFY(kerasShape(table.layers.back()) == expected.at("output_shape"));
    QCOMPARE(table.parameterCount(), expected.at("params").get<std::int64_t>());
}

void TestValidation::channelsAreKerass_data()
{
    NETLENS_REQUIRE_SHARED(file, "data/goldens/_validation.json");
    QTest::addColumn<QString>("row");
    const json table = readJson(file);
    for (const json& row : table.at("make_divisible"))
        QTest::addRow("alpha %.2f", row.at("alpha").get<double>())
            << QString::fromStdString(row.dump());
}

void TestValidation::channelsAreKerass()
{
    QFETCH(QString, row);
    const json expected = json::parse(row.toStdString());
    Config config;
    config.alpha = expected.at("alpha");
    const Architecture table = describe(config);
    const auto channels = [&](const char* name) {
        return table.layers.at(static_cast<std::size_t>(table.find(name).value())).channels;
    };
    QCOMPARE(channels("Conv1"), expected.at("first").get<std::int64_t>());
    QCOMPARE(channels("Conv_1"), expected.at("last").get<std::int64_t>());
    const std::pair<const char*, const char*> blocks[] { { "16", "expanded_conv_project" },
        { "24", "block_1_project" }, { "32", "block_3_project" }, { "64", "block_6_project" },
        { "96", "block_10_project" }, { "160", "block_13_project" },
        { "320", "block_16_project" } };
    for (const auto& [filters, name] : blocks)
        QCOMPARE(channels(name), expected.at("project").at(filters).get<std::int64_t>());
    QCOMPARE(makeDivisible(32 * config.alpha), expected.at("first").get<std::int64_t>());
}

QTEST_APPLESS_MAIN(TestValidation)
#include "tst_validation.moc"

#include "model/architecture.h"
#include "model/config.h"
#include "support/json.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using nlohmann::json;

namespace {

/// Arguments a Config can hold; what lies outside is Python's own business (unknown keywords,
/// tensors, tuples of another length, strings for numbers, an int alpha, which it prints as "1").
bool isExpressible(const json& args)
{
    for (const auto& [name, value] : args.items()) {
        if (name == "alpha" && value.is_number_float())
            continue;
        if (name == "input_shape" && value.size() == 3 && value[2].is_number())
            continue;
        if (name == "include_top" || name == "classes" || name == "pooling" || name == "weights"
            || name == "classifier_activation")
            continue;
        return false;
    }
    return true;
}

int side(const json& value)
{
    return value.is_null() ? InputShape::kDynamic : value.get<int>();
}

Config configOf(const json& args)
{
    Config config;
    config.alpha = args.value("alpha", 1.0);
    config.includeTop = args.value("include_top", true);
    config.classes = args.value("classes", std::int64_t { 1000 });
    // Keras's default shape: 224 with a top, none without.
    const json usual = config.includeTop ? json { 224, 224, 3 } : json { nullptr, nullptr, 3 };
    const json shape = args.value("input_shape", usual);
    config.input = { side(shape[0]), side(shape[1]), shape[2] };
    const std::string pooling = args.value("pooling", std::string());
    config.pooling
        = pooling == "avg" ? Pooling::Avg : (pooling == "max" ? Pooling::Max : Pooling::None);
    if (args.contains("classifier_activation"))
        config.classifierActivation = args["classifier_activation"].is_null()
            ? Activation::Linear
            : activationFromName(args["classifier_activation"].get<std::string>()).value();
    return config;
}

/// Made-up file names of the calls ("exists.h5") are made real in `folder`.
WeightsChoice choiceOf(const json& args, const QTemporaryDir& folder)
{
    if (!args.contains("weights") || args["weights"] == "imagenet")
        return {};
    if (args["weights"].is_null())
        return { .kind = WeightsChoice::Kind::Random, .path = {} };
    std::string path = args["weights"];
    if (path == "exists.h5")
        path = folder.filePath(QStringLiteral("exists.h5")).toStdString();
    return { .kind = WeightsChoice::Kind::File, .path = path };
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
    void fewCallsCannotBeExpressed();
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
        ++number;
        if (isExpressible(call.at("args")))
            QTest::addRow("%d MobileNetV2(%s)", number, call.at("args").dump().c_str())
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
    const Config config = configOf(expected.at("args"));
    const auto validation = validate(config, choiceOf(expected.at("args"), folder));

    if (!expected.at("ok")) {
        QVERIFY2(!validation, expected.at("error").dump().c_str());
        QCOMPARE(validation.error().detail, expected.at("error").get<std::string>());
        return;
    }
    QVERIFY2(validation, validation ? "" : validation.error().detail.c_str());
    QCOMPARE(validation->warnings, warningsOf(expected));
    QCOMPARE(validation->officialFile, fileOf(expected));
    const Architecture table = describe(config, validation->rows);
    QCOMPARE(table.name, expected.at("model_name").get<std::string>());
    QCOMPARE(table.layers.size(), expected.at("n_layers").get<std::size_t>());
    QVERIFY(kerasShape(table.layers.front()) == expected.at("input_shape"));
    QVERIFY(kerasShape(table.layers.back()) == expected.at("output_shape"));
    QCOMPARE(table.parameterCount(), expected.at("params").get<std::int64_t>());
}

void TestValidation::fewCallsCannotBeExpressed()
{
    NETLENS_REQUIRE_SHARED(file, "data/goldens/_validation.json");
    const json calls = readJson(file).at("calls");
    const auto inexpressible = std::ranges::count_if(
        calls, [](const json& call) { return !isExpressible(call["args"]); });
    qInfo("%td of %zu calls use arguments a Config cannot hold", inexpressible, calls.size());
    QVERIFY(inexpressible * 5 < std::ssize(calls));
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

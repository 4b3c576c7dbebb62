#include "classifier.h"
#include "engine/network.h"
#include "explain/class_map.h"
#include "image/encoder.h"
#include "model/top_k.h"
#include "support/cli_program.h"
#include "support/nested_models.h"
#include "support/random_weights.h"
#include "support/reference_network.h"
#include "weights/weights_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace netlens;
using nlohmann::json;

namespace {

ExtraLayer extra(LayerKind kind, const char* type, const char* name)
{
    ExtraLayer layer;
    layer.kind = kind;
    layer.type = type;
    layer.name = name;
    return layer;
}

ExtraLayer dense(const char* name, std::int64_t units, Activation activation, bool useBias = true)
{
    ExtraLayer layer = extra(LayerKind::Dense, "Dense", name);
    layer.units = units;
    layer.activation = activation;
    layer.useBias = useBias;
    return layer;
}

ExtraLayer rescaling(std::vector<double> scale, std::vector<double> offset)
{
    ExtraLayer layer = extra(LayerKind::Rescaling, "Rescaling", "rescaling");
    layer.scale = std::move(scale);
    layer.offset = std::move(offset);
    return layer;
}

ExtraLayer average()
{
    return extra(LayerKind::GlobalAveragePooling2D, "GlobalAveragePooling2D", "gap");
}

ExtraLayer batchNorm(double epsilon)
{
    ExtraLayer layer = extra(LayerKind::BatchNormalization, "BatchNormalization", "norm");
    layer.epsilon = epsilon;
    return layer;
}

Config base(InputShape input = { 64, 64, 3 })
{
    Config config;
    config.alpha = 0.1;
    config.input = input;
    config.includeTop = false;
    return config;
}

Config transfer()
{
    Config config = base();
    config.after = { average(), extra(LayerKind::Identity, "Dropout", "dropout"),
        dense("scores", 5, Activation::Softmax) };
    return config;
}

Config teachableMachine()
{
    Config config = base();
    config.after = { average(), dense("dense_Dense1", 10, Activation::Relu),
        dense("dense_Dense2", 3, Activation::Softmax, false) };
    return config;
}

Config withRescaling()
{
    Config config = transfer();
    config.before
        = { extra(LayerKind::Identity, "RandomFlip", "flip"), rescaling({ 1 / 127.5 }, { -1 }) };
    return config;
}

Config deepHead()
{
    Config config = base();
    ExtraLayer swish = extra(LayerKind::Activation, "Activation", "swish");
    swish.activation = Activation::Swish;
    ExtraLayer softmax = extra(LayerKind::Activation, "Softmax", "softmax");
    softmax.activation = Activation::Softmax;
    config.after = { extra(LayerKind::GlobalMaxPooling2D, "GlobalMaxPooling2D", "gmp"),
        batchNorm(1e-5), dense("hidden", 12, Activation::Linear), swish,
        dense("scores", 4, Activation::Linear), softmax };
    return config;
}

Config flattened()
{
    Config config = base({ 64, 96, 3 });
    config.after = { batchNorm(1e-3), extra(LayerKind::Flatten, "Flatten", "flatten"),
        dense("scores", 4, Activation::Sigmoid) };
    return config;
}

Config anySizeBase()
{
    Config config = base({ 97, 65, 3 });
    config.padsAsDynamic = true;
    config.after = { average(), dense("scores", 4, Activation::Softmax) };
    return config;
}

struct Row {
    const char* name;
    Config config;
};
std::vector<Row> rows()
{
    return { { "pooling, dropout and a classifier", transfer() },
        { "Teachable Machine's two dense layers", teachableMachine() },
        { "rescaling inside", withRescaling() },
        { "a deep head with maximum pooling, batch-norm and activations", deepHead() },
        { "a flattened map", flattened() }, { "a base built for any size", anySizeBase() } };
}

double largestGap(std::span<const float> ours, std::span<const double> reference)
{
    if (ours.size() != reference.size())
        return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(ours[i]) - reference[i]));
    return largest;
}

constexpr double kTolerance = 2e-5; // float32 against double

} // namespace
Q_DECLARE_METATYPE(netlens::Config)

class TestNestedModels : public QObject {
    Q_OBJECT

private slots:
    void manyPicturesOfAnySize();
    void fullModelsAreRead_data();
    void fullModelsAreRead();
    void archivesAreRead_data();
    void archivesAreRead();
    void everyLayerComputesWhatKerasDoes_data();
    void everyLayerComputesWhatKerasDoes();
    void theMapIsTheGradientsOfTheLogit_data();
    void theMapIsTheGradientsOfTheLogit();
    void preprocessingInTheGraphIsRun_data();
    void preprocessingInTheGraphIsRun();
    void picturesReachARescalingNetworkAsBytes();
    void numbersOfNumPyAreRead();
    void aBaseUnderOtherNamesIsRead_data();
    void aBaseUnderOtherNamesIsRead();
    void aHeadOnABaseOfAnySizeIsRead();
    void classesAreRankedByWhatTheModelGives();
    void anOddPixelRangeIsSaid();
    void refusesByName_data();
    void refusesByName();
    void refusesHostileArchives_data();
    void refusesHostileArchives();

private:
    std::filesystem::path path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    void compare(const std::filesystem::path& file, const Config& config, const WeightSet& weights);

    QTemporaryDir m_folder;
};

void TestNestedModels::compare(
    const std::filesystem::path& file, const Config& config, const WeightSet& weights)
{
    const auto info = inspectWeights(file);
    QVERIFY2(info, info ? "" : info.error().detail.c_str());
    QVERIFY2(info->config.has_value(), info->notMobileNet.c_str());
    QVERIFY(info->nested && info->configIsComplete);
    Config read = *info->config;
    QVERIFY(std::abs(read.alpha - config.alpha) < 0.05); // neighbours round to the same channels
    read.alpha = config.alpha;
    QVERIFY(read == config);
    const Architecture architecture = describe(config);
    const auto set = readWeights(file, architecture);
    QVERIFY2(set, set ? "" : set.error().detail.c_str());
    for (const LayerSpec& layer : architecture.layers)
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            QVERIFY2(set->of(layer.name)[i].values == weights.of(layer.name)[i].values,
                layer.name.c_str());
}

void TestNestedModels::fullModelsAreRead_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<Wrapper>("wrapper");
    QTest::addColumn<KerasGeneration>("generation");
    QTest::addColumn<Frozen>("frozen");
    for (const Row& row : rows()) {
        const QByteArray name(row.name);
        QTest::newRow(name + ", Keras 2, Sequential")
            << row.config << Wrapper::Sequential << KerasGeneration::Keras2 << Frozen::Nothing;
        QTest::newRow(name + ", Keras 2, functional, frozen")
            << row.config << Wrapper::Functional << KerasGeneration::Keras2 << Frozen::Everything;
        QTest::newRow(name + ", Keras 3, functional, partly frozen")
            << row.config << Wrapper::Functional << KerasGeneration::Keras3 << Frozen::FirstLayers;
    }
}

void TestNestedModels::fullModelsAreRead()
{
    QFETCH(Config, config);
    QFETCH(Wrapper, wrapper);
    QFETCH(KerasGeneration, generation);
    QFETCH(Frozen, frozen);
    const SharedWeights weights = randomWeights(describe(config), 3);
    writeFullModelFile(path("m.h5"), nestedLayers(config, *weights, frozen),
        nestedModel(config, wrapper, generation));
    compare(path("m.h5"), config, *weights);
}

void TestNestedModels::archivesAreRead_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<Wrapper>("wrapper");
    for (const Row& row : rows()) {
        const QByteArray name(row.name);
        QTest::newRow(name + ", Sequential") << row.config << Wrapper::Sequential;
        QTest::newRow(name + ", functional") << row.config << Wrapper::Functional;
    }
}

void TestNestedModels::archivesAreRead()
{
    QFETCH(Config, config);
    QFETCH(Wrapper, wrapper);
    const SharedWeights weights = randomWeights(describe(config), 4);
    writeKerasArchive(path("m.keras"), config, *weights, wrapper);
    compare(path("m.keras"), config, *weights);
}

void TestNestedModels::everyLayerComputesWhatKerasDoes_data()
{
    QTest::addColumn<Config>("config");
    for (const Row& row : rows())
        QTest::newRow(row.name) << row.config;
}

void TestNestedModels::everyLayerComputesWhatKerasDoes()
{
    QFETCH(Config, config);
    const Architecture architecture = describe(config);
    const SharedWeights weights = randomWeights(architecture, 5);
    const float highest = config.takesRawPixels() ? 255.0F : 1.0F;
    const std::vector<float> input
        = randomValues(static_cast<std::size_t>(2 * config.input.height * config.input.width * 3),
            config.takesRawPixels() ? 0.0F : -1.0F, highest, 6);
    const ReferenceValues reference = referenceRun(architecture, *weights, input, 2);

    std::vector<std::string> taps;
    for (const LayerSpec& layer : architecture.layers)
        taps.push_back(layer.name);
    for (const auto& wanted : { std::vector<std::string>(), taps }) {
        auto network = Network::build(architecture, weights, { .batch = 2, .taps = wanted });
        QVERIFY2(network, network ? "" : network.error().detail.c_str());
        std::ranges::copy(input, network->input().begin());
        network->run();
        network->run(); // nothing is left over from the first
        QVERIFY(largestGap(network->output(), reference.layers.back()) <= kTolerance);
        QVERIFY(largestGap(network->logits(), reference.logits) <= 1e-4);
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QVERIFY2(largestGap(network->tap(wanted[i]), reference.layers[i]) <= 1e-4,
                wanted[i].c_str());
    }
}

void TestNestedModels::theMapIsTheGradientsOfTheLogit_data()
{
    everyLayerComputesWhatKerasDoes_data();
}

/// The head alone, in double: a change of one activation against the gradient's word for it.
void TestNestedModels::theMapIsTheGradientsOfTheLogit()
{
    QFETCH(Config, config);
    const Architecture architecture = describe(config);
    const SharedWeights weights = randomWeights(architecture, 7);
    const float highest = config.takesRawPixels() ? 255.0F : 1.0F;
    const std::vector<float> input
        = randomValues(static_cast<std::size_t>(config.input.height * config.input.width * 3),
            config.takesRawPixels() ? 0.0F : -1.0F, highest, 8);
    auto network = Network::build(architecture, weights);
    QVERIFY(network);
    std::ranges::copy(input, network->input().begin());
    network->run();

    const int classIndex = 1;
    const Shape shape = network->featuresShape();
    const std::vector<float> features(network->features().begin(), network->features().end());
    const HeatMap map = classMap(architecture, *weights, features, shape, classIndex);
    QCOMPARE(map.height, static_cast<int>(shape[1]));
    QCOMPARE(map.width, static_cast<int>(shape[2]));

    const auto first = static_cast<std::size_t>(architecture.indexOfLastFeatureMap());
    const auto logit = [&](const std::vector<double>& values) {
        return referenceHead(architecture, *weights, values, first)[classIndex];
    };
    const auto channels = static_cast<std::size_t>(shape[3]);
    const bool averages = std::ranges::any_of(config.after,
        [](const ExtraLayer& layer) { return layer.kind == LayerKind::GlobalAveragePooling2D; });
    const double share = averages ? static_cast<double>(map.values.size()) : 1;
    for (std::size_t cell = 0; cell < map.values.size(); cell += 3) {
        // Scaling a cell's activations by 1 + h moves the logit by h · Σ A · ∂logit/∂A.
        const double h = 1e-5;
        std::vector<double> more(features.begin(), features.end());
        std::vector<double> less = more;
        for (std::size_t k = cell * channels; k < (cell + 1) * channels; ++k) {
            more[k] *= 1 + h;
            less[k] *= 1 - h;
        }
        const double expected = (logit(more) - logit(less)) / (2 * h) * share;
        QVERIFY2(std::abs(expected - static_cast<double>(map.values[cell]))
                <= 1e-3 * std::max(1.0, std::abs(expected)),
            qPrintable(QStringLiteral("cell %1: %2, expected %3")
                           .arg(cell)
                           .arg(static_cast<double>(map.values[cell]))
                           .arg(expected)));
    }
}

void TestNestedModels::preprocessingInTheGraphIsRun_data()
{
    QTest::addColumn<QString>("divide");
    QTest::addColumn<QString>("subtract");
    QTest::newRow("Keras 2's operations as layers") << R"({"class_name": "TFOpLambda",
               "config": {"name": "tf.math.truediv", "function": "math.truediv"},
               "inbound_nodes": [["outer_input", 0, 0, {"y": 127.5, "name": null}]]})"
                                                    << R"({"class_name": "TFOpLambda",
               "config": {"name": "tf.math.subtract", "function": "math.subtract"},
               "inbound_nodes": [["tf.math.truediv", 0, 0, {"y": 1.0, "name": null}]]})";
    QTest::newRow("Keras 3's operations as layers")
        << R"({"module": "keras.src.ops.numpy", "class_name": "TrueDivide",
               "config": {"name": "true_divide"}, "inbound_nodes": [{"args": [
               {"class_name": "__keras_tensor__",
                "config": {"keras_history": ["outer_input", 0, 0]}}, 127.5], "kwargs": {}}]})"
        << R"({"module": "keras.src.ops.numpy", "class_name": "Subtract",
               "config": {"name": "subtract"}, "inbound_nodes": [{"args": [
               {"class_name": "__keras_tensor__",
                "config": {"keras_history": ["true_divide", 0, 0]}}, 1.0], "kwargs": {}}]})";
}

void TestNestedModels::preprocessingInTheGraphIsRun()
{
    QFETCH(QString, divide);
    QFETCH(QString, subtract);
    const Config config = transfer();
    const SharedWeights weights = randomWeights(describe(config), 9);
    json model = nestedModel(config, Wrapper::Functional, KerasGeneration::Keras3);
    json& layers = model["config"]["layers"];
    const json divideLayer = json::parse(divide.toStdString());
    const json subtractLayer = json::parse(subtract.toStdString());
    std::string nodes = layers[1]["inbound_nodes"].dump();
    nodes.replace(nodes.find("outer_input"), 11, subtractLayer["config"]["name"]);
    layers[1]["inbound_nodes"] = json::parse(nodes);
    layers.insert(layers.begin() + 1, { divideLayer, subtractLayer });
    writeFullModelFile(path("p.h5"), nestedLayers(config, *weights, Frozen::Nothing), model);

    const auto info = inspectWeights(path("p.h5"));
    QVERIFY(info);
    QVERIFY2(info->config.has_value(), info->notMobileNet.c_str());
    QVERIFY(info->config->takesRawPixels());
    QCOMPARE(info->config->before.size(), std::size_t { 2 });
    QCOMPARE(info->config->before[0].scale, std::vector<double> { 1 / 127.5 });
    QCOMPARE(info->config->before[1].offset, std::vector<double> { -1 });
}

void TestNestedModels::picturesReachARescalingNetworkAsBytes()
{
    const Config inside = withRescaling();
    const Config outside = transfer();
    const SharedWeights weights = randomWeights(describe(inside), 10);
    writeFullModelFile(path("in.h5"), nestedLayers(inside, *weights, Frozen::Nothing),
        nestedModel(inside, Wrapper::Sequential, KerasGeneration::Keras2));
    writeFullModelFile(path("out.h5"), nestedLayers(outside, *weights, Frozen::Nothing),
        nestedModel(outside, Wrapper::Sequential, KerasGeneration::Keras2));
    std::vector<std::uint8_t> rgb(64 * 64 * 3);
    for (std::size_t i = 0; i < rgb.size(); ++i)
        rgb[i] = static_cast<std::uint8_t>(i * 7);
    const Image image({ 64, 64 }, std::move(rgb));
    std::vector<std::vector<float>> outputs;
    for (const char* file : { "in.h5", "out.h5" }) {
        ModelRequest request;
        request.weights = { WeightsChoice::Kind::File, path(file).string(), 0 };
        auto model = loadModel(request);
        QVERIFY2(model, model ? "" : model.error().detail.c_str());
        QCOMPARE(model->labels->size(), std::size_t { 5 });
        auto classifier = Classifier::create(std::move(*model), 1);
        QVERIFY(classifier);
        const auto answer = classifier->recognise(
            DecodedPicture { .image = image, .fullSize = image.size() }, {});
        QVERIFY(answer);
        outputs.push_back(answer->output.values);
    }
    for (std::size_t i = 0; i < outputs[0].size(); ++i)
        QVERIFY(std::abs(outputs[0][i] - outputs[1][i]) < 2e-6F);
}

void TestNestedModels::numbersOfNumPyAreRead()
{
    Config config = withRescaling();
    config.before[1].scale = { 0.01, 0.02, 0.03 };
    config.before[1].offset = { -1, -1, -1 };
    const SharedWeights weights = randomWeights(describe(config), 13);
    json model = nestedModel(config, Wrapper::Sequential, KerasGeneration::Keras3);
    json& layers = model["config"]["layers"];
    layers[2]["config"]["scale"] = { { "class_name", "__numpy__" },
        { "config", { { "value", { 0.01, 0.02, 0.03 } }, { "dtype", "float32" } } } };
    layers[2]["config"]["offset"] = -1;
    // As Keras wrote it with TensorFlow 1 and early 2.
    const auto array = [](double value) {
        return json { { "type", "ndarray" }, { "value", value } };
    };
    for (json& layer : layers[3]["config"]["layers"])
        if (layer["class_name"] == "ReLU")
            layer["config"].update({ { "max_value", array(6) }, { "negative_slope", array(0) },
                { "threshold", array(0) } });
    writeFullModelFile(path("n.h5"), nestedLayers(config, *weights, Frozen::Nothing), model);
    compare(path("n.h5"), config, *weights);
}

void TestNestedModels::aBaseUnderOtherNamesIsRead_data()
{
    QTest::addColumn<Frozen>("frozen");
    QTest::newRow("trained") << Frozen::Nothing;
    QTest::newRow("frozen") << Frozen::Everything;
    QTest::newRow("partly frozen") << Frozen::FirstLayers;
}

void TestNestedModels::aBaseUnderOtherNamesIsRead()
{
    QFETCH(Frozen, frozen);
    const Config config = transfer();
    const SharedWeights weights = randomWeights(describe(config), 14);
    const auto renamed = [](const std::string& name) { return "my_" + name; };
    json model = nestedModel(config, Wrapper::Sequential, KerasGeneration::Keras2);
    for (json& layer : model["config"]["layers"][1]["config"]["layers"]) {
        layer["config"]["name"] = renamed(layer["config"]["name"]);
        for (json& node : layer["inbound_nodes"])
            for (json& tensor : node)
                tensor[0] = renamed(tensor[0]);
    }
    std::vector<FileLayer> groups = nestedLayers(config, *weights, frozen);
    for (auto& [name, tensor] : groups.front().weights)
        name = renamed(name);
    writeFullModelFile(path("o.h5"), groups, model);
    compare(path("o.h5"), config, *weights);
}

void TestNestedModels::aHeadOnABaseOfAnySizeIsRead()
{
    Config base;
    base.alpha = 0.1;
    base.input = { InputShape::kDynamic, InputShape::kDynamic, 3 };
    base.includeTop = false;
    base.pooling = Pooling::Avg;
    json model = modelConfig(describe(base), KerasGeneration::Keras3);
    json head { { "class_name", "Dense" },
        { "config",
            { { "name", "scores" }, { "units", 4 }, { "use_bias", true },
                { "activation", "softmax" } } } };
    json nodes = model["config"]["layers"].back()["inbound_nodes"];
    nodes[0]["args"][0]["config"]["keras_history"][0] = "global_average_pooling2d";
    head["inbound_nodes"] = nodes;
    model["config"]["layers"].push_back(head);
    Config whole = base;
    whole.pooling = Pooling::None;
    whole.after = { average(), dense("scores", 4, Activation::Softmax) };
    whole.after[0].name = "global_average_pooling2d";
    const Architecture architecture = describe(whole);
    const SharedWeights weights = randomWeights(architecture, 15);
    writeFullModelFile(path("d.h5"), fileLayers(architecture, *weights), model);
    ModelRequest request;
    request.weights = { WeightsChoice::Kind::File, path("d.h5").string(), 0 };
    auto loaded = loadModel(request);
    QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    QVERIFY(loaded->architecture.config.after == whole.after);
    auto classifier = Classifier::create(*std::move(loaded), 1);
    QVERIFY(classifier);
    const Image image({ 70, 50 }, std::vector<std::uint8_t>(70 * 50 * 3, 90));
    const auto answer = classifier->recognise({ .image = image, .fullSize = image.size() }, {});
    QVERIFY2(answer, answer ? "" : answer.error().detail.c_str());
    QCOMPARE(answer->output.values.size(), std::size_t { 4 });
}

void TestNestedModels::classesAreRankedByWhatTheModelGives()
{
    Config config = transfer();
    config.after.back().activation = Activation::Linear;
    ExtraLayer negative = rescaling({ -1 }, { 0 });
    negative.name = "negative";
    ExtraLayer softmax = extra(LayerKind::Activation, "Softmax", "softmax");
    softmax.activation = Activation::Softmax;
    config.after.push_back(negative);
    config.after.push_back(softmax);
    const SharedWeights weights = randomWeights(describe(config), 16);
    writeKerasArchive(path("rank.keras"), config, *weights, Wrapper::Sequential);
    ModelRequest request;
    request.weights = { WeightsChoice::Kind::File, path("rank.keras").string(), 0 };
    auto loaded = loadModel(request);
    QVERIFY2(loaded, loaded ? "" : loaded.error().detail.c_str());
    auto classifier = Classifier::create(*std::move(loaded), 1);
    QVERIFY(classifier);
    const Image image({ 64, 64 }, std::vector<std::uint8_t>(64 * 64 * 3, 200));
    const auto answer = classifier->recognise({ .image = image, .fullSize = image.size() }, {});
    QVERIFY(answer);
    const auto& output = answer->output.values;
    const auto best = std::ranges::max_element(output) - output.begin();
    QCOMPARE(rankClasses(output, answer->logits, 1).front(), static_cast<int>(best));
    QCOMPARE(answer->map.classIndex, static_cast<int>(best));
    QVERIFY(answer->logits[static_cast<std::size_t>(best)] == std::ranges::min(answer->logits));
}

void TestNestedModels::anOddPixelRangeIsSaid()
{
    for (const auto& [scale, count] : { std::pair(1 / 127.5, 0U), std::pair(1.0, 1U) }) {
        Config config = withRescaling();
        config.before[1].scale = { scale };
        const SharedWeights weights = randomWeights(describe(config), 17);
        writeKerasArchive(path("range.keras"), config, *weights, Wrapper::Sequential);
        ModelRequest request;
        request.weights = { WeightsChoice::Kind::File, path("range.keras").string(), 0 };
        const auto loaded = loadModel(request);
        QVERIFY(loaded);
        QCOMPARE(loaded->warnings.size(), std::size_t { count });
    }
}

void TestNestedModels::refusesByName_data()
{
    using Edit = std::function<void(json&)>;
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("named");
    const auto replace = [](const char* name, const char* kind, json config = json::object()) {
        return Edit([=](json& model) {
            for (json& layer : model["config"]["layers"])
                if (layer["config"]["name"] == name) {
                    layer["class_name"] = kind;
                    layer["config"].update(config);
                }
        });
    };
    QTest::newRow("a Lambda layer") << replace("dropout", "Lambda") << "dropout (Lambda)";
    QTest::newRow("an LSTM") << replace("dropout", "LSTM") << "dropout (LSTM)";
    QTest::newRow("a dense layer on a map") << replace("gap", "Dropout") << "scores (Dense)";
    QTest::newRow("pooling that keeps its dimensions") << replace("gap", "GlobalAveragePooling2D",
        { { "keepdims", true } }) << "gap (GlobalAveragePooling2D)";
    QTest::newRow("an unknown activation")
        << replace("scores", "Dense", { { "activation", "mish" } }) << "mish";
    QTest::newRow("a dense layer without units")
        << replace("scores", "Dense", { { "units", 0 } }) << "scores (Dense)";
    QTest::newRow("another number of units than the weights have")
        << replace("scores", "Dense", { { "units", 6 } }) << "scores/kernel";
    QTest::newRow("more units than there are numbers")
        << replace("scores", "Dense", { { "units", 1e300 } }) << "scores (Dense)";
    QTest::newRow("a scale that is a text")
        << replace("dropout", "Rescaling", { { "scale", "x" } }) << "dropout (Rescaling)";
    QTest::newRow("a scale that is a truth")
        << replace("dropout", "Rescaling", { { "scale", true } }) << "dropout (Rescaling)";
    QTest::newRow("a normalization turned round") << replace("dropout", "Normalization",
        { { "mean", json::array({ 0.5 }) }, { "variance", json::array({ 0.25 }) },
            { "invert", true } }) << "dropout (Normalization)";
    QTest::newRow("an input of nearly endless size") << replace("outer_input", "InputLayer",
        { { "batch_shape", json::array({ nullptr, 2147483647, 2147483647, 3 }) } })
                                                     << "an input that is not";
    QTest::newRow("an input of half a pixel") << replace(
        "outer_input", "InputLayer", { { "batch_shape", json::array({ nullptr, 64.5, 64, 3 }) } })
                                              << "an input that is not";
}

void TestNestedModels::refusesByName()
{
    QFETCH(std::function<void(json&)>, edit);
    QFETCH(QString, named);
    const Config config = transfer();
    const SharedWeights weights = randomWeights(describe(config), 11);
    json model = nestedModel(config, Wrapper::Sequential, KerasGeneration::Keras3);
    edit(model);
    writeFullModelFile(path("r.h5"), nestedLayers(config, *weights, Frozen::Nothing), model);
    const auto info = inspectWeights(path("r.h5"));
    QVERIFY(info);
    QVERIFY(!info->config);
    QVERIFY2(
        QString::fromStdString(info->notMobileNet).contains(named), info->notMobileNet.c_str());
    // Whoever loads it hears the same, not how it misfits some other network.
    ModelRequest request;
    request.weights = { WeightsChoice::Kind::File, path("r.h5").string(), 0 };
    const auto loaded = loadModel(request);
    QVERIFY(!loaded);
    QVERIFY2(QString::fromStdString(loaded.error().detail).contains(named),
        loaded.error().detail.c_str());
}

void TestNestedModels::refusesHostileArchives_data()
{
    QTest::addColumn<std::function<void(const std::filesystem::path&)>>("write");
    QTest::addColumn<ErrorCode>("code");
    using Write = std::function<void(const std::filesystem::path&)>;
    const std::string metadata = "{}";
    const auto zip = [](std::vector<std::pair<std::string, std::string>> members, bool deflate) {
        return Write([=](const std::filesystem::path& path) { writeZip(path, members, deflate); });
    };
    QTest::newRow("a zip that Keras did not write")
        << zip({ { "readme.txt", "hello" } }, false) << ErrorCode::WeightsUnsupported;
    QTest::newRow("no weights") << zip({ { "config.json", "{}" }, { "metadata.json", "{}" } },
        false) << ErrorCode::WeightsUnsupported;
    QTest::newRow("weights that are not HDF5") << zip(
        { { "config.json", "{}" }, { "metadata.json", "{}" }, { "model.weights.h5", "hello" } },
        false) << ErrorCode::WeightsDamaged;
    QTest::newRow("a bomb") << zip({ { "config.json", "{}" }, { "metadata.json", "{}" },
                                       { "model.weights.h5", std::string(64U << 20U, '\0') } },
        true) << ErrorCode::WeightsDamaged;
    QTest::newRow("a configuration without end") << zip(
        { { "config.json", std::string(40U << 20U, ' ') }, { "metadata.json", "{}" },
            { "model.weights.h5", "" } },
        true) << ErrorCode::WeightsDamaged;
    const Write cut = [](const std::filesystem::path& path) {
        const Config config = transfer();
        writeKerasArchive(path, config, *randomWeights(describe(config), 12), Wrapper::Sequential);
        std::filesystem::resize_file(path, std::filesystem::file_size(path) * 6 / 10);
    };
    QTest::newRow("cut at 60 %") << cut << ErrorCode::WeightsDamaged;
    const Write flipped = [](const std::filesystem::path& path) {
        const Config config = transfer();
        writeKerasArchive(path, config, *randomWeights(describe(config), 12), Wrapper::Sequential);
        std::string bytes = readBytes(path);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
        writeBytes(path, bytes);
    };
    QTest::newRow("one flipped bit") << flipped << ErrorCode::WeightsDamaged;
    const Write deep = [](const std::filesystem::path& path) {
        json model { { "class_name", "Sequential" },
            { "config", { { "name", "m" }, { "layers", json::array() } } } };
        for (int depth = 0; depth < 200; ++depth)
            model = { { "class_name", "Sequential" },
                { "config", { { "name", "m" }, { "layers", json::array({ model }) } } } };
        writeZip(path,
            { { "config.json", model.dump() }, { "metadata.json", "{}" },
                { "model.weights.h5", "" } });
    };
    QTest::newRow("models nested without end") << deep << ErrorCode::WeightsDamaged;
    const Write brackets = [](const std::filesystem::path& path) {
        constexpr std::size_t kDepth = 1'000'000;
        const std::string start = R"({"class_name": "Sequential", "config": {"layers": [)"
                                  R"({"class_name": "Dense", "config": )";
        writeZip(path,
            { { "config.json",
                  start + std::string(kDepth, '[') + std::string(kDepth, ']') + "}]}}" },
                { "metadata.json", "{}" }, { "model.weights.h5", "" } });
    };
    QTest::newRow("lists nested without end") << brackets << ErrorCode::WeightsDamaged;
}

void TestNestedModels::refusesHostileArchives()
{
    QFETCH(std::function<void(const std::filesystem::path&)>, write);
    QFETCH(ErrorCode, code);
    write(path("bad.keras"));
    const auto info = inspectWeights(path("bad.keras"));
    QVERIFY(!info);
    QCOMPARE(info.error().code, code);
    QCOMPARE(info.error().subject, path("bad.keras").string());
    QVERIFY(!readWeights(path("bad.keras"), describe(transfer())));
}

/// Its network is built for the size of each picture, one after the other.
void TestNestedModels::manyPicturesOfAnySize()
{
    Config config = transfer();
    config.input = { InputShape::kDynamic, InputShape::kDynamic, 3 };
    const SharedWeights weights = randomWeights(describe(config), 3);
    writeKerasArchive(path("any.keras"), config, *weights, Wrapper::Functional);
    QStringList arguments { QStringLiteral("classify"), QStringLiteral("--json"),
        QStringLiteral("--weights"), QString::fromStdString(path("any.keras")) };
    for (int i = 0; i < 12; ++i) {
        const auto name = path(("size" + std::to_string(i) + ".png").c_str());
        QVERIFY(writePng(name, colourful({ 64 + 9 * (i % 5), 64 })));
        arguments.append(QString::fromStdString(name));
    }
    const CliResult result = runCli(arguments);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto rows = result.jsonLines();
    QCOMPARE(rows.size(), std::size_t { 12 });
    for (int i = 0; i < 12; ++i) {
        const auto& row = rows[std::size_t(i)];
        QCOMPARE(row.at("width").get<int>(), 64 + 9 * (i % 5));
        QCOMPARE(row.at("predictions").size(), std::size_t { 5 });
    }
}

QTEST_GUILESS_MAIN(TestNestedModels)
#include "tst_nested_models.moc"

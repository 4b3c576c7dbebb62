#include "loaded_model.h"
#include "support/keras_files.h"
#include "support/official_file.h"
#include "support/random_weights.h"
#include "weights/demo.h"
#include "weights/weights_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace netlens;

namespace {

constexpr int kDynamic = InputShape::kDynamic;

using Change = std::function<void(ModelRequest&)>;

Config smallConfig()
{
    Config config;
    config.alpha = 0.35;
    config.input = { 64, 96, 3 };
    config.classes = 4;
    return config;
}

ModelRequest randomModel(const Config& config, std::uint64_t seed = 0)
{
    ModelRequest request;
    request.config = config;
    request.weights = { .kind = WeightsChoice::Kind::Random, .path = {}, .seed = seed };
    return request;
}

bool sameWeights(const WeightSet& a, const WeightSet& b)
{
    if (a.layers.size() != b.layers.size())
        return false;
    for (const auto& [name, tensors] : a.layers)
        for (std::size_t i = 0; i < tensors.size(); ++i)
            if (tensors[i].values != b.of(name)[i].values)
                return false;
    return true;
}

/// A small network's weights in the files tests load.
class Files {
public:
    std::filesystem::path path(const char* name) const { return folder() / name; }
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    ModelRequest request(const char* name) const
    {
        ModelRequest request;
        request.config = smallConfig();
        request.weights = { .kind = WeightsChoice::Kind::File, .path = path(name).string() };
        return request;
    }

    ModelRequest legacy(const Config& config) const
    {
        const Architecture table = describe(config);
        if (!writeWeights(path("legacy.h5"), table, *randomWeights(table, 1)))
            qFatal("cannot write");
        return request("legacy.h5");
    }

    /// The request says nothing but the file's name.
    ModelRequest fullModel(const Config& config, const std::string& kerasVersion = "2.4.0") const
    {
        const Architecture table = describe(config);
        writeFullModelFile(path("full.h5"), fileLayers(table, *randomWeights(table, 1)),
            modelConfig(table, KerasGeneration::Keras2), kerasVersion);
        ModelRequest asked = request("full.h5");
        asked.config = {};
        return asked;
    }

private:
    QTemporaryDir m_folder;
};

QStringList namesOf(const Labels& labels)
{
    QStringList names;
    for (const ClassLabel& label : labels)
        names.append(QString::fromStdString(label.name));
    return names;
}

} // namespace

class TestLoadedModel : public QObject {
    Q_OBJECT
private slots:
    void init();
    void randomWeightsFollowTheSeed();
    void theDemonstrationModelDecidesItsConfiguration();
    void theDemonstrationModelRefusesContradictions_data();
    void theDemonstrationModelRefusesContradictions();
    void imagenetThatIsNotHereIsNamed();
    void imagenetThatWasNeverPublishedIsNoDownload();
    void imagenetThatIsHereIsRead();
    void imagenetThatIsDamagedIsNamed_data();
    void imagenetThatIsDamagedIsNamed();
    void aLegacyFileIsRead();
    void aLegacyFileForAnotherAlphaIsRefused();
    void aFullModelBringsItsConfiguration_data();
    void aFullModelBringsItsConfiguration();
    void whatContradictsAFullModelIsRefused_data();
    void whatContradictsAFullModelIsRefused();
    void whatAgreesWithAFullModelIsFine();
    void labels_data();
    void labels();
    void withoutATopThereAreNoLabels();
    void kerasWarningsComeAlong();
    void whatCannotBeLoaded_data();
    void whatCannotBeLoaded();

private:
    Files m_files;
    QTemporaryDir m_kerasHome;
};

void TestLoadedModel::init()
{
    qputenv("KERAS_HOME", m_kerasHome.path().toUtf8());
    std::filesystem::remove(m_files.path("labels.txt"));
}

void TestLoadedModel::randomWeightsFollowTheSeed()
{
    const auto first = loadModel(randomModel(smallConfig(), 1));
    const auto again = loadModel(randomModel(smallConfig(), 1));
    const auto other = loadModel(randomModel(smallConfig(), 2));
    QVERIFY(first && again && other);
    QVERIFY(sameWeights(*first->weights, *again->weights));
    QVERIFY(!sameWeights(*first->weights, *other->weights));
    QCOMPARE(first->weightsPath, std::string());
    QCOMPARE(first->architecture.name, std::string("mobilenetv2_0.35_64"));
    QCOMPARE(first->architecture.config, smallConfig());
    QCOMPARE(first->choice.seed, 1U);
    QVERIFY(first->warnings.empty());
    for (const LayerSpec& layer : first->architecture.layers)
        for (std::size_t i = 0; i < layer.weights.size(); ++i)
            QCOMPARE(first->weights->of(layer.name)[i].shape, layer.weights[i].shape);
}

void TestLoadedModel::theDemonstrationModelDecidesItsConfiguration()
{
    ModelRequest request;
    request.weights.kind = WeightsChoice::Kind::Demo;
    const auto model = loadModel(request);
    QVERIFY2(model, model ? "" : model.error().detail.c_str());
    QVERIFY(model->architecture.config == demoConfig());
    QCOMPARE(model->weightsPath, demoWeights().string());
    QCOMPARE(model->labels->size(), 25U);
    QCOMPARE(model->labels->front().name, std::string("circle"));
    QCOMPARE(model->labels->back().name, std::string("nothing"));
    QVERIFY(model->warnings.empty());
}

void TestLoadedModel::theDemonstrationModelRefusesContradictions_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("agrees");
    QTest::newRow("its own alpha") << Change([](ModelRequest& request) {
        request.config.alpha = 0.35;
        request.given.alpha = true;
    }) << true;
    QTest::newRow("another alpha")
        << Change([](ModelRequest& request) { request.given.alpha = true; }) << false;
    QTest::newRow("another size") << Change([](ModelRequest& request) {
        request.given.input = true;
    }) << false;
    QTest::newRow("no top") << Change([](ModelRequest& request) {
        request.config.includeTop = false;
        request.given.includeTop = true;
    }) << false;
    QTest::newRow("other classes")
        << Change([](ModelRequest& request) { request.given.classes = true; }) << false;
    QTest::newRow("a tensor of another size, which it does not take") << Change(
        [](ModelRequest& request) {
            request.inputTensor = { 128, 128, 3 };
        }) << true;
}

void TestLoadedModel::theDemonstrationModelRefusesContradictions()
{
    QFETCH(Change, change);
    QFETCH(bool, agrees);
    ModelRequest request;
    request.weights.kind = WeightsChoice::Kind::Demo;
    change(request);
    const auto model = loadModel(request);
    QCOMPARE(model.has_value(), agrees);
    if (agrees) {
        QVERIFY(model->architecture.config == demoConfig());
    } else {
        QCOMPARE(model.error().code, ErrorCode::ConfigurationConflict);
        QCOMPARE(model.error().subject, std::string("demo"));
    }
}

void TestLoadedModel::imagenetThatIsNotHereIsNamed()
{
    const auto model = loadModel({});
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::WeightsNotHere);
    QCOMPARE(model.error().subject, officialFileName(1.0, 224, true));
    QVERIFY(model.error().detail.find(m_kerasHome.path().toStdString()) != std::string::npos);
}

void TestLoadedModel::imagenetThatIsHereIsRead()
{
    ModelRequest request;
    request.config.alpha = 0.35;
    request.config.input = { 96, 96, 3 };
    const Architecture table = describe(request.config);
    const auto folder = std::filesystem::path(m_kerasHome.path().toStdString()) / "models";
    std::filesystem::create_directories(folder);
    const auto file = folder / officialFileName(0.35, 96, true);
    const SharedWeights weights = randomWeights(table, 5);
    QVERIFY(writeWeights(file, table, *weights));

    const auto model = loadModel(request);
    QVERIFY2(model, model ? "" : model.error().detail.c_str());
    QCOMPARE(model->weightsPath, file.string());
    QVERIFY(sameWeights(*model->weights, *weights));
    QCOMPARE(model->labels->size(), 1000U);
    QCOMPARE(model->labels->front().name, std::string("tench"));
    std::filesystem::remove(file);
}

void TestLoadedModel::imagenetThatWasNeverPublishedIsNoDownload()
{
    ModelRequest request;
    request.config.alpha = 1.4;
    request.config.input = { 96, 96, 3 };
    const auto model = loadModel(request); // Keras asks for a file that is nowhere
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::WeightsNotPublished);
    QCOMPARE(model.error().subject, officialFileName(1.4, 96, true));
}

void TestLoadedModel::imagenetThatIsDamagedIsNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray whole = smallestOfficialBytes();
    QTest::newRow("cut off") << whole.left(whole.size() / 2);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("of another architecture") << noTopBytes();
    QTest::newRow("a web page") << QByteArray("<!DOCTYPE html>");
}

void TestLoadedModel::imagenetThatIsDamagedIsNamed()
{
    QFETCH(QByteArray, content);
    const KerasHome home;
    home.write({}, content);
    ModelRequest request;
    request.config = smallestOfficial().config();
    const auto model = loadModel(request);
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::OfficialWeightsUnusable);
    QCOMPARE(model.error().subject, home.file().toStdString());
    QVERIFY(!model.error().detail.empty());
}

void TestLoadedModel::aLegacyFileIsRead()
{
    const auto model = loadModel(m_files.legacy(smallConfig()));
    QVERIFY2(model, model ? "" : model.error().detail.c_str());
    QVERIFY(sameWeights(*model->weights, *randomWeights(describe(smallConfig()), 1)));
    QCOMPARE(model->weightsPath, m_files.path("legacy.h5").string());
    QVERIFY(!model->isWholeModel);
    // Such a file does not know its input size: the request's is taken.
    QCOMPARE(model->architecture.config.input, smallConfig().input);
}

void TestLoadedModel::aLegacyFileForAnotherAlphaIsRefused()
{
    ModelRequest request = m_files.legacy(smallConfig());
    request.config.alpha = 1.0;
    const auto model = loadModel(request);
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::WeightsMismatch);
}

void TestLoadedModel::aFullModelBringsItsConfiguration_data()
{
    QTest::addColumn<Config>("config");
    Config config = smallConfig();
    QTest::newRow("a top") << config;
    config.classifierActivation = Activation::Sigmoid;
    QTest::newRow("a sigmoid head, which the constructor would refuse") << config;
    config = smallConfig();
    config.includeTop = false;
    config.pooling = Pooling::Max;
    config.classes = 1000;
    QTest::newRow("no top, pooled") << config;
    config.pooling = Pooling::None;
    config.input = { kDynamic, kDynamic, 3 };
    QTest::newRow("no size") << config;
    config = smallConfig();
    config.input.channels = 1;
    config.alpha = 0.5;
    QTest::newRow("one channel, alpha 0.5") << config;
}

void TestLoadedModel::aFullModelBringsItsConfiguration()
{
    QFETCH(Config, config);
    const auto model = loadModel(m_files.fullModel(config));
    QVERIFY2(model, model ? "" : model.error().detail.c_str());
    QCOMPARE(model->architecture.config, config);
    QVERIFY(model->isWholeModel);
    QVERIFY(sameWeights(*model->weights, *randomWeights(describe(config), 1)));
}

void TestLoadedModel::whatContradictsAFullModelIsRefused_data()
{
    QTest::addColumn<bool>("includeTop");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, bool includeTop, const char* named, Change change) {
        QTest::newRow(name) << includeTop << std::move(change) << QString::fromUtf8(named);
    };
    row("alpha", true, "alpha", [](ModelRequest& request) {
        request.config.alpha = 1.4;
        request.given.alpha = true;
    });
    row("the input size", true, "96x96x3", [](ModelRequest& request) {
        request.config.input = { 96, 96, 3 };
        request.given.input = true;
    });
    row("a dynamic size", false, "none", [](ModelRequest& request) {
        request.config.input = { kDynamic, kDynamic, 3 };
        request.given.input = true;
    });
    row("no top", true, "no-top", [](ModelRequest& request) {
        request.config.includeTop = false;
        request.given.includeTop = true;
    });
    row("a top", false, "with top", [](ModelRequest& request) { request.given.includeTop = true; });
    row("pooling", false, "max", [](ModelRequest& request) {
        request.config.pooling = Pooling::Max;
        request.given.pooling = true;
    });
    row("classes", true, "1000", [](ModelRequest& request) { request.given.classes = true; });
    row("the activation", true, "linear", [](ModelRequest& request) {
        request.config.classifierActivation = Activation::Linear;
        request.given.activation = true;
    });
}

void TestLoadedModel::whatContradictsAFullModelIsRefused()
{
    QFETCH(bool, includeTop);
    QFETCH(Change, change);
    QFETCH(QString, named);
    Config config = smallConfig();
    config.includeTop = includeTop;
    ModelRequest request = m_files.fullModel(config);
    QVERIFY(loadModel(request)); // what was not set by hand does not contradict
    change(request);
    const auto model = loadModel(request);
    QVERIFY(!model);
    QCOMPARE(model.error().code, ErrorCode::ConfigurationConflict);
    QCOMPARE(model.error().subject, request.weights.path);
    QVERIFY2(model.error().detail.find(named.toStdString()) != std::string::npos,
        model.error().detail.c_str());
}

void TestLoadedModel::whatAgreesWithAFullModelIsFine()
{
    ModelRequest request = m_files.fullModel(smallConfig());
    request.config = smallConfig();
    request.config.pooling = Pooling::Max; // means nothing with a top
    request.given = { true, true, true, true, true, true };
    QVERIFY(loadModel(request));
    request.config.alpha = 0.351; // rounds to the same channels, so the file cannot tell
    QVERIFY(loadModel(request));

    Config hard = smallConfig();
    hard.classifierActivation = Activation::HardSigmoid;
    request = m_files.fullModel(hard, "3.8.0");
    request.config = hard;
    request.given.activation = true; // the name is all an option can say
    const auto ofKeras3 = loadModel(request);
    QVERIFY(ofKeras3);
    QCOMPARE(ofKeras3->architecture.config.classifierActivation, Activation::HardSigmoidKeras3);

    Config topless = smallConfig();
    topless.includeTop = false;
    request = m_files.fullModel(topless);
    request.config = topless;
    request.config.classes = 77; // means nothing without one
    request.config.classifierActivation = Activation::Sigmoid;
    request.given = { true, true, true, true, true, true };
    QVERIFY(loadModel(request));
}

void TestLoadedModel::labels_data()
{
    QTest::addColumn<QString>("beside"); ///< content of labels.txt beside the weights
    QTest::addColumn<QString>("given"); ///< content of the file given by hand
    QTest::addColumn<QStringList>("names"); ///< empty for an error
    const QString beside = QStringLiteral("ant\nbee\ncat\ndog\n");
    const QString given = QStringLiteral("0 oak\n1 elm\n2 fir\n3 yew\n");
    QTest::newRow("indices where nothing is said")
        << QString() << QString()
        << QStringList { QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2"),
               QStringLiteral("3") };
    QTest::newRow("labels.txt beside the weights")
        << beside << QString()
        << QStringList { QStringLiteral("ant"), QStringLiteral("bee"), QStringLiteral("cat"),
               QStringLiteral("dog") };
    QTest::newRow("a file given by hand wins")
        << beside << given
        << QStringList { QStringLiteral("oak"), QStringLiteral("elm"), QStringLiteral("fir"),
               QStringLiteral("yew") };
    QTest::newRow("too few names") << QString() << QStringLiteral("ant\nbee\n") << QStringList();
    QTest::newRow("too few names beside the weights, which may belong to another file")
        << QStringLiteral("ant\nbee\n") << QString()
        << QStringList { QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2"),
               QStringLiteral("3") };
    QTest::newRow("numbered names in another order")
        << QStringLiteral("3 dog\n0 ant\n2 cat\n1 bee\n") << QString()
        << QStringList { QStringLiteral("ant"), QStringLiteral("bee"), QStringLiteral("cat"),
               QStringLiteral("dog") };
}

void TestLoadedModel::labels()
{
    QFETCH(QString, beside);
    QFETCH(QString, given);
    QFETCH(QStringList, names);
    ModelRequest request = m_files.legacy(smallConfig());
    if (!beside.isEmpty())
        writeBytes(m_files.path("labels.txt"), beside.toStdString());
    if (!given.isEmpty()) {
        request.labelsFile = m_files.path("given.txt").string();
        writeBytes(request.labelsFile, given.toStdString());
    }
    const auto model = loadModel(request);
    if (names.isEmpty()) {
        QVERIFY(!model);
        QCOMPARE(model.error().code, ErrorCode::LabelsUnreadable);
        return;
    }
    QVERIFY2(model, model ? "" : model.error().detail.c_str());
    QCOMPARE(namesOf(*model->labels), names);
    // A list that is passed over is not passed over in silence.
    const bool isUsed
        = beside.isEmpty() || !given.isEmpty() || names.contains(QStringLiteral("ant"));
    QCOMPARE(model->warnings.empty(), isUsed);
}

void TestLoadedModel::withoutATopThereAreNoLabels()
{
    Config config = smallConfig();
    config.includeTop = false;
    writeBytes(m_files.path("labels.txt"), "of another model\n");
    const auto model = loadModel(m_files.legacy(config));
    QVERIFY2(!model, "the file has no top, the request has one");
    ModelRequest request = m_files.request("legacy.h5");
    request.config = config;
    const auto topless = loadModel(request);
    QVERIFY2(topless, topless ? "" : topless.error().detail.c_str());
    QVERIFY(topless->labels && topless->labels->empty());
}

void TestLoadedModel::kerasWarningsComeAlong()
{
    Config config = smallConfig();
    config.input.channels = 4;
    const auto model = loadModel(randomModel(config));
    QVERIFY(model);
    QCOMPARE(model->warnings.size(), 1U);
}

void TestLoadedModel::whatCannotBeLoaded_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<ErrorCode>("code");
    const auto file = [](const std::filesystem::path& path) -> Change {
        return [path](ModelRequest& request) {
            request.weights = { .kind = WeightsChoice::Kind::File, .path = path.string() };
        };
    };
    using enum ErrorCode;
    writeBytes(m_files.path("empty.h5"), "");
    writeBytes(m_files.path("text.h5"), std::string(5000, 'x'));
    QTest::newRow("no such file") << file(m_files.path("nowhere.h5")) << FileNotFound;
    QTest::newRow("no name") << file({}) << FileNotFound;
    QTest::newRow("a name longer than a file system takes")
        << file(std::string(5000, 'x')) << FileNotFound;
    QTest::newRow("a file as a folder") << file(m_files.path("empty.h5") / "x.h5") << FileNotFound;
    QTest::newRow("a folder") << file(m_files.folder()) << FileUnreadable;
    QTest::newRow("an empty file") << file(m_files.path("empty.h5")) << FileEmpty;
    QTest::newRow("a text file") << file(m_files.path("text.h5")) << NotWeights;
    QTest::newRow("an illegal size") << Change([](ModelRequest& request) {
        request.config.input = { 31, 31, 3 };
    }) << IllegalConfiguration;
    QTest::newRow("more classes than any memory holds")
        << Change([](ModelRequest& request) { request.config.classes = 900'000'000; })
        << OutOfMemory;
    QTest::newRow("an alpha of a hundred")
        << Change([](ModelRequest& request) { request.config.alpha = 100; }) << OutOfMemory;
    QTest::newRow("labels that are not there")
        << Change([](ModelRequest& request) { request.labelsFile = "/nowhere/labels.txt"; })
        << FileNotFound;
}

void TestLoadedModel::whatCannotBeLoaded()
{
    QFETCH(Change, change);
    QFETCH(ErrorCode, code);
    ModelRequest request = randomModel(smallConfig());
    change(request);
    const auto model = loadModel(request);
    QVERIFY(!model);
    QCOMPARE(model.error().code, code);
}

QTEST_APPLESS_MAIN(TestLoadedModel)
#include "tst_loaded_model.moc"

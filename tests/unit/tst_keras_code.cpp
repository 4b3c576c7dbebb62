#include "image/encoder.h"
#include "service/keras_code.h"
#include "support/keras_modules.h"
#include "support/made_pictures.h"
#include "support/picture_files.h"
#include "tensor/npy.h"

#include <QTemporaryDir>
#include <QTest>

using namespace netlens;

namespace {

ModelState stateOf(const Config& config, WeightsChoice::Kind kind = WeightsChoice::Kind::ImageNet)
{
    ModelState state;
    state.request.config = config;
    state.request.weights.kind = kind;
    state.architecture = describe(config);
    state.labels = std::make_shared<const Labels>(
        config.includeTop && config.classes == 1000 ? imagenetLabels() : Labels());
    if (kind == WeightsChoice::Kind::File)
        state.weightsPath = "/weights/mine.h5";
    return state;
}

QString code(const ModelState& state, const Preprocessing& how = {},
    const ScriptPicture& picture = { "/pictures/cat.jpg" })
{
    return QString::fromStdString(kerasCode(state, how, picture, 5));
}

Config headless(Pooling pooling = Pooling::None)
{
    Config config;
    config.includeTop = false;
    config.pooling = pooling;
    return config;
}

} // namespace

Q_DECLARE_METATYPE(netlens::Config)
Q_DECLARE_METATYPE(netlens::Preprocessing)

class TestKerasCode : public QObject {
    Q_OBJECT

private slots:
    void theModelIsMadeWithWhatIsNotTheDefault_data();
    void theModelIsMadeWithWhatIsNotTheDefault();
    void weightsComeFromWhereTheyCameFrom();
    void aWholeModelIsLoaded();
    void theAnswerIsPrinted();
    void namesAreQuoted();
    void whatCannotBeTheSameIsSaid();
    void pythonUnderstandsIt();
    void kerasIsGivenTheSameInput_data() { scripts(); }
    void kerasIsGivenTheSameInput();

private:
    static void scripts();
    std::string path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    QTemporaryDir m_folder;
};

void TestKerasCode::theModelIsMadeWithWhatIsNotTheDefault_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<QString>("call");
    const auto row = [](const char* name, const Config& config, const char* call) {
        QTest::newRow(name) << config << QString::fromLatin1(call);
    };
    row("all defaults", {}, "model = MobileNetV2()");
    Config config;
    config.alpha = 0.5;
    config.input = { 96, 96, 3 };
    config.classifierActivation = Activation::Linear;
    row("a small one with logits", config,
        "model = MobileNetV2(input_shape=(96, 96, 3), alpha=0.5, classifier_activation=None)");
    config.classifierActivation = Activation::Swish;
    config.classes = 10;
    config.input = { 64, 97, 1 };
    row("an odd one", config,
        "model = MobileNetV2(input_shape=(64, 97, 1), alpha=0.5, classes=10, "
        "classifier_activation=\"swish\")");
    row("no top", headless(), "model = MobileNetV2(input_shape=(224, 224, 3), include_top=False)");
    config = headless(Pooling::Max);
    config.input = { InputShape::kDynamic, InputShape::kDynamic, 3 };
    config.classes = 10; // means nothing without a top
    row("any size, pooled", config, "model = MobileNetV2(include_top=False, pooling=\"max\")");
    config.input.channels = 1;
    row("any size, grey", config,
        "model = MobileNetV2(input_shape=(None, None, 1), include_top=False, pooling=\"max\")");
}

void TestKerasCode::theModelIsMadeWithWhatIsNotTheDefault()
{
    QFETCH(Config, config);
    QFETCH(QString, call);
    QVERIFY2(code(stateOf(config)).contains(call + u'\n'), qPrintable(code(stateOf(config))));
}

void TestKerasCode::weightsComeFromWhereTheyCameFrom()
{
    const QString pretrained = code(stateOf({}));
    QVERIFY(!pretrained.contains(QStringLiteral("weights")));
    const QString random = code(stateOf({}, WeightsChoice::Kind::Random));
    QVERIFY(random.contains(QStringLiteral("model = MobileNetV2(weights=None)\n")));
    QVERIFY(!random.contains(QStringLiteral("model.load_weights(")));
    const QString file = code(stateOf({}, WeightsChoice::Kind::File));
    QVERIFY(file.contains(QStringLiteral(
        "model = MobileNetV2(weights=None)\nmodel.load_weights(\"/weights/mine.h5\")\n")));
}

void TestKerasCode::aWholeModelIsLoaded()
{
    ModelState state = stateOf({}, WeightsChoice::Kind::File);
    state.isWholeModel = true;
    const QString script = code(state);
    QVERIFY(script.contains(
        QStringLiteral("model = load_model(\"/weights/mine.h5\", compile=False)\n")));
    QVERIFY(script.contains(QStringLiteral("from tensorflow.keras.models import load_model\n")));
    QVERIFY(!script.contains(QStringLiteral("MobileNetV2")));
}

void TestKerasCode::theAnswerIsPrinted()
{
    QVERIFY(code(stateOf({})).contains(QStringLiteral("decode_predictions(predictions, top=5)")));
    Config config;
    config.classes = 10;
    const QString ten = code(stateOf(config, WeightsChoice::Kind::Random));
    QVERIFY(!ten.contains(QStringLiteral("decode_predictions")));
    QVERIFY(ten.contains(QStringLiteral("np.argsort(-scores, kind=\"stable\")[:5]")));
    ModelState named = stateOf({}, WeightsChoice::Kind::File);
    named.labels = std::make_shared<const Labels>(1000, ClassLabel { {}, "mine" });
    QVERIFY2(!code(named).contains(QStringLiteral("decode_predictions")), "other classes");
    QVERIFY(code(stateOf(headless(Pooling::Avg))).contains(QStringLiteral("print(features)\n")));
}

void TestKerasCode::namesAreQuoted()
{
    const QString script = code(stateOf({}), {}, { "/pictures/a \"b\"\\c\nd\u00e9.png" });
    QVERIFY2(script.contains(
                 QString::fromUtf8("Image.open(\"/pictures/a \\\"b\\\"\\\\c\\x0ad\u00e9.png\")\n")),
        qPrintable(script));
    QVERIFY(code(stateOf({}), {}, {})
                .contains(QStringLiteral("Image.open(\"picture.jpg\")  # your picture\n")));
}

void TestKerasCode::whatCannotBeTheSameIsSaid()
{
    QVERIFY(!code(stateOf({})).contains(u'#'));
    QVERIFY(code(stateOf({}, WeightsChoice::Kind::Random))
                .contains(QStringLiteral("# Other random numbers than in Netlens")));
    QVERIFY(code(stateOf({}), {}, { "/pictures/cat.jpg", 4 })
                .contains(QStringLiteral("# Netlens decoded this large JPEG at 1/4")));
    Config config;
    config.classifierActivation = Activation::HardSigmoid;
    QVERIFY(code(stateOf(config, WeightsChoice::Kind::Random))
                .contains(QStringLiteral("# Keras 2's hard_sigmoid")));
}

void TestKerasCode::scripts()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<Preprocessing>("how");
    using K = ResampleKernel;
    for (const auto& [name, kernel] : { std::pair { "nearest", K::Nearest },
             { "bilinear", K::Bilinear }, { "bicubic", K::Bicubic }, { "lanczos", K::Lanczos },
             { "box", K::Box }, { "hamming", K::Hamming } })
        for (const auto& [fitName, fit] :
            { std::pair { "stretch", Fit::Stretch }, { "crop", Fit::Crop }, { "pad", Fit::Pad } })
            QTest::addRow("%s, %s", fitName, name)
                << Config() << Preprocessing { fit, kernel, false };
    Config config;
    const auto row = [&](const char* name, Fit fit) {
        QTest::newRow(name) << config << Preprocessing { fit, K::Bilinear, false };
    };
    QTest::newRow("EXIF ignored") << config << Preprocessing { .ignoreExif = true };
    config.input = { 64, 150, 1 };
    row("wide and grey, cut", Fit::Crop);
    row("wide and grey, padded", Fit::Pad);
    config.input = { 150, 64, 4 };
    row("tall with alpha, cut", Fit::Crop);
    config = headless();
    config.input = { InputShape::kDynamic, InputShape::kDynamic, 3 };
    row("any size, stretched", Fit::Stretch);
    row("any size, cut", Fit::Crop);
    row("any size, padded", Fit::Pad);
}

void TestKerasCode::pythonUnderstandsIt()
{
    const QString python = findPython({});
    if (python.isEmpty())
        QSKIP("skipped: python3 is not here");
    QStringList arguments { QStringLiteral("-m"), QStringLiteral("py_compile") };
    const auto add = [&](const ModelState& state, const Preprocessing& how) {
        const std::string file = path(qPrintable(QStringLiteral("s%1.py").arg(arguments.size())));
        writeText(file, kerasCode(state, how, { "/pictures/a \"b\"\\.png", 2 }, 5));
        arguments.append(QString::fromStdString(file));
    };
    ModelState whole = stateOf({}, WeightsChoice::Kind::File);
    whole.isWholeModel = true;
    Config ten;
    ten.classes = 10;
    ten.input = { 64, 96, 1 };
    Config dynamic = headless();
    dynamic.input = { InputShape::kDynamic, InputShape::kDynamic, 4 };
    for (const Fit fit : { Fit::Stretch, Fit::Crop, Fit::Pad })
        for (const ModelState& state :
            { stateOf({}), stateOf(ten, WeightsChoice::Kind::Random), stateOf(dynamic), whole })
            add(state, { .fit = fit });
    const PythonResult result = runPython(python, arguments);
    QVERIFY2(result.exitCode == 0, result.err.constData());
}

void TestKerasCode::kerasIsGivenTheSameInput()
{
    QFETCH(Config, config);
    QFETCH(Preprocessing, how);
    static const QString python
        = findPython({ QStringLiteral("numpy"), QStringLiteral("PIL.Image") });
    if (python.isEmpty())
        QSKIP("skipped: python3 with numpy and Pillow is not here");
    const Bytes picture = withOrientation(encodePicture(".png", gradientRaster(301, 207)), 6);
    writeText(path("picture.png"), { picture.begin(), picture.end() });
    writeKerasModules(path("modules"));
    writeText(path("script.py"), kerasCode(stateOf(config), how, { path("picture.png") }, 5));
    const PythonResult result = runPython(python, { QString::fromStdString(path("script.py")) },
        { { "PYTHONPATH", path("modules") }, { "NETLENS_INPUT", path("input.npy") } });
    QVERIFY2(result.exitCode == 0, result.err.constData());

    const auto decoded = decodePicture(path("picture.png"), { .ignoreExif = how.ignoreExif });
    QVERIFY(decoded);
    const auto side = [](int known, int own) { return known < 0 ? own : known; };
    const Size size { side(config.input.width, decoded->image.width()),
        side(config.input.height, decoded->image.height()) };
    const FittedPicture fitted = fitPicture(*decoded, size, how);
    Tensor expected { { 1, size.height, size.width, config.input.channels }, {} };
    expected.values.resize(elementCount(expected.shape));
    toNetworkInput(fitted.image, config.input.channels, expected.values);
    const auto given = readNpy(path("input.npy"));
    QVERIFY(given);
    QCOMPARE(given->shape, expected.shape);
    QVERIFY(given->values == expected.values);
}

QTEST_GUILESS_MAIN(TestKerasCode)
#include "tst_keras_code.moc"

#include "model/architecture.h"
#include "model/config.h"

#include <QTemporaryDir>
#include <QTest>

#include <clocale>
#include <cmath>
#include <limits>

using namespace netlens;

namespace {

constexpr int kDynamic = InputShape::kDynamic;

const char* const kUnknownWeights
    = "The `weights` argument should be either `None` (random initialization), `imagenet` "
      "(pre-training on ImageNet), or the path to the weights file to be loaded.";
const char* const kClasses = "If using `weights` as `\"imagenet\"` with `include_top` as true, "
                             "`classes` should be 1000";
const char* const kShape224 = "When setting `include_top=True` and loading `imagenet` weights, "
                              "`input_shape` should be (224, 224, 3).";
const char* const kShape96 = "When setting `include_top=True` and loading `imagenet` weights, "
                             "`input_shape` should be (96, 96, 3).";
const char* const kAlpha = "If imagenet weights are being loaded, alpha can be one of `0.35`, "
                           "`0.50`, `0.75`, `1.0`, `1.3` or `1.4` only.";
const char* const kActivation
    = "Only `None` and `softmax` activations are allowed for the `classifier_activation` argument "
      "when using pretrained weights, with `include_top=True`";
const char* const kStatic = "If `include_top` is True, you should specify a static `input_shape`. "
                            "Got `input_shape=(None, None, 3)`";
const char* const kFallback
    = "`input_shape` is undefined or non-square, or `rows` is not in [96, 128, 160, 192, 224]. "
      "Weights for input shape (224, 224) will be loaded as the default.";
const char* const kUnusualChannels = "This model usually expects 1 or 3 input channels. However, "
                                     "it was passed an input_shape with 4 input channels.";

/// A call of Keras's constructor, changed step by step from its defaults.
struct Call {
    Config config;
    WeightsChoice weights;

    Call alpha(double value) const
    {
        Call call = *this;
        call.config.alpha = value;
        return call;
    }
    Call input(int height, int width, int channels = 3) const
    {
        Call call = *this;
        call.config.input = { height, width, channels };
        return call;
    }
    Call noTop() const
    {
        Call call = *this;
        call.config.includeTop = false;
        return call;
    }
    Call classes(std::int64_t count) const
    {
        Call call = *this;
        call.config.classes = count;
        return call;
    }
    Call activation(Activation value) const
    {
        Call call = *this;
        call.config.classifierActivation = value;
        return call;
    }
    Call random() const
    {
        Call call = *this;
        call.weights = { .kind = WeightsChoice::Kind::Random, .path = {} };
        return call;
    }
    Call file(const std::string& path) const
    {
        Call call = *this;
        call.weights = { .kind = WeightsChoice::Kind::File, .path = path };
        return call;
    }
};

const Call kDefault;
const Call kRandom = kDefault.random();

} // namespace

Q_DECLARE_METATYPE(Call)

class TestConfig : public QObject {
    Q_OBJECT
private slots:
    void whatKerasRefusesIsRefusedInItsWords_data();
    void whatKerasRefusesIsRefusedInItsWords();
    void whatKerasAcceptsIsAccepted_data();
    void whatKerasAcceptsIsAccepted();
    void numbersKeepTheirPointInEveryLocale();
    void whatNoMachineHoldsIsRefused_data();
    void whatNoMachineHoldsIsRefused();
    void weightsFiles_data();
    void weightsFiles();
    void officialNames_data();
    void officialNames();
    void activationNamesGoBothWays_data();
    void activationNamesGoBothWays();
    void otherActivationNames();
};

void TestConfig::whatKerasRefusesIsRefusedInItsWords_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const Call& call, const char* text) {
        QTest::newRow(name) << call << QString::fromUtf8(text);
    };
    row("imagenet with ten classes", kDefault.classes(10), kClasses);
    row("imagenet with 100x100", kDefault.input(100, 100), kShape224);
    row("imagenet with 160x224", kDefault.input(160, 224), kShape224);
    row("imagenet with one channel", kDefault.input(224, 224, 1), kShape224);
    row("imagenet at 96 with four channels names its own size", kDefault.input(96, 96, 4),
        kShape96);
    row("imagenet with a top and no size", kDefault.input(kDynamic, kDynamic), kShape224);
    row("imagenet below the smallest size, with a top", kDefault.input(31, 31), kShape224);
    row("imagenet without a top and one channel", kDefault.noTop().input(224, 224, 1),
        "The input must have 3 channels; got `input_shape=(224, 224, 1)`");
    row("imagenet without a top below 32", kDefault.noTop().input(31, 224),
        "Input size must be at least 32x32; got `input_shape=(31, 224, 3)`");
    row("imagenet with alpha 0.1", kDefault.alpha(0.1), kAlpha);
    row("imagenet with alpha 0.351", kDefault.alpha(0.351), kAlpha);
    row("imagenet with an alpha that is not a number",
        kDefault.alpha(std::numeric_limits<double>::quiet_NaN()), kAlpha);
    row("imagenet with a sigmoid", kDefault.activation(Activation::Sigmoid), kActivation);
    row("random with a top and no size", kRandom.input(kDynamic, kDynamic), kStatic);
    row("random with a top and no width", kRandom.input(64, kDynamic),
        "If `include_top` is True, you should specify a static `input_shape`. Got "
        "`input_shape=(64, None, 3)`");
    row("random, too low", kRandom.input(31, 224),
        "Input size must be at least 32x32; got `input_shape=(31, 224, 3)`");
    row("random, too narrow", kRandom.input(224, 31),
        "Input size must be at least 32x32; got `input_shape=(224, 31, 3)`");
    row("random, empty", kRandom.input(0, 0),
        "Input size must be at least 32x32; got `input_shape=(0, 0, 3)`");
    row("random, negative", kRandom.input(-7, 224),
        "Input size must be at least 32x32; got `input_shape=(-7, 224, 3)`");
    row("random, too narrow for a dynamic height", kRandom.noTop().input(kDynamic, 16),
        "Input size must be at least 32x32; got `input_shape=(None, 16, 3)`");
    row("random, minus one class", kRandom.classes(-1), "negative dimensions are not allowed");
    row("a known height with an unknown width", kRandom.noTop().input(96, kDynamic),
        "unsupported operand type(s) for %: 'NoneType' and 'int'");
    // The first check that fails speaks.
    row("classes before the size", kDefault.classes(10).input(100, 100), kClasses);
    row("the size before alpha", kDefault.input(100, 100).alpha(0.1), kShape224);
    row("alpha before the activation", kDefault.alpha(0.1).activation(Activation::Relu), kAlpha);
}

void TestConfig::whatKerasRefusesIsRefusedInItsWords()
{
    QFETCH(Call, call);
    QFETCH(QString, text);
    const auto validation = validate(call.config, call.weights);
    QVERIFY(!validation);
    QCOMPARE(validation.error().code, ErrorCode::IllegalConfiguration);
    QCOMPARE(QString::fromStdString(validation.error().detail), text);
}

void TestConfig::whatKerasAcceptsIsAccepted_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("file"); ///< behind "…tf_kernels_"; empty for none
    QTest::addColumn<QStringList>("warnings");
    const auto row = [](const char* name, const Call& call, int rows, const char* file,
                         QStringList warnings = {}) {
        QTest::newRow(name) << call << rows << QString::fromUtf8(file) << warnings;
    };
    const QStringList fallback { QString::fromUtf8(kFallback) };
    row("the defaults", kDefault, 224, "1.0_224.h5");
    row("imagenet at 96", kDefault.input(96, 96), 96, "1.0_96.h5");
    row("imagenet with alpha 0.35 at 128", kDefault.alpha(0.35).input(128, 128), 128,
        "0.35_128.h5");
    row("imagenet with alpha 0.5 prints one digit", kDefault.alpha(0.5), 224, "0.5_224.h5");
    row("imagenet with alpha 1.4 at 96 asks for a file that does not exist",
        kDefault.alpha(1.4).input(96, 96), 96, "1.4_96.h5");
    row("imagenet as logits", kDefault.activation(Activation::Linear), 224, "1.0_224.h5");
    row("imagenet without a top ignores classes", kDefault.noTop().classes(10), 224,
        "1.0_224_no_top.h5");
    row("imagenet without a top ignores the activation",
        kDefault.noTop().activation(Activation::Sigmoid), 224, "1.0_224_no_top.h5");
    row("imagenet without a top at 100x100 takes the file for 224",
        kDefault.noTop().input(100, 100), 224, "1.0_224_no_top.h5", fallback);
    row("imagenet without a top at 160x192 takes the file for 224",
        kDefault.noTop().input(160, 192), 224, "1.0_224_no_top.h5", fallback);
    row("imagenet without a top and without a size", kDefault.noTop().input(kDynamic, kDynamic),
        224, "1.0_224_no_top.h5", fallback);
    row("imagenet with a dynamic height", kDefault.noTop().input(kDynamic, 224), 224,
        "1.0_224_no_top.h5", fallback);
    row("random at the smallest size", kRandom.input(32, 32).classes(5), 32, "");
    row("random, odd and not square", kRandom.noTop().input(97, 131), 97, "");
    row("random without a size", kRandom.noTop().input(kDynamic, kDynamic), kDynamic, "");
    row("random in one channel says nothing", kRandom.input(96, 96, 1), 96, "");
    row("random in four channels warns", kRandom.input(96, 96, 4), 96, "",
        { QString::fromUtf8(kUnusualChannels) });
    row("random with alpha 0", kRandom.alpha(0), 224, "");
    row("random with a negative alpha", kRandom.alpha(-1), 224, "");
    row("random with alpha 2", kRandom.alpha(2), 224, "");
    row("random with no classes", kRandom.classes(0), 224, "");
    row("random with any activation", kRandom.activation(Activation::Gelu), 224, "");
    row("random without a top ignores a negative class count", kRandom.noTop().classes(-1), 224,
        "");
}

void TestConfig::whatKerasAcceptsIsAccepted()
{
    QFETCH(Call, call);
    QFETCH(int, rows);
    QFETCH(QString, file);
    QFETCH(QStringList, warnings);
    const auto validation = validate(call.config, call.weights);
    QVERIFY2(validation, validation ? "" : validation.error().detail.c_str());
    QCOMPARE(validation->rows, rows);
    QCOMPARE(validation->officialFile.has_value(), !file.isEmpty());
    if (!file.isEmpty())
        QCOMPARE(QString::fromStdString(*validation->officialFile),
            QStringLiteral("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_") + file);
    QStringList actual;
    for (const std::string& warning : validation->warnings)
        actual.append(QString::fromStdString(warning));
    QCOMPARE(actual, warnings);
}

void TestConfig::numbersKeepTheirPointInEveryLocale()
{
    if (std::setlocale(LC_NUMERIC, "de_DE.UTF-8") == nullptr)
        QSKIP("skipped: this computer has no locale with a decimal comma");
    const std::string file = officialFileName(0.5, 96, true);
    const std::string model = describe(kDefault.alpha(0.5).config).name;
    std::setlocale(LC_NUMERIC, "C");
    QCOMPARE(file, std::string("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.5_96.h5"));
    QCOMPARE(model, std::string("mobilenetv2_0.50_224"));
}

void TestConfig::whatNoMachineHoldsIsRefused_data()
{
    QTest::addColumn<Call>("call");
    constexpr int largest = std::numeric_limits<int>::max();
    QTest::newRow("an infinite alpha") << kRandom.alpha(std::numeric_limits<double>::infinity());
    QTest::newRow("an alpha that is not a number")
        << kRandom.alpha(std::numeric_limits<double>::quiet_NaN());
    QTest::newRow("an alpha of a million") << kRandom.alpha(1e6);
    QTest::newRow("an alpha whose filters no integer counts") << kRandom.alpha(-1e300);
    QTest::newRow("no channels") << kRandom.input(224, 224, 0);
    QTest::newRow("minus three channels") << kRandom.input(224, 224, -3);
    QTest::newRow("as many channels as an int holds") << kRandom.input(224, 224, largest);
    QTest::newRow("sides as long as an int holds") << kRandom.input(largest, largest);
    QTest::newRow("one such side") << kRandom.noTop().input(kDynamic, largest);
    QTest::newRow("as many classes as 64 bits hold")
        << kRandom.classes(std::numeric_limits<std::int64_t>::max());
}

void TestConfig::whatNoMachineHoldsIsRefused()
{
    QFETCH(Call, call);
    const auto validation = validate(call.config, call.weights);
    QVERIFY(!validation);
    QCOMPARE(validation.error().code, ErrorCode::LimitExceeded);
    QVERIFY(!validation.error().detail.empty());
}

void TestConfig::weightsFiles_data()
{
    QTest::addColumn<Call>("call"); ///< the path %1 stands for a file that exists
    QTest::addColumn<int>("code"); ///< -1 for accepted
    QTest::addColumn<QString>("text");
    const int missing = static_cast<int>(ErrorCode::FileNotFound);
    const int illegal = static_cast<int>(ErrorCode::IllegalConfiguration);
    const QString unknown = QString::fromUtf8(kUnknownWeights);
    QTest::newRow("a file that exists") << kDefault.file("%1") << -1 << QString();
    QTest::newRow("a folder passes this check") << kDefault.file("/") << -1 << QString();
    QTest::newRow("any alpha and class count")
        << kDefault.file("%1").alpha(0.2).classes(5) << -1 << QString();
    QTest::newRow("a sigmoid head is refused for files too") << kDefault.file("%1").activation(
        Activation::Sigmoid) << illegal << QString::fromUtf8(kActivation);
    QTest::newRow("but not without a top")
        << kDefault.file("%1").noTop().activation(Activation::Sigmoid) << -1 << QString();
    QTest::newRow("a misspelt imagenet") << kDefault.file("Imagenet") << missing << unknown;
    QTest::newRow("no name") << kDefault.file("") << missing << unknown;
    QTest::newRow("a name longer than a file system takes")
        << kDefault.file(std::string(5000, 'x')) << missing << unknown;
    QTest::newRow("a missing file is told before an illegal size")
        << kDefault.file("nowhere.h5").input(31, 31) << missing << unknown;
}

void TestConfig::weightsFiles()
{
    QFETCH(Call, call);
    QFETCH(int, code);
    QFETCH(QString, text);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("exists.h5"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    if (call.weights.path == "%1")
        call.weights.path = path.toStdString();
    const auto validation = validate(call.config, call.weights);
    QCOMPARE(validation ? -1 : static_cast<int>(validation.error().code), code);
    if (validation)
        QVERIFY(!validation->officialFile);
    else
        QCOMPARE(QString::fromStdString(validation.error().detail), text);
}

void TestConfig::officialNames_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<QString>("printed");
    QTest::newRow("0.35") << 0.35 << QStringLiteral("0.35");
    QTest::newRow("0.50") << 0.50 << QStringLiteral("0.5");
    QTest::newRow("0.75") << 0.75 << QStringLiteral("0.75");
    QTest::newRow("1") << 1.0 << QStringLiteral("1.0");
    QTest::newRow("1.3") << 1.3 << QStringLiteral("1.3");
    QTest::newRow("1.4") << 1.4 << QStringLiteral("1.4");
}

void TestConfig::officialNames()
{
    QFETCH(double, alpha);
    QFETCH(QString, printed);
    const QString stem = QStringLiteral("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_");
    QCOMPARE(QString::fromStdString(officialFileName(alpha, 160, true)),
        stem + printed + QStringLiteral("_160.h5"));
    QCOMPARE(QString::fromStdString(officialFileName(alpha, 96, false)),
        stem + printed + QStringLiteral("_96_no_top.h5"));
}

void TestConfig::activationNamesGoBothWays_data()
{
    QTest::addColumn<Activation>("activation");
    for (int i = 0; i <= static_cast<int>(Activation::HardSigmoid); ++i) {
        const auto activation = static_cast<Activation>(i);
        QTest::newRow(std::string(activationName(activation)).c_str()) << activation;
    }
}

void TestConfig::activationNamesGoBothWays()
{
    QFETCH(Activation, activation);
    QVERIFY(!activationName(activation).empty());
    QCOMPARE(activationFromName(activationName(activation)), std::optional(activation));
}

void TestConfig::otherActivationNames()
{
    QCOMPARE(activationFromName("none"), std::optional(Activation::Linear));
    QCOMPARE(activationFromName("silu"), std::optional(Activation::Swish));
    QCOMPARE(activationName(Activation::HardSigmoidKeras3), std::string_view("hard_sigmoid"));
    QCOMPARE(activationFromName("Softmax"), std::nullopt);
    QCOMPARE(activationFromName("bogus"), std::nullopt);
    QCOMPARE(activationFromName(""), std::nullopt);
    QCOMPARE(poolingName(Pooling::None), std::string_view("none"));
    QCOMPARE(poolingName(Pooling::Avg), std::string_view("avg"));
    QCOMPARE(poolingName(Pooling::Max), std::string_view("max"));
}

QTEST_APPLESS_MAIN(TestConfig)
#include "tst_config.moc"

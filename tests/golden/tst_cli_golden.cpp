#include "support/cli_program.h"
#include "support/golden_cases.h"
#include "tensor/npy.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace netlens;

namespace {

// As in tst_network.cpp.
constexpr double kProbabilityTolerance = 2e-5;
constexpr double kLogitTolerance = 1e-4;
constexpr double kLayerTolerance = 5e-4;

double largestDifference(const Result<Tensor>& a, const Result<Tensor>& b)
{
    if (!a || !b || a->shape != b->shape)
        return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < a->values.size(); ++i) {
        const double difference = std::abs(double { a->values[i] } - double { b->values[i] });
        if (!(difference <= largest)) // also catches NaN
            largest = std::isnan(difference) ? INFINITY : difference;
    }
    return largest;
}

double finalTolerance(const Config& config)
{
    if (!config.hasClasses())
        return kLayerTolerance;
    return config.outputActivation() == Activation::Linear ? kLogitTolerance
                                                           : kProbabilityTolerance;
}

QString side(int extent)
{
    return extent == InputShape::kDynamic ? QStringLiteral("none") : QString::number(extent);
}

QStringList modelOptions(const Config& config)
{
    QStringList options { QStringLiteral("--alpha"), QString::number(config.alpha),
        QStringLiteral("--input-shape"),
        config.input.isStatic() ? QStringLiteral("%1x%2x%3")
                                      .arg(config.input.height)
                                      .arg(config.input.width)
                                      .arg(config.input.channels)
                                : side(config.input.height) };
    if (!config.includeTop) {
        const auto pooling = poolingName(config.pooling);
        return options << QStringLiteral("--no-top") << QStringLiteral("--pooling")
                       << QString::fromUtf8(pooling.data(), static_cast<qsizetype>(pooling.size()));
    }
    options << QStringLiteral("--classes") << QString::number(config.classes);
    if (config.classifierActivation == Activation::Linear)
        options << QStringLiteral("--classifier-activation") << QStringLiteral("none");
    return options;
}

QString text(const std::filesystem::path& path)
{
    return QString::fromStdString(path.string());
}

} // namespace

/// The program against Keras and against what photographs show.
class TestCliGolden : public QObject {
    Q_OBJECT
private slots:
    void predictEqualsKeras_data();
    void predictEqualsKeras();
    void aFullModelBringsItsConfiguration_data();
    void aFullModelBringsItsConfiguration();
    void heatmapEqualsKeras_data();
    void heatmapEqualsKeras();
    void photographsAreRecognised();
    void otherPeoplesFilesClassify_data();
    void otherPeoplesFilesClassify();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QTemporaryDir m_folder;
};

void TestCliGolden::predictEqualsKeras_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    for (const GoldenCase& golden : goldenCases())
        if (!golden.weightsFiles().empty())
            QTest::newRow(golden.name().c_str()) << QString::fromStdString(golden.name());
}

void TestCliGolden::predictEqualsKeras()
{
    QFETCH(QString, name);
    const GoldenCase golden = goldenCase(name.toStdString());
    const Config config = golden.config(golden.weightsFiles().front());
    // A nested model brings its configuration.
    const QStringList common = QStringList { QStringLiteral("predict"), QStringLiteral("--input"),
        text(golden.file(golden.json.at("input_file"))), QStringLiteral("--weights"),
        text(golden.weightsFiles().front()) }
        + (golden.isNested() ? QStringList() : modelOptions(config));

    const CliResult whole
        = runCli(common + QStringList { QStringLiteral("--output"), path("y.npy") });
    QVERIFY2(whole.exitCode == 0, whole.err.constData());
    QVERIFY(
        largestDifference(readNpy(path("y.npy").toStdString()), readNpy(golden.file("final.npy")))
        <= finalTolerance(config));

    QStringList layers;
    for (const auto& output : golden.json.at("outputs")) {
        const std::string layer = output.at("layer");
        if (layer != "final")
            layers << QStringLiteral("--layer") << QString::fromStdString(layer);
    }
    if (layers.isEmpty())
        return;
    const CliResult tapped
        = runCli(common + layers + QStringList { QStringLiteral("--output"), path("layers") });
    QVERIFY2(tapped.exitCode == 0, tapped.err.constData());
    for (const auto& output : golden.json.at("outputs")) {
        const std::string layer = output.at("layer");
        if (layer == "final")
            continue;
        const auto values = readNpy(path("layers").toStdString() + "/" + layer + ".npy");
        QVERIFY2(
            largestDifference(values, readNpy(golden.file(output.at("file")))) <= kLayerTolerance,
            layer.c_str());
    }
}

void TestCliGolden::aFullModelBringsItsConfiguration_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    for (const GoldenCase& golden : goldenCases()) {
        for (const std::filesystem::path& file : golden.weightsFiles())
            if (file.filename().string().ends_with("full_model.h5") || file.extension() == ".keras")
                QTest::newRow((golden.name() + " from " + file.filename().string()).c_str())
                    << QString::fromStdString(golden.name()) << text(file);
    }
}

void TestCliGolden::aFullModelBringsItsConfiguration()
{
    QFETCH(QString, name);
    QFETCH(QString, file);
    const GoldenCase golden = goldenCase(name.toStdString());
    const QStringList common { QStringLiteral("predict"), QStringLiteral("--input"),
        text(golden.file(golden.json.at("input_file"))), QStringLiteral("--weights"), file,
        QStringLiteral("--output"), path("y.npy") };
    const CliResult result = runCli(common);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QVERIFY(
        largestDifference(readNpy(path("y.npy").toStdString()), readNpy(golden.file("final.npy")))
        <= finalTolerance(golden.config(file.toStdString())));

    const CliResult contradicted
        = runCli(common + QStringList { QStringLiteral("--alpha"), QStringLiteral("1.23") });
    QCOMPARE(contradicted.exitCode, 3);
    QVERIFY2(contradicted.err.contains("1.23"), contradicted.err.constData());
    QVERIFY2(contradicted.err.contains(QByteArray::number(golden.config().alpha)),
        contradicted.err.constData());
}

void TestCliGolden::heatmapEqualsKeras_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/goldens/manifest.json");
    QTest::addColumn<QString>("name");
    for (const GoldenCase& golden : goldenCases())
        if (golden.json.contains("cam") && !golden.isNested())
            QTest::newRow(golden.name().c_str()) << QString::fromStdString(golden.name());
}

void TestCliGolden::heatmapEqualsKeras()
{
    QFETCH(QString, name);
    const GoldenCase golden = goldenCase(name.toStdString());
    int compared = 0;
    for (const auto& entry : golden.json.at("cam")) {
        if (!entry.contains("cam_raw"))
            continue;
        const int index = entry.at("class_index");
        const CliResult result
            = runCli(QStringList { QStringLiteral("heatmap"), QStringLiteral("--input"),
                         text(golden.file(golden.json.at("input_file"))),
                         QStringLiteral("--weights"), text(golden.weightsFiles().front()),
                         QStringLiteral("--class"), QString::number(index), QStringLiteral("--raw"),
                         path("map.npy"), QStringLiteral("--json") }
                + modelOptions(golden.config()));
        QVERIFY2(result.exitCode == 0, result.err.constData());
        QVERIFY(largestDifference(readNpy(path("map.npy").toStdString()),
                    readNpy(golden.file(entry.at("cam_raw"))))
            <= kLayerTolerance);
        const nlohmann::json shown = result.jsonLines().front();
        QVERIFY(std::abs(shown["mean"].get<double>() + shown["bias"].get<double>()
                    - shown["logit"].get<double>())
            <= kLogitTolerance);
        ++compared;
    }
    QVERIFY(compared > 0);
}

void TestCliGolden::photographsAreRecognised()
{
    NETLENS_REQUIRE_SHARED(data, "data");
    const CliResult result = runCli({ QStringLiteral("classify"), QStringLiteral("--json"),
        QStringLiteral("--fit"), QStringLiteral("crop"), QStringLiteral("--weights"),
        text(data / "weights/imagenet_mobilenet_v2_1.0_224_approx.h5"), text(data / "photos") });
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto rows = result.jsonLines();
    QVERIFY(rows.size() >= 200);

    std::size_t best = 0;
    std::size_t amongFive = 0;
    for (const nlohmann::json& row : rows) {
        const std::string file = std::filesystem::path(row["file"].get<std::string>()).filename();
        const std::string truth = file.substr(0, file.find('_'));
        const auto& predictions = row["predictions"];
        QCOMPARE(predictions.size(), std::size_t { 5 });
        best += predictions[0]["id"] == truth;
        amongFive += std::ranges::any_of(predictions,
            [&](const nlohmann::json& prediction) { return prediction["id"] == truth; });
    }
    qInfo("top-1 %.1f %%, top-5 %.1f %%",
        100.0 * static_cast<double>(best) / static_cast<double>(rows.size()),
        100.0 * static_cast<double>(amongFive) / static_cast<double>(rows.size()));
    QVERIFY(best * 100 >= rows.size() * 86);
    QVERIFY(amongFive * 100 >= rows.size() * 98);
}

void TestCliGolden::otherPeoplesFilesClassify_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/keras-files");
    QTest::addColumn<QString>("file");
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (const auto& path = entry.path();
            path.extension() == ".h5" || path.extension() == ".keras")
            QTest::newRow(path.filename().c_str()) << text(path);
}

void TestCliGolden::otherPeoplesFilesClassify()
{
    NETLENS_REQUIRE_SHARED(photos, "data/photos");
    QFETCH(QString, file);
    const std::string photo = std::filesystem::directory_iterator(photos)->path();
    const CliResult told = runCli(
        { QStringLiteral("weights"), QStringLiteral("info"), QStringLiteral("--json"), file });
    QVERIFY2(told.exitCode == 0, told.err.constData());
    const nlohmann::json config = told.jsonLines().front().at("config");
    const CliResult result = runCli({ QStringLiteral("classify"), QStringLiteral("--json"),
        QStringLiteral("--weights"), file, QString::fromStdString(photo) });
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto predictions = result.jsonLines().front().at("predictions");
    QCOMPARE(predictions.size(), std::min<std::size_t>(5, config.at("classes")));
    double sum = 0;
    for (const nlohmann::json& prediction : predictions)
        sum += prediction.at("probability").get<double>();
    QVERIFY(sum > 0 && sum < 1.0001);
    const CliResult map = runCli({ QStringLiteral("heatmap"), QStringLiteral("--method"),
        QStringLiteral("cam"), QStringLiteral("--weights"), file, QStringLiteral("--raw"),
        path("map.npy"), QString::fromStdString(photo) });
    QVERIFY2(map.exitCode == 0, map.err.constData());
}

QTEST_GUILESS_MAIN(TestCliGolden)
#include "tst_cli_golden.moc"

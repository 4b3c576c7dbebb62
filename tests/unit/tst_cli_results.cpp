#include "image/decoder.h"
#include "image/encoder.h"
#include "support/cache_home.h"
#include "support/cli_program.h"
#include "tensor/npy.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace netlens;
using nlohmann::json;

namespace {

std::vector<std::string> keys(const json& object)
{
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items())
        names.push_back(name);
    return names; // sorted, as nlohmann::json keeps them
}

} // namespace

/// What the commands print and write, field by field.
class TestCliResults : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void classifyJson();
    void classifyCsvQuotesNames();
    void classifyText();
    void classifyTakesLabels();
    void summaryJson();
    void summaryOfADynamicModel();
    void summaryCsvAndText();
    void heatmapAddsUpToTheLogit();
    void heatmapCoversTheWholePicture_data();
    void heatmapCoversTheWholePicture();
    void weightsWrittenAreWeightsRead();
    void weightsAreConverted();
    void weightsInfoSaysWhatDoesNotFit();
    void benchJson();
    void benchInEveryPrecision_data();
    void benchInEveryPrecision();
    void calibrationIsRemembered();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    std::string file(const char* name) const { return path(name).toStdString(); }
    CliResult run(const QStringList& arguments) const { return runCli(arguments + smallNetwork()); }
    json runForJson(const QStringList& arguments) const;

    QTemporaryDir m_folder;
};

json TestCliResults::runForJson(const QStringList& arguments) const
{
    const CliResult result = run(arguments + QStringList { QStringLiteral("--json") });
    const auto lines = result.jsonLines();
    return result.exitCode == 0 && lines.size() == 1 ? lines.front() : json();
}

void TestCliResults::initTestCase()
{
    QVERIFY(writePng(file("wide.png"), colourful({ 300, 120 })));
}

void TestCliResults::classifyJson()
{
    const json row = runForJson({ QStringLiteral("classify"), QStringLiteral("--top"),
        QStringLiteral("3"), path("wide.png") });
    QVERIFY(keys(row)
        == (std::vector<std::string> {
            "error", "file", "height", "milliseconds", "predictions", "width" }));
    QCOMPARE(dump(row["file"]), dump(file("wide.png")));
    QCOMPARE(dump(row["width"]), dump(300));
    QCOMPARE(dump(row["height"]), dump(120));
    QVERIFY(row["error"].is_null());
    QVERIFY(keys(row["milliseconds"])
        == (std::vector<std::string> { "decode", "infer", "preprocess" }));
    QCOMPARE(row["predictions"].size(), std::size_t { 3 });
    double previous = 1;
    for (std::size_t i = 0; i < 3; ++i) {
        const json& prediction = row["predictions"][i];
        QVERIFY(keys(prediction)
            == (std::vector<std::string> {
                "id", "index", "label", "logit", "probability", "rank" }));
        QCOMPARE(dump(prediction["rank"]), dump(i + 1));
        QVERIFY(prediction["id"].is_null());
        QCOMPARE(dump(prediction["label"]), dump(std::to_string(prediction["index"].get<int>())));
        QVERIFY(prediction["probability"] <= previous);
        previous = prediction["probability"];
    }
}

void TestCliResults::classifyCsvQuotesNames()
{
    QVERIFY(writePng(file("a,\"b\".png"), colourful({ 40, 40 })));
    const CliResult result = run({ QStringLiteral("classify"), QStringLiteral("--csv"),
        QStringLiteral("--top"), QStringLiteral("2"), path("a,\"b\".png"), path("gone.png") });
    QCOMPARE(result.exitCode, 1);
    const auto lines = result.out.split('\n');
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[0], QByteArray("file,width,height,rank,index,id,label,probability,logit,error"));
    QVERIFY(lines[1].startsWith("\"" + m_folder.path().toUtf8() + "/a,\"\"b\"\".png\",40,40,1,"));
    QVERIFY(lines[2].contains(",40,40,2,"));
    QVERIFY(lines[3].startsWith(path("gone.png").toUtf8() + ",,,,,,,,,"));
}

void TestCliResults::classifyText()
{
    const CliResult result = run({ QStringLiteral("classify"), QStringLiteral("--top"),
        QStringLiteral("100"), path("wide.png") });
    QCOMPARE(result.exitCode, 0);
    QVERIFY(result.out.startsWith(path("wide.png").toUtf8() + "\n   1. "));
    QCOMPARE(result.out.count('%'), 10); // all classes there are
}

void TestCliResults::classifyTakesLabels()
{
    QFile labels(path("names.txt"));
    QVERIFY(labels.open(QIODevice::WriteOnly));
    for (int i = 0; i < 10; ++i)
        labels.write("name " + QByteArray::number(i * i) + "\n");
    labels.close();
    const json row = runForJson({ QStringLiteral("classify"), path("wide.png"),
        QStringLiteral("--labels"), labels.fileName() });
    const json& best = row["predictions"][0];
    const int index = best["index"];
    QCOMPARE(dump(best["label"]), dump("name " + std::to_string(index * index)));
}

void TestCliResults::summaryJson()
{
    const json summary
        = runCli({ QStringLiteral("summary"), QStringLiteral("--json") }).jsonLines().front();
    QVERIFY(keys(summary)
        == (std::vector<std::string> { "input_shape", "layer_count", "layers", "macs", "name",
            "non_trainable", "output_shape", "params", "trainable", "warnings", "weights_file" }));
    QCOMPARE(dump(summary["name"]), dump("mobilenetv2_1.00_224"));
    QCOMPARE(dump(summary["input_shape"]), dump(json::parse("[null,224,224,3]")));
    QCOMPARE(dump(summary["output_shape"]), dump(json::parse("[null,1000]")));
    QCOMPARE(dump(summary["layer_count"]), dump(156));
    QCOMPARE(dump(summary["params"]), dump(3538984));
    QCOMPARE(dump(summary["trainable"]), dump(3504872));
    QCOMPARE(dump(summary["non_trainable"]), dump(34112));
    QCOMPARE(dump(summary["macs"]), dump(300774272));
    QCOMPARE(dump(summary["weights_file"]),
        dump("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5"));
    QCOMPARE(dump(summary["warnings"]), dump(json::array()));
    QCOMPARE(summary["layers"].size(), std::size_t { 156 });
    const json& conv = summary["layers"][1];
    const json expected
        = json::parse(R"({"name": "Conv1", "type": "Conv2D", "output_shape": [null, 112, 112, 32],
                        "params": 864, "macs": 10838016, "inbound": ["input_1"]})");
    QCOMPARE(dump(conv), dump(expected));
}

void TestCliResults::summaryOfADynamicModel()
{
    const CliResult result = runCli({ QStringLiteral("summary"), QStringLiteral("--json"),
        QStringLiteral("--no-top"), QStringLiteral("--input-shape"), QStringLiteral("none") });
    QCOMPARE(result.exitCode, 0);
    const json summary = result.jsonLines().front();
    QCOMPARE(dump(summary["input_shape"]), dump(json::parse("[null,null,null,3]")));
    QCOMPARE(dump(summary["output_shape"]), dump(json::parse("[null,null,null,1280]")));
    QVERIFY(summary["macs"].is_null());
    QCOMPARE(summary["warnings"].size(), std::size_t { 1 });
    QCOMPARE(dump(summary["weights_file"]),
        dump("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5"));
    QVERIFY(result.err.startsWith("netlens-cli: warning: `input_shape` is undefined"));
}

void TestCliResults::summaryCsvAndText()
{
    const CliResult csv = runCli({ QStringLiteral("summary"), QStringLiteral("--csv") });
    const auto lines = csv.out.split('\n');
    QCOMPARE(lines.size(), 156 + 2);
    QCOMPARE(lines[0], QByteArray("name,type,output_shape,params,macs,inbound"));
    QCOMPARE(lines[2], QByteArray("Conv1,Conv2D,\"(None, 112, 112, 32)\",864,10838016,input_1"));

    const CliResult text = runCli({ QStringLiteral("summary") });
    QVERIFY(text.out.startsWith("Model: \"mobilenetv2_1.00_224\"\nLayer (type) "));
    QVERIFY(text.out.contains("\nTotal params: 3,538,984\n"));
    QVERIFY(text.out.contains("\nblock_2_add (Add) "));
}

void TestCliResults::heatmapAddsUpToTheLogit()
{
    const Tensor input = wave({ 1, 96, 96, 3 });
    QVERIFY(writeNpy(file("x.npy"), input.shape, input.values));
    for (const QStringList& source : { QStringList { path("wide.png") },
             QStringList { QStringLiteral("--input"), path("x.npy") } }) {
        const json result
            = runForJson(QStringList { QStringLiteral("heatmap"), QStringLiteral("--raw"),
                             path("raw.npy"), QStringLiteral("--class"), QStringLiteral("4") }
                + source);
        QCOMPARE(dump(result["class"]["index"]), dump(4));
        const auto raw = readNpy(file("raw.npy"));
        QVERIFY(raw);
        QVERIFY(raw->shape == Shape({ 3, 3 }));
        double sum = 0;
        for (const float value : raw->values)
            sum += static_cast<double>(value);
        // Random weights make small logits: errors count against the map's own size.
        const double size = std::max(
            std::abs(result["min"].get<double>()), std::abs(result["max"].get<double>()));
        QVERIFY(size > 0);
        QVERIFY(std::abs(sum / 9 - result["mean"].get<double>()) < 1e-5 * size);
        QVERIFY(std::abs(sum / 9 + result["bias"].get<double>() - result["logit"].get<double>())
            < 1e-5 * size);
        QCOMPARE(static_cast<double>(std::ranges::max(raw->values)), result["max"].get<double>());
    }
}

void TestCliResults::heatmapCoversTheWholePicture_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("unchanged"); // columns at the left edge the map must leave alone
    QTest::newRow("stretch") << "--fit stretch" << 0;
    QTest::newRow("crop leaves the sides alone") << "--fit crop" << 97;
    QTest::newRow("pad reaches beyond the picture") << "--fit pad" << 0;
    QTest::newRow("no opacity changes nothing") << "--opacity 0" << 300;
}

void TestCliResults::heatmapCoversTheWholePicture()
{
    QFETCH(QString, options);
    QFETCH(int, unchanged);
    const CliResult result = run(QStringList { QStringLiteral("heatmap"), path("wide.png"),
                                     QStringLiteral("--output"), path("over.png") }
        + options.split(QLatin1Char(' ')));
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto before = decodePicture(file("wide.png"));
    const auto after = decodePicture(file("over.png"));
    QVERIFY(before && after);
    QVERIFY((after->image.size() == Size { 300, 120 }));
    const auto samePixel = [&](int x) {
        return std::ranges::equal(std::span(before->image.row(60) + 3 * x, 3),
            std::span(after->image.row(60) + 3 * x, 3));
    };
    for (int x = 0; x < unchanged; ++x)
        QVERIFY2(samePixel(x), qPrintable(QString::number(x)));
    if (unchanged < 150)
        QVERIFY(!samePixel(150));
}

void TestCliResults::weightsWrittenAreWeightsRead()
{
    const QStringList config { QStringLiteral("--alpha"), QStringLiteral("0.35"),
        QStringLiteral("--input-shape"), QStringLiteral("96"), QStringLiteral("--classes"),
        QStringLiteral("10") };
    const CliResult written
        = runCli(QStringList { QStringLiteral("weights"), QStringLiteral("init"),
                     QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("--output"),
                     path("w.h5"), QStringLiteral("--json") }
            + config);
    QVERIFY2(written.exitCode == 0, written.err.constData());
    QCOMPARE(dump(written.jsonLines().front()["params"]), dump(423018));

    const CliResult fromFile
        = runCli(QStringList { QStringLiteral("classify"), path("wide.png"),
                     QStringLiteral("--csv"), QStringLiteral("--weights"), path("w.h5") }
            + config);
    const CliResult fromSeed
        = runCli(QStringList { QStringLiteral("classify"), path("wide.png"),
                     QStringLiteral("--csv"), QStringLiteral("--weights"), QStringLiteral("none"),
                     QStringLiteral("--seed"), QStringLiteral("3") }
            + config);
    QVERIFY2(fromFile.exitCode == 0, fromFile.err.constData());
    QCOMPARE(fromFile.out, fromSeed.out);
}

void TestCliResults::weightsAreConverted()
{
    const auto weights = [](const char* verb, QStringList files) {
        return runCli(QStringList { QStringLiteral("weights"), QString::fromLatin1(verb) }
            + smallNetwork().mid(2) + files); // without --weights none
    };
    const QString output = QStringLiteral("--output");
    QCOMPARE(weights("init", { output, path("from.h5") }).exitCode, 0);
    for (const char* name : { "to.h5", "to.hdf5", "to.weights.h5", "to.keras" }) {
        const CliResult written
            = weights("convert", { path("from.h5"), output, path(name), QStringLiteral("--json") });
        QVERIFY2(written.exitCode == 0, written.err.constData());
        QCOMPARE(written.out,
            QByteArray("{\"file\":\"" + path(name).toUtf8()
                + "\",\"name\":\"mobilenetv2_0.35_96\",\"params\":423018}\n"));
        QCOMPARE(written.err, QByteArray());
        QVERIFY(QFileInfo(path(name)).size() > 423018 * 4);
    }
    QFile from(path("from.h5"));
    QFile to(path("to.h5"));
    QVERIFY(from.open(QIODevice::ReadOnly) && to.open(QIODevice::ReadOnly));
    QVERIFY2(from.readAll() == to.readAll(), "the layout it had before");

    QCOMPARE(weights("convert", { path("to.h5"), output, path("to.h5") }).exitCode, 0);
    QCOMPARE(QFileInfo(path("to.h5")).size(), from.size());
}

void TestCliResults::weightsInfoSaysWhatDoesNotFit()
{
    QCOMPARE(run({ QStringLiteral("weights"), QStringLiteral("init"), QStringLiteral("--output"),
                     path("info.h5") })
                 .exitCode,
        0);
    const QStringList info { QStringLiteral("weights"), QStringLiteral("info"), path("info.h5"),
        QStringLiteral("--json") };
    const json own = runCli(info).jsonLines().front();
    QCOMPARE(dump(own["fits"]), dump(true));
    QVERIFY(own["problem"].is_null());
    QCOMPARE(dump(own["config"]["alpha"]), dump(0.35));
    QCOMPARE(dump(own["config"]["classes"]), dump(10));
    QCOMPARE(dump(own["params"]), dump(423018));

    const CliResult other
        = runCli(info + QStringList { QStringLiteral("--alpha"), QStringLiteral("0.5") });
    QCOMPARE(other.exitCode, 0);
    QCOMPARE(dump(other.jsonLines().front()["fits"]), dump(false));
    QVERIFY(other.jsonLines().front()["problem"].is_string());
}

void TestCliResults::benchJson()
{
    const json result = runForJson({ QStringLiteral("bench"), QStringLiteral("--seconds"),
        QStringLiteral("0.1"), QStringLiteral("--layers") });
    QVERIFY(keys(result)
        == (std::vector<std::string> { "build_ms", "first_ms", "isa", "layers", "median_ms",
            "p10_ms", "p90_ms", "peak_gflops", "peak_mb", "precision", "threads" }));
    QVERIFY(result["p10_ms"] <= result["median_ms"]);
    QVERIFY(result["median_ms"] <= result["p90_ms"]);
    QVERIFY(result["p10_ms"] > 0);
    QCOMPARE(dump(result["threads"]), dump(1));
    QCOMPARE(dump(result["precision"]), dump("f32"));
    QVERIFY(!result["layers"].empty());
    QVERIFY(result["peak_gflops"] > 0.1);
    double sumOfSteps = 0;
    double sumOfShares = 0;
    std::int64_t sumOfMacs = 0;
    for (const json& step : result["layers"]) {
        QVERIFY(keys(step)
            == (std::vector<std::string> {
                "gflops", "implementation", "layers", "macs", "median_ms", "of_peak", "share" }));
        sumOfShares += step["share"].get<double>();
        sumOfMacs += step["macs"].get<std::int64_t>();
        QVERIFY(step["median_ms"] >= 0);
        sumOfSteps += step["median_ms"].get<double>();
    }
    QVERIFY(std::abs(sumOfShares - 1) < 1e-6);
    const json summary = runForJson({ QStringLiteral("summary") });
    QCOMPARE(dump(sumOfMacs), dump(summary["macs"]));
    // Together the steps are a run. On a busy computer it is interrupted more than each of them, so
    // that only the upper bound holds.
    QVERIFY(sumOfSteps > 0);
    QVERIFY(sumOfSteps < 1.5 * result["p90_ms"].get<double>());
}

void TestCliResults::benchInEveryPrecision_data()
{
    QTest::addColumn<QString>("precision");
    QTest::addColumn<QString>("isa"); ///< the most oneDNN may use; empty for the processor's own
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("int8") << QStringLiteral("int8") << QString() << QByteArray();
    QTest::newRow("bfloat16 without AVX-512") << QStringLiteral("bf16") << QStringLiteral("AVX2")
                                              << QByteArray("cannot compute in this precision");
    QTest::newRow("int8 without VNNI") << QStringLiteral("int8") << QStringLiteral("AVX2")
                                       << QByteArray("no instructions for int8");
}

void TestCliResults::benchInEveryPrecision()
{
    QFETCH(QString, precision);
    QFETCH(QString, isa);
    QFETCH(QByteArray, said);
    std::vector<std::pair<QString, QString>> variables;
    if (!isa.isEmpty())
        variables.emplace_back(QStringLiteral("ONEDNN_MAX_CPU_ISA"), isa);
    const CliResult result = runCliWith(variables,
        QStringList { QStringLiteral("bench"), QStringLiteral("--json"),
            QStringLiteral("--seconds"), QStringLiteral("0.1"), QStringLiteral("--precision"),
            precision }
            + smallNetwork());
    QVERIFY2(result.err.contains(said), result.err.constData());
    if (said.contains("cannot")) {
        QCOMPARE(result.exitCode, 3);
        QVERIFY2(result.err.contains("--precision f32"), result.err.constData());
        return;
    }
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(dump(result.jsonLines().front()["precision"]), dump(precision.toStdString()));
}

void TestCliResults::calibrationIsRemembered()
{
    const QTemporaryDir folder;
    const CacheHome cache;
    const std::string root = folder.path().toStdString();
    QVERIFY(writePng(root + "/good.png", colourful({ 120, 80 })));
    QFile broken(folder.filePath(QStringLiteral("broken.jpg")));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("text") > 0);
    broken.close();
    const auto classify = [&](const QStringList& more) {
        return runCliWith(
            { { QStringLiteral("XDG_CACHE_HOME"), qEnvironmentVariable("XDG_CACHE_HOME") } },
            QStringList { QStringLiteral("classify"), QStringLiteral("--csv"),
                QStringLiteral("--precision"), QStringLiteral("int8"), QStringLiteral("--weights"),
                QStringLiteral("demo") }
                    + more
                << folder.filePath(QStringLiteral("good.png")));
    };
    const QStringList onFolder { QStringLiteral("--calibration"), folder.path() };
    const CliResult first = classify(onFolder);
    QCOMPARE(first.exitCode, 0);
    const QByteArray said = "netlens-cli: warning: 1 of the 2 pictures in " + folder.path().toUtf8()
        + " could not be read; calibration does without\n";
    QVERIFY2(first.err.contains(said), first.err.constData());
    QCOMPARE(cache.files().size(), std::size_t { 1 });
    const CliResult again = classify(onFolder);
    QCOMPARE(again.out, first.out);
    QCOMPARE(again.err, first.err);
    QCOMPARE(cache.files().size(), std::size_t { 1 });
    const CliResult drawn = classify({});
    QCOMPARE(drawn.exitCode, 0);
    QVERIFY2(drawn.out != first.out, "other pictures, other steps");
    QCOMPARE(cache.files().size(), std::size_t { 2 });
}

QTEST_GUILESS_MAIN(TestCliResults)
#include "tst_cli_results.moc"

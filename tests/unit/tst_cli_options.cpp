#include "app/cli/csv.h"
#include "app/cli/inputs.h"
#include "app/cli/model_options.h"
#include "app/cli/picture_options.h"
#include "app/cli/predictions.h"
#include "app/cli/suggestions.h"
#include "image/encoder.h"
#include "support/cli_program.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace netlens;
using namespace netlens::cli;

namespace {

constexpr CommandText kText { "test", "", "", "" };

Arguments words(const char* line)
{
    std::istringstream stream(line);
    return { std::istream_iterator<std::string>(stream), {} };
}

} // namespace

class TestCliOptions : public QObject {
    Q_OBJECT
private slots:
    void inputShapes_data();
    void inputShapes();
    void modelOptionsAreUnderstood();
    void badModelOptionsAreRefused_data();
    void badModelOptionsAreRefused();
    void onlyOptionsGivenCountAsGiven();
    void pictureOptions_data();
    void pictureOptions();
    void operandsKeepTheirBytes();
    void csvFieldsAreQuoted_data();
    void csvFieldsAreQuoted();
    void closeNamesAreSuggested_data();
    void closeNamesAreSuggested();
    void inputsAreExpandedInOrder();
    void anUnreadableFolderHidesNoOther();
    void logitsBecomeProbabilities();
};

void TestCliOptions::inputShapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("legal");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("channels");
    const int any = InputShape::kDynamic;
    const auto good = [](const char* name, const char* text, int height, int width, int channels) {
        QTest::newRow(name) << text << true << height << width << channels;
    };
    good("one number is a square", "96", 96, 96, 3);
    good("height comes before width", "160x224", 160, 224, 3);
    good("channels come last", "64x48x1", 64, 48, 1);
    good("none is any size", "none", any, any, 3);
    good("nought is left to Keras to refuse", "0", 0, 0, 3);
    for (const char* text : { "", "x", "96x", "x96", "-1", "-1x-1", "96x96x3x1", "96.5", "96 ",
             "96X96", "9999999999", "none x none", "+96" })
        QTest::newRow(qPrintable(QStringLiteral("not a shape: \"%1\"").arg(QLatin1String(text))))
            << text << false << 0 << 0 << 0;
}

void TestCliOptions::inputShapes()
{
    QFETCH(QString, text);
    QFETCH(bool, legal);
    const auto shape = parseInputShape(text.toStdString());
    QCOMPARE(shape.has_value(), legal);
    if (!legal)
        return;
    QTEST(shape->height, "height");
    QTEST(shape->width, "width");
    QTEST(shape->channels, "channels");
}

void TestCliOptions::modelOptionsAreUnderstood()
{
    CommandLine line(kText);
    addModelOptions(line);
    QVERIFY(!line.parse(words("--alpha 0.35 --input-shape=96 --weights none --seed 7 --classes 12 "
                              "--classifier-activation sigmoid --labels names.txt --threads 2 "
                              "--precision int8 --calibration photos")));
    ModelRequest request;
    QVERIFY(!readModelOptions(line, request));
    QCOMPARE(request.config.alpha, 0.35);
    QCOMPARE(request.config.input.height, 96);
    QVERIFY(request.weights.kind == WeightsChoice::Kind::Random);
    QCOMPARE(request.weights.seed, std::uint64_t { 7 });
    QCOMPARE(request.config.classes, std::int64_t { 12 });
    QVERIFY(request.config.classifierActivation == Activation::Sigmoid);
    QCOMPARE(request.labelsFile, std::string("names.txt"));
    QCOMPARE(request.threads, 2);
    QVERIFY(request.precision == Precision::Int8);
    QCOMPARE(request.calibrationFolder, std::string("photos"));
}

void TestCliOptions::badModelOptionsAreRefused_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("exitCode");
    const auto row = [](const char* name, const char* arguments, ExitCode code) {
        QTest::newRow(name) << arguments << static_cast<int>(code);
    };
    row("alpha in words", "--alpha wide", ExitCode::BadCommandLine);
    row("alpha not a number", "--alpha nan", ExitCode::BadCommandLine);
    row("alpha infinite", "--alpha inf", ExitCode::BadCommandLine);
    row("alpha with a comma", "--alpha 0,5", ExitCode::BadCommandLine);
    row("a shape in words", "--input-shape big", ExitCode::BadCommandLine);
    row("a negative seed", "--seed -1", ExitCode::BadCommandLine);
    row("classes with a fraction", "--classes 1.5", ExitCode::BadCommandLine);
    row("an unknown pooling", "--pooling median", ExitCode::BadCommandLine);
    row("no threads", "--threads 0", ExitCode::BadCommandLine);
    row("threads beyond reason", "--threads 100000", ExitCode::BadCommandLine);
    row("an unknown precision", "--precision f8", ExitCode::BadCommandLine);
    row("calibration of float32", "--calibration photos", ExitCode::BadCommandLine);
    row("calibration of bfloat16", "--precision bf16 --calibration photos",
        ExitCode::BadCommandLine);
    row("calibration on nothing", "--precision int8 --calibration=", ExitCode::BadCommandLine);
    row("an activation Keras does not know", "--classifier-activation bogus", ExitCode::NoModel);
}

void TestCliOptions::badModelOptionsAreRefused()
{
    QFETCH(QString, arguments);
    CommandLine line(kText);
    addModelOptions(line);
    QVERIFY(!line.parse(words(qPrintable(arguments))));
    ModelRequest request;
    const auto refusal = readModelOptions(line, request);
    QVERIFY(refusal.has_value());
    QTEST(static_cast<int>(refusal->code), "exitCode");
}

void TestCliOptions::onlyOptionsGivenCountAsGiven()
{
    CommandLine line(kText);
    addModelOptions(line);
    QVERIFY(!line.parse(words("--no-top --pooling avg --classifier-activation bogus")));
    ModelRequest request;
    QVERIFY2(!readModelOptions(line, request), "without a top Keras ignores the activation");
    QVERIFY(request.given.includeTop);
    QVERIFY(request.given.pooling);
    QVERIFY(!request.given.alpha);
    QVERIFY(!request.given.input);
    QVERIFY(!request.given.classes);
    QVERIFY(!request.config.includeTop);
    QVERIFY(request.config.pooling == Pooling::Avg);
}

void TestCliOptions::pictureOptions_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<bool>("legal");
    QTest::addColumn<int>("fit");
    QTest::addColumn<int>("kernel");
    const auto row
        = [](const char* name, const char* arguments, bool legal, Fit fit, ResampleKernel kernel) {
              QTest::newRow(name) << arguments << legal << static_cast<int>(fit)
                                  << static_cast<int>(kernel);
          };
    row("nothing given", "", true, Fit::Stretch, ResampleKernel::Bilinear);
    row("both given", "--fit pad --resize lanczos", true, Fit::Pad, ResampleKernel::Lanczos);
    row("the last one counts", "--fit pad --fit crop", true, Fit::Crop, ResampleKernel::Bilinear);
    row("an unknown fit", "--fit squeeze", false, Fit::Stretch, ResampleKernel::Bilinear);
    row("an unknown kernel", "--resize cubic", false, Fit::Stretch, ResampleKernel::Bilinear);
}

void TestCliOptions::pictureOptions()
{
    QFETCH(QString, arguments);
    QFETCH(bool, legal);
    CommandLine line(kText);
    addPictureOptions(line);
    QVERIFY(!line.parse(words(qPrintable(arguments))));
    Preprocessing how;
    QCOMPARE(!readPictureOptions(line, how), legal);
    QTEST(static_cast<int>(how.fit), "fit");
    QTEST(static_cast<int>(how.kernel), "kernel");
}

void TestCliOptions::operandsKeepTheirBytes()
{
    CommandLine line(kText);
    line.addOption("output", "FILE", "");
    QVERIFY(
        !line.parse({ "caf\xC3\xA9.png", "-", "not\xFFutf8", "--output", "\xFE", "--", "--x" }));
    const std::vector<std::string> expected { "caf\xC3\xA9.png", "-", "not\xFFutf8", "--x" };
    QVERIFY(line.operands() == expected);
    QCOMPARE(line.value("output"), std::string("\xFE"));
}

void TestCliOptions::csvFieldsAreQuoted_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("record");
    QTest::newRow("plain") << "a b"
                           << ",a b\n";
    QTest::newRow("empty") << ""
                           << ",\n";
    QTest::newRow("comma") << "a,b"
                           << ",\"a,b\"\n";
    QTest::newRow("quote") << "a\"b"
                           << ",\"a\"\"b\"\n";
    QTest::newRow("line break") << "a\nb"
                                << ",\"a\nb\"\n";
}

void TestCliOptions::csvFieldsAreQuoted()
{
    QFETCH(QString, field);
    QTEST(QString::fromStdString(csvRecord({ "", field.toStdString() })), "record");
}

void TestCliOptions::closeNamesAreSuggested_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("text");
    QTest::newRow("a letter missing") << "sumary"
                                      << ", did you mean \"summary\"";
    QTest::newRow("the closest first") << "block1"
                                       << ", did you mean \"block_1\" or \"block_12\"";
    QTest::newRow("nothing close") << "zebra"
                                   << "";
    QTest::newRow("nothing typed") << ""
                                   << "";
}

void TestCliOptions::closeNamesAreSuggested()
{
    QFETCH(QString, word);
    const std::vector<std::string> names { "summary", "block_12", "block_1" };
    QTEST(QString::fromStdString(didYouMean(word.toStdString(), names)), "text");
}

void TestCliOptions::inputsAreExpandedInOrder()
{
    const QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    std::filesystem::create_directories(root / "m" / "deep");
    std::filesystem::create_directories(root / "empty");
    for (const char* name : { "z.png", "a.PNG", "m/deep/b.png", "no suffix" })
        QVERIFY(writePng(root / name, colourful({ 4, 4 })));
    for (const char* name : { "broken.jpg", "notes.txt" })
        std::ofstream(root / name) << "text";

    std::istringstream stream((root / "z.png").string() + "\n\n" + (root / "empty").string());
    std::vector<std::string> seen;
    forEachInput({ root.string(), "gone.png", "-" }, stream,
        [&](const std::string& file, const Result<void>& found) {
            seen.push_back((found ? "" : "!")
                + std::filesystem::path(file).lexically_proximate(root).string());
            return true;
        });
    const std::vector<std::string> expected { "a.PNG", "broken.jpg", "m/deep/b.png", "no suffix",
        "z.png", "gone.png", "z.png", "!empty" };
    QVERIFY2(seen == expected, qPrintable(QString::fromStdString(nlohmann::json(seen).dump())));
}

// Its path is longer than the system takes, which stops root as well.
void TestCliOptions::anUnreadableFolderHidesNoOther()
{
    const QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    const std::string name(250, 'd');
    std::vector<int> folders { ::open(root.c_str(), O_RDONLY) };
    for (int depth = 0; depth < 17; ++depth) {
        QCOMPARE(::mkdirat(folders.back(), name.c_str(), 0700), 0);
        folders.push_back(::openat(folders.back(), name.c_str(), O_RDONLY));
    }
    QVERIFY(writePng(root + "/z.png", colourful({ 4, 4 })));

    std::vector<std::string> pictures;
    std::vector<ErrorCode> failures;
    std::istringstream nothing;
    forEachInput({ root }, nothing, [&](const std::string& file, const Result<void>& found) {
        if (found)
            pictures.push_back(file);
        else
            failures.push_back(found.error().code);
        return true;
    });
    for (::close(folders.back()); folders.size() > 1; ::close(folders.back())) {
        folders.pop_back();
        ::unlinkat(folders.back(), name.c_str(), AT_REMOVEDIR);
    }
    QCOMPARE(pictures, std::vector<std::string> { root + "/z.png" });
    QCOMPARE(failures, std::vector<ErrorCode> { ErrorCode::FileUnreadable });
}

void TestCliOptions::logitsBecomeProbabilities()
{
    const auto chances = probabilities({ 1000, 1000, -1000 }, Activation::Linear);
    QCOMPARE(chances[0], 0.5F);
    QCOMPARE(chances[1], 0.5F);
    QCOMPARE(chances[2], 0.0F);
    QVERIFY(probabilities({ 0.25F, 2 }, Activation::Relu) == std::vector<float>({ 0.25F, 2 }));
}

QTEST_GUILESS_MAIN(TestCliOptions)
#include "tst_cli_options.moc"

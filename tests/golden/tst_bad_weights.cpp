#include "support/cli_program.h"
#include "support/golden_cases.h"
#include "weights/weights_file.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

using namespace netlens;
using nlohmann::json;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 kLongestMilliseconds = 30'000; // on a busy machine
#else
constexpr qint64 kLongestMilliseconds = 5000;
#endif

enum class Expected { Load, Refuse, Either };

/// The manifest words its wish in prose: "load; …", "reject …", "reject or load …", or what Keras
/// does and what the program should do instead.
Expected expectedOf(const std::string& wish)
{
    if (wish.starts_with("load"))
        return Expected::Load;
    if (wish.starts_with("reject or load"))
        return Expected::Either;
    if (wish.starts_with("reject") || wish.find("app: refuse") != std::string::npos)
        return Expected::Refuse;
    return Expected::Either;
}

bool isAboutTheFile(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FileEmpty:
    case ErrorCode::NotWeights:
    case ErrorCode::WeightsDamaged:
    case ErrorCode::WeightsMismatch:
    case ErrorCode::WeightsUnsupported:
    case ErrorCode::WeightsNotFinite:
        return true;
    default:
        return false;
    }
}

Architecture target(const json& manifest)
{
    const json& wanted = manifest.at("target_config");
    Config config;
    config.alpha = wanted.at("alpha");
    config.input
        = { wanted.at("input_shape")[0], wanted.at("input_shape")[1], wanted.at("input_shape")[2] };
    config.classes = wanted.at("classes");
    config.includeTop = wanted.at("include_top");
    return describe(config);
}

} // namespace

class TestBadWeights : public QObject {
    Q_OBJECT

private slots:
    void loadsOrRefuses_data();
    void loadsOrRefuses();
    void swappedNamesLoadByName();
    void theanoKernelsAreTurned();
    void refusingTakesLittleMemory();
};

void TestBadWeights::loadsOrRefuses_data()
{
    NETLENS_REQUIRE_SHARED(folder, "data/bad-weights");
    QTest::addColumn<std::string>("file");
    QTest::addColumn<std::string>("wish");
    const json manifest = readJson(folder / "manifest.json");
    for (const json& entry : manifest.at("cases"))
        QTest::addRow("%s", entry.at("file").get<std::string>().c_str())
            << entry.at("file").get<std::string>() << entry.at("app_should").get<std::string>();
}

void TestBadWeights::loadsOrRefuses()
{
    NETLENS_REQUIRE_SHARED(folder, "data/bad-weights");
    QFETCH(std::string, file);
    QFETCH(std::string, wish);
    const Architecture architecture = target(readJson(folder / "manifest.json"));
    QElapsedTimer timer;
    timer.start();
    const auto info = inspectWeights(folder / file);
    const auto read = readWeights(folder / file, architecture);
    QVERIFY(timer.elapsed() < kLongestMilliseconds);
    if (expectedOf(wish) == Expected::Load)
        QVERIFY2(read && info, read ? "" : read.error().detail.c_str());
    if (expectedOf(wish) == Expected::Refuse)
        QVERIFY(!read);
    if (!read) {
        QVERIFY(isAboutTheFile(read.error().code));
        QCOMPARE(read.error().subject, (folder / file).string());
    }
}

static void compareWith(const std::filesystem::path& folder, const char* file, bool sameConv1)
{
    const Architecture architecture = target(readJson(folder / "manifest.json"));
    const auto control = readWeights(folder / "00_control_ok.h5", architecture);
    const auto read = readWeights(folder / file, architecture);
    QVERIFY(control && read);
    for (const auto& [name, tensors] : control->layers)
        for (std::size_t i = 0; i < tensors.size(); ++i)
            QCOMPARE(tensors[i].values == read->of(name)[i].values, sameConv1 || name != "Conv1");
}

void TestBadWeights::swappedNamesLoadByName()
{
    NETLENS_REQUIRE_SHARED(folder, "data/bad-weights");
    compareWith(folder, "29_swapped_layer_names_same_shape.h5", true);
}

void TestBadWeights::theanoKernelsAreTurned()
{
    NETLENS_REQUIRE_SHARED(folder, "data/bad-weights");
    compareWith(folder, "27_backend_theano.h5", false);
}

void TestBadWeights::refusingTakesLittleMemory()
{
    NETLENS_REQUIRE_SHARED(folder, "data/bad-weights");
#ifdef __SANITIZE_ADDRESS__
    QSKIP("a sanitizer's own memory would be measured");
#endif
    constexpr long kMostKilobytes = 200 * 1024;
    const json manifest = readJson(folder / "manifest.json");
    for (const json& entry : manifest.at("cases")) {
        const std::string file = entry.at("file");
        const CliResult result = runCli({ QStringLiteral("weights"), QStringLiteral("info"),
            QString::fromStdString((folder / file).string()) });
        QVERIFY2(result.exitCode == 0 || result.exitCode == 3, file.c_str());
        // The largest of all programs run so far: the first to exceed it is the one.
        rusage usage {};
        QCOMPARE(getrusage(RUSAGE_CHILDREN, &usage), 0);
        QVERIFY2(usage.ru_maxrss < kMostKilobytes,
            (file + " took " + std::to_string(usage.ru_maxrss) + " kB").c_str());
    }
}

QTEST_GUILESS_MAIN(TestBadWeights)
#include "tst_bad_weights.moc"

#include "model/architecture.h"
#include "support/official_file.h"
#include "weights/registry.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>

using namespace netlens;
namespace fs = std::filesystem;

class TestRegistry : public QObject {
    Q_OBJECT

private slots:
    void listsEveryPublishedCheckpoint();
    void publishedCostIsThatOfTheNetwork();
    void looksWhereKerasKeepsItsModels();
    void fallsBackAsKerasDoesWhereHomeCannotBeWritten();
    void findsAFileThatIsThere();
    void namesAllOfficialFiles();
    void sizesAreKnownOrClose();
    void whatWasNeverPublishedHasNoFile_data();
    void whatWasNeverPublishedHasNoFile();
    void addressesCanBeAMirrors();
    void verifiesAFileForItsArchitecture();
};

void TestRegistry::listsEveryPublishedCheckpoint()
{
    QCOMPARE(officialWeights().size(), std::size_t { 22 });
    for (const double alpha : { 0.35, 0.5, 0.75, 1.0 })
        for (const int rows : { 96, 128, 160, 192, 224 })
            QVERIFY(findOfficial(alpha, rows) != nullptr);
    QVERIFY(findOfficial(1.3, 224) != nullptr);
    QVERIFY(findOfficial(1.4, 224) != nullptr);
    QVERIFY(findOfficial(1.4, 96) == nullptr);
    QVERIFY(findOfficial(0.6, 224) == nullptr);
    QCOMPARE(findOfficial(1.0, 224)->top1, 71.8);
    QCOMPARE(findOfficial(0.35, 96)->top5, 70.4);
}

void TestRegistry::publishedCostIsThatOfTheNetwork()
{
    for (const OfficialWeights& weights : officialWeights()) {
        Config config;
        config.alpha = weights.alpha;
        config.input = { weights.rows, weights.rows, 3 };
        const Architecture network = describe(config);
        // Published in millions, rounded down or to the nearest.
        const double macs = static_cast<double>(network.macs()) / 1e6;
        QVERIFY2(std::abs(macs - weights.macsMillions) < 1, network.name.c_str());
        const double parameters = static_cast<double>(network.trainableCount()) / 1e6;
        QVERIFY2(std::abs(parameters - weights.parametersMillions) < 0.06, network.name.c_str());
    }
}

void TestRegistry::looksWhereKerasKeepsItsModels()
{
    qputenv("KERAS_HOME", "/somewhere/keras");
    QCOMPARE(kerasModelsFolder(), fs::path("/somewhere/keras/models"));
    qunsetenv("KERAS_HOME");
    const QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    QCOMPARE(kerasModelsFolder(), fs::path(home.path().toStdString()) / ".keras" / "models");
    qunsetenv("HOME");
    QVERIFY(kerasModelsFolder().is_absolute());
}

void TestRegistry::fallsBackAsKerasDoesWhereHomeCannotBeWritten()
{
    // A home that is a file cannot be written by anyone, not even root.
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    std::ofstream(root / "home") << "x";
    fs::create_directory(root / "tmp");
    qunsetenv("KERAS_HOME");
    qputenv("HOME", (root / "home").c_str());
    qputenv("TMPDIR", (root / "tmp").c_str());
    QCOMPARE(kerasModelsFolder(), root / "tmp" / ".keras" / "models");
    fs::create_directories(kerasModelsFolder());
    std::ofstream(kerasModelsFolder() / "some.h5") << "x";
    QCOMPARE(findOfficialFile("some.h5"), std::optional(kerasModelsFolder() / "some.h5"));
    qunsetenv("TMPDIR");
    qunsetenv("HOME");
}

void TestRegistry::findsAFileThatIsThere()
{
    const QTemporaryDir folder;
    qputenv("KERAS_HOME", folder.path().toUtf8());
    const std::string name = officialFileName(1.0, 224, true);
    QVERIFY(!findOfficialFile(name));
    fs::create_directories(kerasModelsFolder() / "a folder.h5");
    std::ofstream(kerasModelsFolder() / name) << "x";
    QCOMPARE(findOfficialFile(name), std::optional(kerasModelsFolder() / name));
    QVERIFY(!findOfficialFile("a folder.h5"));
}

void TestRegistry::namesAllOfficialFiles()
{
    const auto files = officialFiles();
    QCOMPARE(files.size(), std::size_t { 44 });
    for (const OfficialFile& file : files) {
        // Keras, asked for this model, asks for this file.
        const auto validation = validate(file.config(), {});
        QVERIFY(validation);
        QCOMPARE(validation->officialFile, std::optional(file.name));
        QCOMPARE(findOfficial(file.name)->includeTop, file.includeTop);
    }
    QCOMPARE(findOfficial("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.5_128_no_top.h5")
                 ->weights.top1,
        57.7);
}

void TestRegistry::sizesAreKnownOrClose()
{
    QCOMPARE(findOfficial(officialFileName(1.0, 224, true))->bytes, std::optional(14'536'120L));
    QCOMPARE(findOfficial(officialFileName(1.0, 224, false))->bytes, std::optional(9'406'464L));
    QCOMPARE(findOfficial(officialFileName(0.35, 96, true))->bytes, std::optional(7'149'872L));
    QVERIFY(!findOfficial(officialFileName(0.35, 96, false))->bytes);
    for (OfficialFile file : officialFiles()) {
        const auto known = std::exchange(file.bytes, std::nullopt);
        if (known)
            QVERIFY2(std::abs(*known - file.approximateBytes()) < 100'000, file.name.c_str());
    }
}

void TestRegistry::whatWasNeverPublishedHasNoFile_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<int>("rows");
    QTest::newRow("1.4 at 96") << 1.4 << 96;
    QTest::newRow("1.3 at 192") << 1.3 << 192;
    QTest::newRow("1.0 at 100") << 1.0 << 100;
    QTest::newRow("0.6 at 224") << 0.6 << 224;
}

void TestRegistry::whatWasNeverPublishedHasNoFile()
{
    QFETCH(double, alpha);
    QFETCH(int, rows);
    QVERIFY(!findOfficial(officialFileName(alpha, rows, true)));
    QVERIFY(!findOfficial(officialFileName(alpha, rows, false)));
}

void TestRegistry::addressesCanBeAMirrors()
{
    qunsetenv("NETLENS_WEIGHTS_URL");
    QCOMPARE(officialUrl("a.h5"),
        std::string("https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/"
                    "a.h5"));
    qputenv("NETLENS_WEIGHTS_URL", "http://mirror/x");
    QCOMPARE(officialUrl("a.h5"), std::string("http://mirror/x/a.h5"));
    qputenv("NETLENS_WEIGHTS_URL", "http://mirror/x/");
    QCOMPARE(officialUrl("a.h5"), std::string("http://mirror/x/a.h5"));
    qunsetenv("NETLENS_WEIGHTS_URL");
}

void TestRegistry::verifiesAFileForItsArchitecture()
{
    const KerasHome home;
    home.write({}, smallestOfficialBytes());
    const fs::path path = home.file().toStdString();
    QVERIFY(verifyOfficial(path, smallestOfficial()));
    const auto wrong = verifyOfficial(path, *findOfficial(officialFileName(0.5, 96, true)));
    QCOMPARE(wrong.error().code, ErrorCode::WeightsMismatch);
    home.write({}, smallestOfficialBytes().left(100'000));
    QCOMPARE(verifyOfficial(path, smallestOfficial()).error().code, ErrorCode::WeightsDamaged);
}

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"

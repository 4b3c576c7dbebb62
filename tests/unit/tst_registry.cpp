#include "model/architecture.h"
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
    void findsAFileThatIsThere();
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
    qputenv("HOME", "/home/someone");
    QCOMPARE(kerasModelsFolder(), fs::path("/home/someone/.keras/models"));
    qunsetenv("HOME");
    QVERIFY(kerasModelsFolder().is_absolute());
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

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"

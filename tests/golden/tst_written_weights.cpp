#include "support/golden_cases.h"
#include "support/hdf5_listing.h"
#include "support/zip_members.h"
#include "weights/weights_file.h"
#include "weights/weights_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace netlens;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// The golden cases that have a file of that name, as rows.
void casesWith(const char* file)
{
    QTest::addColumn<std::string>("caseName");
    for (const GoldenCase& golden : goldenCases())
        if (!golden.isNested() && fs::exists(golden.file("legacy_weights.h5"))
            && fs::exists(golden.file(file)))
            QTest::newRow(golden.name().c_str()) << golden.name();
}

/// Addresses of shared objects in the process that wrote: they mean nothing outside it.
void removeSharedObjectIds(json& value)
{
    if (value.is_object())
        value.erase("shared_object_id");
    for (json& inner : value)
        if (inner.is_structured())
            removeSharedObjectIds(inner);
}

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The listing with another spelling of every path and of every text in a list.
Hdf5Listing respelt(
    const Hdf5Listing& listing, const std::function<std::string(std::string)>& spell)
{
    Hdf5Listing result;
    for (auto [path, object] : listing) {
        for (auto& [name, attribute] : object.attributes)
            if (!attribute.shape.empty())
                for (std::string& text : attribute.texts)
                    text = spell(text);
        result.emplace(spell(path), std::move(object));
    }
    return result;
}

} // namespace

/// Files written here beside those Keras wrote of the same weights: every group, every attribute,
/// every number.
class TestWrittenWeights : public QObject {
    Q_OBJECT

private slots:
    void keras3Weights_data();
    void keras3Weights();
    void archive_data();
    void archive();
    void legacyWeightsOfKeras2_data();
    void legacyWeightsOfKeras2();
    void legacyWeightsOfKeras3_data();
    void legacyWeightsOfKeras3();

private:
    /// Writes the weights of a golden case under that name; where they are now.
    fs::path write(const GoldenCase& golden, const char* name) const
    {
        const fs::path file = fs::path(m_folder.path().toStdString()) / name;
        const Architecture architecture = describe(golden.config());
        const auto weights = readWeights(golden.file("legacy_weights.h5"), architecture);
        if (!weights || !writeWeights(file, architecture, *weights))
            throw std::runtime_error("cannot write " + file.string());
        return file;
    }

    QTemporaryDir m_folder;
};

void TestWrittenWeights::keras3Weights_data()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    casesWith("weights3.weights.h5");
}

void TestWrittenWeights::keras3Weights()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    QFETCH(std::string, caseName);
    const GoldenCase golden = goldenCase(caseName);
    QCOMPARE(difference(listHdf5(write(golden, "w.weights.h5")),
                 listHdf5(golden.file("weights3.weights.h5"))),
        std::string());
}

void TestWrittenWeights::archive_data()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    casesWith("model.keras");
}

void TestWrittenWeights::archive()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    QFETCH(std::string, caseName);
    const GoldenCase golden = goldenCase(caseName);
    const auto actual = zipMembers(write(golden, "w.keras"));
    const auto expected = zipMembers(golden.file("model.keras"));
    QCOMPARE(actual.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(actual[i].name, expected[i].name);
        QCOMPARE(actual[i].compressed, expected[i].compressed);
    }
    QCOMPARE(difference(listHdf5(actual[2].bytes), listHdf5(expected[2].bytes)), std::string());

    json metadata = json::parse(actual[0].text());
    const json metadataOfKeras = json::parse(expected[0].text());
    metadata.at("date_saved") = metadataOfKeras.at("date_saved");
    QCOMPARE(metadata.dump(), metadataOfKeras.dump());

    const json config = json::parse(actual[1].text());
    json configOfKeras = json::parse(expected[1].text());
    removeSharedObjectIds(configOfKeras);
    QVERIFY2(config == configOfKeras, json::diff(config, configOfKeras).dump(1).c_str());
}

void TestWrittenWeights::legacyWeightsOfKeras2_data()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    casesWith("k2_weights.h5");
}

void TestWrittenWeights::legacyWeightsOfKeras2()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    QFETCH(std::string, caseName);
    const GoldenCase golden = goldenCase(caseName);
    Hdf5Listing actual = listHdf5(write(golden, "w.h5"));
    // Keras 2.3.1 still padded in a layer of its own and counted pooling layers from 1.
    Hdf5Listing expected = respelt(listHdf5(golden.file("k2_weights.h5")), [](std::string text) {
        replaceAll(text, "global_average_pooling2d_1", "global_average_pooling2d");
        return text;
    });
    expected.erase("/Conv1_pad");
    Hdf5Attribute& names = expected.at("/").attributes.at("layer_names");
    std::erase(names.texts, "Conv1_pad");
    --names.shape.at(0);
    QCOMPARE(expected.at("/").attributes.at("keras_version").texts.at(0), std::string("2.3.1"));
    expected.at("/").attributes.at("keras_version") = actual.at("/").attributes.at("keras_version");
    QCOMPARE(difference(actual, expected), std::string());
}

void TestWrittenWeights::legacyWeightsOfKeras3_data()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    casesWith("legacy_weights.h5");
}

void TestWrittenWeights::legacyWeightsOfKeras3()
{
    NETLENS_REQUIRE_SHARED(goldens, "data/goldens");
    QFETCH(std::string, caseName);
    const GoldenCase golden = goldenCase(caseName);
    // Keras 3 keeps the layout with its own names and texts of variable length.
    Hdf5Listing actual = respelt(listHdf5(write(golden, "w.h5")), [](std::string text) {
        replaceAll(text, ":0", "");
        replaceAll(text, "depthwise_kernel", "kernel");
        replaceAll(text, "input_1", "input_layer");
        return text;
    });
    Hdf5Listing expected = listHdf5(golden.file("legacy_weights.h5"));
    expected.erase("/top_level_model_weights");
    for (Hdf5Listing* listing : { &actual, &expected }) {
        for (const char* writer : { "backend", "keras_version" })
            QCOMPARE(listing->at("/").attributes.erase(writer), 1U);
        for (auto& [path, object] : *listing)
            for (auto& [name, attribute] : object.attributes)
                attribute.type = attribute.texts.empty() ? attribute.type : "text";
    }
    QCOMPARE(difference(actual, expected), std::string());
}

QTEST_GUILESS_MAIN(TestWrittenWeights)
#include "tst_written_weights.moc"

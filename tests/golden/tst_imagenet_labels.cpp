#include "model/labels.h"
#include "support/json.h"
#include "support/shared_data.h"

#include <QTest>

using namespace netlens;

class TestImageNetLabels : public QObject {
    Q_OBJECT

private slots:
    void equalKerassClassIndex();
    void readTheSameFromTheFile();
};

void TestImageNetLabels::equalKerassClassIndex()
{
    NETLENS_REQUIRE_SHARED(file, "data/imagenet_class_index.json");
    const nlohmann::json index = readJson(file);
    QCOMPARE(imagenetLabels().size(), index.size());
    for (std::size_t i = 0; i < index.size(); ++i) {
        const nlohmann::json& entry = index.at(std::to_string(i));
        QCOMPARE(imagenetLabels()[i].id, entry[0].get<std::string>());
        QCOMPARE(imagenetLabels()[i].name, entry[1].get<std::string>());
    }
}

void TestImageNetLabels::readTheSameFromTheFile()
{
    NETLENS_REQUIRE_SHARED(file, "data/imagenet_class_index.json");
    const auto labels = readLabels(file);
    QVERIFY(labels);
    QCOMPARE(labels->size(), imagenetLabels().size());
    for (std::size_t i = 0; i < labels->size(); ++i)
        QCOMPARE((*labels)[i].id, imagenetLabels()[i].id);
}

QTEST_GUILESS_MAIN(TestImageNetLabels)
#include "tst_imagenet_labels.moc"

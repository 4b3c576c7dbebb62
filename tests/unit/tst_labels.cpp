#include "model/labels.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>

using namespace netlens;
namespace fs = std::filesystem;

class TestLabels : public QObject {
    Q_OBJECT

private slots:
    void knowsTheImageNetClasses();
    void readsEveryForm_data();
    void readsEveryForm();
    void refusesWhatIsNotLabels_data();
    void refusesWhatIsNotLabels();
    void choosesTheNearestLabels();
    void refusesAListOfAnotherLength();

private:
    fs::path write(const char* name, const std::string& content) const
    {
        const fs::path path = fs::path(m_folder.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }

    QTemporaryDir m_folder;
};

void TestLabels::knowsTheImageNetClasses()
{
    const Labels& labels = imagenetLabels();
    QCOMPARE(labels.size(), std::size_t { 1000 });
    QCOMPARE(labels[0].id, std::string("n01440764"));
    QCOMPARE(labels[0].name, std::string("tench"));
    QCOMPARE(labels[281].name, std::string("tabby"));
    QCOMPARE(labels[999].id, std::string("n15075141"));
    QCOMPARE(labels[999].name, std::string("toilet_tissue"));
    std::set<std::string> ids;
    for (const ClassLabel& label : labels) {
        QCOMPARE(label.id.size(), std::size_t { 9 });
        QVERIFY(!label.name.empty());
        ids.insert(label.id);
    }
    QCOMPARE(ids.size(), labels.size());
}

void TestLabels::readsEveryForm_data()
{
    using Names = std::vector<std::string>;
    QTest::addColumn<std::string>("content");
    QTest::addColumn<Names>("names");
    QTest::newRow("one name per line") << std::string("cat\ndog\n") << Names { "cat", "dog" };
    QTest::newRow("no newline at the end") << std::string("cat\ndog") << Names { "cat", "dog" };
    QTest::newRow("lines of Windows, byte order mark") << std::string("\xEF\xBB\xBF"
                                                                      "cat\r\ndog\r\n\r\n")
                                                       << Names { "cat", "dog" };
    QTest::newRow("numbered, as Teachable Machine writes them")
        << std::string("0 black cat\n1 dog\n") << Names { "black cat", "dog" };
    QTest::newRow("names that begin with other numbers")
        << std::string("0 cat\n7 dwarfs\n") << Names { "0 cat", "7 dwarfs" };
    QTest::newRow("names that are numbers") << std::string("0\n1\n2\n") << Names { "0", "1", "2" };
    QTest::newRow("not ASCII") << std::string("Kätzchen\n犬\n") << Names { "Kätzchen", "犬" };
    QTest::newRow("Keras's class index")
        << std::string(R"({"1": ["n2", "dog"], "0": ["n1", "cat"]})") << Names { "cat", "dog" };
    QTest::newRow("a JSON object of names")
        << std::string(R"({"0": "cat", "1": "dog"})") << Names { "cat", "dog" };
    QTest::newRow("a JSON list") << std::string(R"( ["cat", "dog"])") << Names { "cat", "dog" };
}

void TestLabels::readsEveryForm()
{
    QFETCH(std::string, content);
    QFETCH(std::vector<std::string>, names);
    const auto labels = readLabels(write("labels.txt", content));
    QVERIFY2(labels.has_value(), labels ? "" : labels.error().detail.c_str());
    QCOMPARE(labels->size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        QCOMPARE((*labels)[i].name, names[i]);
    if (content.find("n1") != std::string::npos)
        QCOMPARE((*labels)[0].id, std::string("n1"));
}

void TestLabels::refusesWhatIsNotLabels_data()
{
    QTest::addColumn<std::string>("content");
    QTest::addColumn<ErrorCode>("code");
    using std::string_literals::operator""s;
    QTest::newRow("empty") << ""s << ErrorCode::FileEmpty;
    QTest::newRow("blank") << " \n\n"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("a blank line between names, which would shift the classes")
        << "cat\n\ndog\n"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("not text") << "cat\0dog\n"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("an empty JSON list") << "[]"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("broken JSON") << R"({"0": "cat")"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("a class left out")
        << R"({"0": "cat", "2": "dog"})"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("numbers instead of names") << "[1, 2]"s << ErrorCode::LabelsUnreadable;
    QTest::newRow("a pair without its name") << R"({"0": ["n1"]})"s << ErrorCode::LabelsUnreadable;
}

void TestLabels::refusesWhatIsNotLabels()
{
    QFETCH(std::string, content);
    QFETCH(ErrorCode, code);
    const auto labels = readLabels(write("labels.txt", content));
    QVERIFY(!labels);
    QCOMPARE(labels.error().code, code);
}

void TestLabels::choosesTheNearestLabels()
{
    const fs::path own = write("own.txt", "a\nb\n");
    const fs::path weights = write("model.h5", "x");
    fs::remove(weights.parent_path() / "labels.txt");
    QCOMPARE(chooseLabels(2, own, weights)->back().name, std::string("b"));
    QCOMPARE(chooseLabels(2, {}, weights)->back().name, std::string("1"));
    QCOMPARE(chooseLabels(1000, {}, {})->front().name, std::string("tench"));
    write("labels.txt", "cat\ndog\n");
    QCOMPARE(chooseLabels(2, {}, weights)->back().name, std::string("dog"));
    QCOMPARE(chooseLabels(2, own, weights)->back().name, std::string("b"));
}

void TestLabels::refusesAListOfAnotherLength()
{
    const auto labels = chooseLabels(3, write("own.txt", "a\nb\n"), {});
    QVERIFY(!labels);
    QCOMPARE(labels.error().code, ErrorCode::LabelsUnreadable);
    QCOMPARE(labels.error().detail, std::string("2 names for 3 classes"));
}

QTEST_GUILESS_MAIN(TestLabels)
#include "tst_labels.moc"

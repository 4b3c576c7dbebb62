#include "support/hdf5_editor.h"
#include "support/keras_files.h"
#include "weights/hdf5_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace netlens;
using Edit = std::function<void(Hdf5Editor&)>;
using Texts = std::vector<std::string>;
Q_DECLARE_METATYPE(Edit)
using Damage = std::function<void(std::string&, std::size_t)>;
Q_DECLARE_METATYPE(Texts)
Q_DECLARE_METATYPE(Damage)

class TestHdf5File : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void readsTextsInEveryForm_data();
    void readsTextsInEveryForm();
    void missingAttributeIsNothing();
    void refusesDamagedHeaps_data();
    void refusesDamagedHeaps();
    void refusesAttributesThatAreNotText_data();
    void refusesAttributesThatAreNotText();
    void readsNumbersOfEveryType_data();
    void readsNumbersOfEveryType();
    void readsCompressedChunks();
    void refusesDatasets_data();
    void refusesDatasets();
    void hardLinkCyclesAreFine();

private:
    std::filesystem::path make(const Edit& edit);
    hdf5::Group open(const std::filesystem::path& path);

    QTemporaryDir m_folder;
    int m_files = 0;
    long m_identifiers = 0;
};

void TestHdf5File::init()
{
    // The first file makes libhdf5 set up its own identifiers.
    open(make([](Hdf5Editor&) {}));
    hdf5::silenceErrors();
    m_identifiers = hdf5Identifiers();
}

void TestHdf5File::cleanup()
{
    QCOMPARE(hdf5Identifiers(), m_identifiers);
}

std::filesystem::path TestHdf5File::make(const Edit& edit)
{
    const auto path = std::filesystem::path(m_folder.path().toStdString())
        / (std::to_string(m_files++) + ".h5");
    Hdf5Editor editor(path);
    edit(editor);
    return path;
}

hdf5::Group TestHdf5File::open(const std::filesystem::path& path)
{
    auto group = hdf5::Group::openFile(path);
    if (!group)
        throw std::runtime_error(group.error().detail);
    return std::move(group).value();
}

void TestHdf5File::readsTextsInEveryForm_data()
{
    using Padding = Hdf5Editor::Padding;
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<Texts>("expected");
    const Texts names { "Conv1", "bn_Conv1", "a name with spaces" };
    const auto fixed = [&](Padding padding) {
        return Edit([=](Hdf5Editor& file) { file.fixedTexts("/", "names", names, padding); });
    };
    QTest::newRow("NUL-padded") << fixed(Padding::NulPadded) << names;
    QTest::newRow("NUL-terminated") << fixed(Padding::NulTerminated) << names;
    QTest::newRow("space-padded") << fixed(Padding::SpacePadded) << names;
    QTest::newRow("variable length")
        << Edit([=](Hdf5Editor& file) { file.variableTexts("/", "names", names); }) << names;
    QTest::newRow("one scalar") << Edit([](Hdf5Editor& file) { file.text("/", "names", "Conv1"); })
                                << Texts { "Conv1" };
    QTest::newRow("NumPy's empty list of numbers")
        << Edit([](Hdf5Editor& file) { file.numbers("/", "names", 0); }) << Texts {};
    QTest::newRow("split until the first gap") << Edit([](Hdf5Editor& file) {
        file.fixedTexts("/", "names0", { "a", "b" }, Padding::NulPadded);
        file.variableTexts("/", "names1", { "c" });
        file.variableTexts("/", "names3", { "never seen" });
    }) << Texts { "a", "b", "c" };
    QTest::newRow("whole before split") << Edit([](Hdf5Editor& file) {
        file.variableTexts("/", "names", { "whole" });
        file.variableTexts("/", "names0", { "part" });
    }) << Texts { "whole" };
}

void TestHdf5File::readsTextsInEveryForm()
{
    QFETCH(Edit, edit);
    QFETCH(Texts, expected);
    const auto texts = open(make(edit)).textList("names");
    QVERIFY2(texts.has_value(), texts ? "" : texts.error().detail.c_str());
    QVERIFY(texts->has_value());
    QCOMPARE(**texts, expected);
}

void TestHdf5File::missingAttributeIsNothing()
{
    const auto path = make([](Hdf5Editor&) {});
    const auto texts = open(path).textList("names");
    QVERIFY(texts && !texts->has_value());
    const auto text = open(path).text("names");
    QVERIFY(text && !text->has_value());
}

void TestHdf5File::refusesDamagedHeaps_data()
{
    QTest::addColumn<Damage>("damage");
    const auto row
        = [](const char* name, Damage damage) { QTest::newRow(name) << std::move(damage); };
    // A collection: "GCOL", version, three unused bytes, size (8); then objects of index (2),
    // references (2), four unused bytes, size (8) and content.
    row("another signature", [](std::string& file, std::size_t heap) { file[heap] = 'X'; });
    row("a size beyond the file",
        [](std::string& file, std::size_t heap) { file[heap + 12] = '\x7f'; });
    row("a size that is no size", [](std::string& file, std::size_t heap) {
        file.replace(heap + 8, 8, std::string(8, '\xff'));
    });
    row("a text larger than its collection",
        [](std::string& file, std::size_t heap) { file[heap + 16 + 11] = '\x10'; });
    row("a text shorter than its reference says",
        [](std::string& file, std::size_t heap) { file[heap + 16 + 8] = '\1'; });
    row("no text of that number",
        [](std::string& file, std::size_t heap) { file[heap + 16] = '\x55'; });
}

void TestHdf5File::refusesDamagedHeaps()
{
    QFETCH(Damage, damage);
    const auto path = make([](Hdf5Editor& file) {
        file.variableTexts("/", "names", { "Conv1", "bn" });
    });
    std::string bytes = readBytes(path);
    const std::size_t heap = bytes.find("GCOL");
    QVERIFY(heap != std::string::npos);
    damage(bytes, heap);
    writeBytes(path, bytes);
    const auto texts = open(path).textList("names");
    QVERIFY(!texts);
    QCOMPARE(texts.error().code, ErrorCode::WeightsDamaged);
}

void TestHdf5File::refusesAttributesThatAreNotText_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::newRow("numbers") << Edit([](Hdf5Editor& file) { file.numbers("/", "names", 3); });
    QTest::newRow("more texts than any model has layers") << Edit([](Hdf5Editor& file) {
        for (int part = 0; part < 4; ++part)
            file.fixedTexts("/", "names" + std::to_string(part), Texts(20000, "a"),
                Hdf5Editor::Padding::NulPadded);
    });
}

void TestHdf5File::refusesAttributesThatAreNotText()
{
    QFETCH(Edit, edit);
    const auto texts = open(make(edit)).textList("names");
    QVERIFY(!texts);
    QCOMPARE(texts.error().code, ErrorCode::WeightsDamaged);
}

void TestHdf5File::readsNumbersOfEveryType_data()
{
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("name");
    for (const auto& [type, name] :
        { std::pair("<f2", "float16"), std::pair(">f2", "float16"), std::pair("bf", "bfloat16"),
            std::pair("<f4", "float32"), std::pair(">f4", "float32"), std::pair("<f8", "float64"),
            std::pair(">f8", "float64"), std::pair("|u1", "uint8"), std::pair("<i2", "int16"),
            std::pair(">i4", "int32"), std::pair("<i8", "int64"), std::pair(">u8", "uint64") })
        QTest::newRow(type) << std::string(type) << std::string(name);
}

void TestHdf5File::readsNumbersOfEveryType()
{
    QFETCH(std::string, type);
    QFETCH(std::string, name);
    const auto path = make([&](Hdf5Editor& file) {
        file.dataset("layer/kernel:0", type, { 2, 3 }, { 0, 1, 2, 3, 64, 100 });
    });
    const auto dataset = open(path).dataset("layer/kernel:0");
    QVERIFY2(dataset.has_value(), dataset ? "" : dataset.error().detail.c_str());
    QCOMPARE(dataset->typeName(), name);
    QCOMPARE(dataset->shape(), (Shape { 2, 3 }));
    const auto values = dataset->read();
    QVERIFY(values);
    QCOMPARE(*values, (std::vector<float> { 0, 1, 2, 3, 64, 100 }));
}

void TestHdf5File::readsCompressedChunks()
{
    const std::vector<double> values(5000, 0.25);
    const auto path = make([&](Hdf5Editor& file) {
        file.compressedDataset("kernel", { 50, 100 }, { 50, 100 }, values);
    });
    const auto dataset = open(path).dataset("kernel");
    QVERIFY2(dataset.has_value(), dataset ? "" : dataset.error().detail.c_str());
    QCOMPARE(*dataset->read(), std::vector<float>(5000, 0.25F));
}

void TestHdf5File::refusesDatasets_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char* name, ErrorCode code, Edit edit) {
        QTest::newRow(name) << std::move(edit) << code;
    };
    const ErrorCode damaged = ErrorCode::WeightsDamaged;
    const ErrorCode unsupported = ErrorCode::WeightsUnsupported;
    row("not there", damaged, [](Hdf5Editor&) {});
    row("a group", damaged, [](Hdf5Editor& file) { file.group("kernel"); });
    row("a soft link", unsupported, [](Hdf5Editor& file) {
        file.dataset("real", "<f4", { 1 }, { 1 });
        file.softLink("kernel", "/real");
    });
    row("a soft link to itself", unsupported,
        [](Hdf5Editor& file) { file.softLink("kernel", "/kernel"); });
    row("an external link", unsupported,
        [](Hdf5Editor& file) { file.externalLink("kernel", "/etc/passwd", "/"); });
    row("stored in another file", unsupported,
        [](Hdf5Editor& file) { file.externalDataset("kernel", { 16 }, "/etc/passwd"); });
    row("made of other datasets", unsupported,
        [](Hdf5Editor& file) { file.virtualDataset("kernel", { 4 }, "other.h5"); });
    row("pairs of numbers", unsupported, [](Hdf5Editor& file) { file.compoundDataset("kernel"); });
    row("texts", unsupported, [](Hdf5Editor& file) { file.textDataset("kernel"); });
    row("floats of an unknown form", unsupported, [](Hdf5Editor& file) {
        file.dataset("kernel", "odd", { 2 }, { 1, 2 });
    });
    row("petabytes declared, nothing stored", damaged, [](Hdf5Editor& file) {
        file.unwrittenDataset("kernel", { 1U << 30U, 1U << 20U }, { 64, 64 });
    });
    row("declared, never written", damaged,
        [](Hdf5Editor& file) { file.dataset("kernel", "<f4", { 8 }, {}); });
    row("a chunk larger than memory should hold", damaged, [](Hdf5Editor& file) {
        file.unwrittenDataset("kernel", { 1U << 15U, 1U << 14U }, { 1U << 15U, 1U << 14U });
    });
    row("nine dimensions", damaged,
        [](Hdf5Editor& file) { file.dataset("kernel", "<f4", Hdf5Editor::Extents(9, 1), { 1 }); });
}

void TestHdf5File::refusesDatasets()
{
    QFETCH(Edit, edit);
    QFETCH(ErrorCode, code);
    const auto dataset = open(make(edit)).dataset("kernel");
    QVERIFY(!dataset);
    QCOMPARE(dataset.error().code, code);
    QVERIFY(!dataset.error().detail.empty());
}

void TestHdf5File::hardLinkCyclesAreFine()
{
    const auto path = make([](Hdf5Editor& file) {
        file.dataset("layer/kernel", "<f4", { 1 }, { 7 });
        file.hardLink("layer/up", "/");
    });
    const auto dataset = open(path).dataset("layer/up/layer/kernel");
    QVERIFY(dataset);
    QCOMPARE(dataset->read()->front(), 7.0F);
}

QTEST_GUILESS_MAIN(TestHdf5File)
#include "tst_hdf5_file.moc"

#include "support/hdf5_editor.h"
#include "support/hdf5_seal.h"
#include "support/keras_files.h"
#include "weights/hdf5_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace netlens;
using Edit = std::function<void(Hdf5Editor&)>;
using Damage = std::function<void(std::string&)>;
Q_DECLARE_METATYPE(Edit)
Q_DECLARE_METATYPE(Damage)
Q_DECLARE_METATYPE(Hdf5Editor::Form)

namespace {

constexpr std::size_t kNone = std::string::npos;
constexpr std::size_t kTreeKey = 8 + 3 * 8; ///< of a chunk with two dimensions

void put(std::string& file, std::size_t at, std::uint64_t value, std::size_t bytes)
{
    if (at == kNone || at + bytes > file.size())
        throw std::runtime_error("nothing there to damage");
    for (std::size_t i = 0; i < bytes; ++i)
        file[at + i] = static_cast<char>(value >> 8 * i & 0xffU);
}

std::uint64_t number(const std::string& file, std::size_t at, std::size_t bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(file.at(at + i));
    return value;
}

/// The attribute message of version 1 with that name, in an object header of version 1: version,
/// reserved, sizes of name, datatype and dataspace (2 each), then these, each padded to eight.
std::size_t attribute(const std::string& file, const std::string& name)
{
    return file.find(name + '\0') - 8;
}
/// Its type (2), size (2) and flags (1) before it.
std::size_t header(const std::string& file, const std::string& name)
{
    return attribute(file, name) - 8;
}
std::size_t datatype(const std::string& file, const std::string& name)
{
    return attribute(file, name) + 8 + (name.size() + 8) / 8 * 8;
}

/// The first message of that type and size in an object header of version 1 that starts so.
std::size_t message(const std::string& file, char type, char size, const std::string& start)
{
    for (std::size_t at = file.find(start); at != kNone; at = file.find(start, at + 1))
        if (at >= 8 && file.compare(at - 8, 4, std::string { type, 0, size, 0 }) == 0)
            return at;
    return kNone;
}

} // namespace

class TestCheckedFile : public QObject {
    Q_OBJECT

private slots:
    void opensGoodLayouts_data();
    void opensGoodLayouts();
    void refusesDamage_data();
    void refusesDamage();
    void refusesDamageInNewForms_data();
    void refusesDamageInNewForms();
    void refusesWhatIsNotChecked();
    void refusesWhatTakesTooMuchMemory();

private:
    std::filesystem::path make(const Hdf5Editor::Form& form, const Edit& edit);
    /// Opens everything in the file; the first failure.
    static Error openAll(const std::filesystem::path& path);

    QTemporaryDir m_folder;
    int m_files = 0;
};

std::filesystem::path TestCheckedFile::make(const Hdf5Editor::Form& form, const Edit& edit)
{
    auto path = std::filesystem::path(m_folder.path().toStdString())
        / (std::to_string(m_files++) + ".h5");
    Hdf5Editor editor(path, form);
    edit(editor);
    return path;
}

Error TestCheckedFile::openAll(const std::filesystem::path& path)
{
    const auto root = hdf5::Group::openFile(path);
    if (!root)
        return root.error();
    if (const auto names = root->textList("names"); !names)
        return names.error();
    const auto links = root->childNames();
    if (!links)
        return links.error();
    for (const std::string& link : *links) {
        if (link == "group" || link.starts_with("layer")) {
            if (const auto group = root->group(link); !group)
                return group.error();
            continue;
        }
        const auto dataset = root->dataset(link);
        if (!dataset)
            return dataset.error();
        if (const auto values = dataset->read(); !values)
            return values.error();
    }
    return makeError(ErrorCode::Cancelled, {}, "nothing to complain of");
}

void TestCheckedFile::opensGoodLayouts_data()
{
    QTest::addColumn<Hdf5Editor::Form>("form");
    QTest::addColumn<Edit>("edit");
    const Edit plain = [](Hdf5Editor& file) {
        file.fixedTexts("/", "names", { "Conv1", "bn_Conv1" }, Hdf5Editor::Padding::NulPadded);
        file.dataset("kernel", "<f4", { 2, 2 }, { 1, 2, 3, 4 });
        file.group("group");
        file.variableTexts("/group", "names", { "kernel:0" });
    };
    const Edit many = [](Hdf5Editor& file) {
        for (int i = 0; i < 700; ++i)
            file.group("layer_with_a_long_name_" + std::to_string(i));
    };
    const Edit odd = [](Hdf5Editor& file) {
        file.oddAttributes("/");
        file.text("/", "names", "Conv1");
    };
    const Edit chunks = [](Hdf5Editor& file) {
        const std::vector<double> values(70, 0.5);
        file.compressedDataset("many", { 10, 7 }, { 3, 4 }, values);
        file.compressedDataset("one", { 10, 7 }, { 10, 7 }, values);
    };
    const Edit large = [](Hdf5Editor& file) {
        for (int i = 0; i < 7; ++i)
            file.fixedTexts("/", "names" + std::to_string(i),
                std::vector<std::string>(1000, "name"), Hdf5Editor::Padding::NulPadded);
    };
    const std::vector<std::pair<std::string, Hdf5Editor::Form>> forms { { "old", {} },
        { "old, ordered", { false, true } }, { "old, after a user block", { false, false, 1024 } },
        { "new", { true } }, { "new, ordered", { true, true } },
        { "new, after a user block", { true, false, 512 } } };
    for (const auto& [name, form] : forms) {
        const auto row = [&, name = name, form = form](const char* what, const Edit& edit) {
            QTest::addRow("%s: %s", name.c_str(), what) << form << edit;
        };
        row("a group, a dataset and texts", plain);
        row("hundreds of links", many);
        row("attributes of every type", odd);
        row("compressed chunks", chunks);
        row("a header in several blocks", large);
    }
}

void TestCheckedFile::opensGoodLayouts()
{
    QFETCH(Hdf5Editor::Form, form);
    QFETCH(Edit, edit);
    QCOMPARE(openAll(make(form, edit)).detail, std::string("nothing to complain of"));
}

void TestCheckedFile::refusesDamage_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<Damage>("damage");
    const auto row = [](const char* name, const char* detail, const Damage& damage,
                         ErrorCode code = ErrorCode::WeightsDamaged) {
        QTest::newRow(name) << code << QString::fromUtf8(detail) << damage;
    };
    using File = std::string;

    row("a superblock that ends behind the file", "truncated",
        [](File& file) { put(file, 40, file.size() + 1, 8); });
    row(
        "addresses of four bytes", "addresses of 4 bytes", [](File& file) { put(file, 13, 4, 1); },
        ErrorCode::WeightsUnsupported);
    row("no root where the superblock has it", "object header",
        [](File& file) { put(file, 64, 8, 8); });
    row("a message beyond its block", "object header",
        [](File& file) { put(file, header(file, "names") + 2, 0x7ff8, 2); });
    row(
        "a message of an unknown type", "type 30",
        [](File& file) { put(file, header(file, "names"), 30, 2); }, ErrorCode::WeightsUnsupported);
    row(
        "a shared message", "shared messages",
        [](File& file) { put(file, header(file, "names") + 4, 2, 1); },
        ErrorCode::WeightsUnsupported);
    row("two shapes of one dataset", "dataspace", [](File& file) {
        const std::size_t time = message(file, 18, 8, "\1");
        put(file, time - 8, 1, 2);
        put(file, time, 2, 8); // a scalar
    });
    row("a continuation that leads to itself", "object header", [](File& file) {
        const std::size_t first = message(file, 16, 16, "");
        const std::size_t block = number(file, first, 8);
        file.replace(block, 8, file.substr(first - 8, 8));
        file.replace(block + 8, 16, file.substr(first, 16));
        put(file, block + 24, 0, 2);
        put(file, block + 26, number(file, first + 8, 8) - 32, 2);
    });

    row("an attribute of an unknown version", "attribute",
        [](File& file) { put(file, attribute(file, "names"), 9, 1); });
    row("an attribute's name without an end", "attribute",
        [](File& file) { put(file, attribute(file, "names") + 8 + 5, 0x787878, 3); });
    row("an attribute's name longer than its message", "attribute",
        [](File& file) { put(file, attribute(file, "names") + 2, 0x4000, 2); });
    row("an attribute's datatype longer than its message", "attribute",
        [](File& file) { put(file, attribute(file, "names") + 4, 0x4000, 2); });
    row("an attribute's shape shorter than its rank", "attribute",
        [](File& file) { put(file, datatype(file, "names") + 8 + 1, 30, 1); });
    row("more elements than an attribute holds", "attribute",
        [](File& file) { put(file, datatype(file, "names") + 8 + 8, 100, 8); });
    row("more elements than can be counted", "attribute", [](File& file) {
        put(file, datatype(file, "names") + 8 + 8, ~std::uint64_t { 0 } / 2, 8);
    });
    row("a text longer than its attribute", "attribute",
        [](File& file) { put(file, datatype(file, "names") + 4, 0x10000, 4); });
    row("elements of no bytes", "attribute",
        [](File& file) { put(file, datatype(file, "names") + 4, 0, 4); });
    row("a datatype of an unknown version", "attribute",
        [](File& file) { put(file, datatype(file, "names"), 0x73, 1); });
    row("a datatype of an unknown class", "attribute",
        [](File& file) { put(file, datatype(file, "names"), 0x1b, 1); });
    row("an enumeration with names without an end", "attribute",
        [](File& file) { put(file, datatype(file, "truth") + 1, 0xffff, 2); });
    row("a compound whose members overlap", "attribute", [](File& file) {
        const std::size_t member = file.find(std::string("table\0\0\0", 8));
        put(file, member + 8, 4, 4);
    });
    row("an array larger than its elements", "attribute",
        [](File& file) { put(file, datatype(file, "array") + 12, 200, 4); });
    row("a variable length of another size", "attribute",
        [](File& file) { put(file, datatype(file, "variable") + 4, 8, 4); });
    row("a reference of an unknown kind", "attribute",
        [](File& file) { put(file, datatype(file, "reference") + 1, 5, 1); });

    row("a tree of links that leads to itself", "table of links", [](File& file) {
        const std::size_t tree = file.find("TREE");
        put(file, tree + 5, 1, 1);
        put(file, tree + 24 + 8, tree, 8);
    });
    row("a tree with more entries than it has room for", "table of links",
        [](File& file) { put(file, file.find("TREE") + 6, 200, 2); });
    row("a node with more links than it has room for", "table of links",
        [](File& file) { put(file, file.find("SNOD") + 6, 9, 2); });
    row("a link's name behind the heap", "table of links",
        [](File& file) { put(file, file.find("SNOD") + 8, 0x7fff, 8); });
    row("a heap larger than the file", "table of links",
        [](File& file) { put(file, file.find("HEAP") + 8, 1U << 20U, 8); });
    row("free space in circles", "table of links", [](File& file) {
        const std::size_t heap = file.find("HEAP");
        const std::size_t free = number(file, heap + 16, 8);
        put(file, number(file, heap + 24, 8) + free, free, 8);
    });
    row("a link's name without an end", "table of links", [](File& file) {
        const std::size_t heap = file.find("HEAP");
        const std::size_t content = number(file, heap + 24, 8);
        for (std::size_t i = 8; i < number(file, heap + 8, 8); ++i)
            put(file, content + i, 'x', 1);
        put(file, heap + 16, 1, 8); // no free space
    });

    row("more dimensions than a shape has room for", "dataspace",
        [](File& file) { put(file, message(file, 1, 40, "\1\2") + 1, 32, 1); });
    row("a fill value longer than its message", "fill value",
        [](File& file) { put(file, message(file, 5, 8, "\2") + 4, 64, 4); });
    row("a layout of an unknown version", "layout",
        [](File& file) { put(file, message(file, 8, 24, "\3\1"), 5, 1); });
    row("a layout of an unknown class", "layout",
        [](File& file) { put(file, message(file, 8, 24, "\3\1") + 1, 7, 1); });
    row("chunks of another rank", "layout", [](File& file) {
        const std::size_t layout = message(file, 8, 24, "\3\1");
        put(file, layout, 0x0203, 2); // as chunks
        put(file, layout + 2, 9, 1);
    });
    row("chunks of another size than they are packed in", "damaged chunks",
        [](File& file) { put(file, file.find("TREE\1") + 24, 3, 4); });
    row("a chunk behind the file", "damaged chunks",
        [](File& file) { put(file, file.find("TREE\1") + 24 + kTreeKey, file.size(), 8); });
    row("a chunk far larger than packed values can be", "damaged chunks",
        [](File& file) { put(file, file.find("TREE\1") + 24, 1000, 4); });
    row("chunks that unpack to less", "damaged chunks", [](File& file) {
        const std::size_t layout = message(file, 8, 24, "\3\2");
        put(file, layout + 11, 11, 4);
    });
    row("a tree of chunks that leads to itself", "damaged chunks", [](File& file) {
        const std::size_t tree = file.find("TREE\1");
        put(file, tree + 5, 1, 1);
        put(file, tree + 24 + kTreeKey, tree, 8);
    });
    row(
        "a filter that would be searched on this computer", "filter 400",
        [](File& file) { put(file, message(file, 11, 80, "\1\3") + 8, 400, 2); },
        ErrorCode::WeightsUnsupported);
}

void TestCheckedFile::refusesDamage()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, detail);
    QFETCH(Damage, damage);
    const auto path = make({}, [](Hdf5Editor& file) {
        file.fixedTexts("/", "names", { "Conv1", "bn" }, Hdf5Editor::Padding::NulPadded);
        file.oddAttributes("/");
        file.dataset("kernel", "<f4", { 2, 2 }, { 1, 2, 3, 4 });
        file.compressedDataset("packed", { 10, 7 }, { 10, 7 }, std::vector<double>(70, 0.5));
    });
    std::string bytes = readBytes(path);
    damage(bytes);
    writeBytes(path, bytes);
    const Error error = openAll(path);
    QVERIFY2(QString::fromStdString(error.detail).contains(detail), error.detail.c_str());
    QCOMPARE(error.code, code);
}

void TestCheckedFile::refusesDamageInNewForms_data()
{
    QTest::addColumn<QString>("detail");
    QTest::addColumn<Damage>("damage");
    const auto row = [](const char* name, const char* detail, const Damage& damage) {
        QTest::newRow(name) << QString::fromUtf8(detail) << damage;
    };
    using File = std::string;
    row("a superblock with a wrong checksum", "superblock",
        [](File& file) { put(file, 44, 1, 4); });
    row("a header with a wrong checksum", "object header",
        [](File& file) { put(file, file.find("names"), 'x', 1); });
    row("a message beyond its block", "object header", [](File& file) {
        put(file, file.find("names") - 9 - 3, 0x7000, 2);
        sealHdf5(file);
    });
    row("an attribute's name without an end", "attribute", [](File& file) {
        put(file, file.find(std::string("names\0", 6)) + 5, 'x', 1);
        sealHdf5(file);
    });
    row("a link's name longer than its message", "link", [](File& file) {
        put(file, file.find("kernel") - 1, 250, 1);
        sealHdf5(file);
    });
    row("links in a heap with a wrong checksum", "dense storage",
        [](File& file) { put(file, file.find("FRHP") + 20, 1, 1); });
    row("links in a block with a wrong checksum", "dense storage",
        [](File& file) { put(file, file.find("layer_7"), 'x', 1); });
    row("names in a tree with a wrong checksum", "dense storage",
        [](File& file) { put(file, file.find("BTLF") + 8, 1, 1); });
    row("a link's name longer than the link", "dense storage", [](File& file) {
        put(file, file.find("layer_7") - 1, 250, 1);
        sealHdf5(file);
    });
    row("a link behind its block", "dense storage", [](File& file) {
        put(file, file.find("BTLF") + 6 + 4 + 1, 510, 4);
        sealHdf5(file);
    });
    row("a block of links that belongs elsewhere", "dense storage", [](File& file) {
        put(file, file.find("FHDB") + 13, 1024, 4);
        sealHdf5(file);
    });
    row("fewer links in all than in the tree", "dense storage", [](File& file) {
        put(file, file.find("BTHD") + 26, 5, 8);
        sealHdf5(file);
    });
    row("more names than a node has room for", "dense storage", [](File& file) {
        put(file, file.find("BTHD") + 24, 46, 2);
        sealHdf5(file);
    });
    row("an array of more chunks than the shape has", "damaged chunks", [](File& file) {
        put(file, file.find("FAHD") + 8, 99, 8);
        sealHdf5(file);
    });
    row("an array of larger entries", "damaged chunks", [](File& file) {
        put(file, file.find("FAHD") + 6, 30, 1);
        sealHdf5(file);
    });
    row("chunks in an array with a wrong checksum", "damaged chunks",
        [](File& file) { put(file, file.find("FADB") + 20, 1, 1); });
}

void TestCheckedFile::refusesDamageInNewForms()
{
    QFETCH(QString, detail);
    QFETCH(Damage, damage);
    const bool dense = detail == QLatin1String("dense storage");
    const bool packed = detail == QLatin1String("damaged chunks");
    const auto path = make({ true }, [=](Hdf5Editor& file) {
        file.dataset("kernel", "<f4", { 2, 2 }, { 1, 2, 3, 4 });
        file.numbers("/", "names", 0);
        for (int i = 0; dense && i < 12; ++i)
            file.group("layer_" + std::to_string(i));
        if (packed)
            file.compressedDataset("packed", { 10, 7 }, { 3, 4 }, std::vector<double>(70, 0.5));
    });
    std::string bytes = readBytes(path);
    damage(bytes);
    writeBytes(path, bytes);
    const Error error = openAll(path);
    QVERIFY2(QString::fromStdString(error.detail).contains(detail), error.detail.c_str());
    QCOMPARE(error.code, ErrorCode::WeightsDamaged);
}

void TestCheckedFile::refusesWhatIsNotChecked()
{
    const auto path = make({ true }, [](Hdf5Editor& file) {
        for (int i = 0; i < 12; ++i)
            file.numbers("/", "number " + std::to_string(i), 1);
    });
    const Error error = openAll(path);
    QCOMPARE(error.code, ErrorCode::WeightsUnsupported);
    QCOMPARE(error.detail, std::string("attributes in dense storage"));
}

void TestCheckedFile::refusesWhatTakesTooMuchMemory()
{
    const auto longName
        = make({}, [](Hdf5Editor& file) { file.group("/" + std::string(5000, 'n')); });
    QCOMPARE(openAll(longName).code, ErrorCode::WeightsDamaged);
    const auto longTexts = make({}, [](Hdf5Editor& file) {
        file.variableTexts("/", "names", std::vector<std::string>(300, std::string(60'000, 't')));
    });
    const Error error = openAll(longTexts);
    QCOMPARE(error.code, ErrorCode::WeightsDamaged);
    QVERIFY2(error.detail.find("more text") != std::string::npos, error.detail.c_str());
}

QTEST_GUILESS_MAIN(TestCheckedFile)
#include "tst_checked_file.moc"

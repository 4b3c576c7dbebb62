#include "tensor/npy.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace netlens;

namespace {

QByteArray npyFile(const QByteArray& dictionary, const QByteArray& values, char major = 1)
{
    QByteArray file("\x93NUMPY");
    file.append(major).append('\0');
    const auto length = dictionary.size();
    for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
        file.append(static_cast<char>(length >> (8 * i) & 0xFF));
    return file + dictionary + values;
}

QByteArray header(const QByteArray& type, const QByteArray& shape)
{
    return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

Result<Tensor> parse(const QByteArray& file)
{
    return parseNpy({ reinterpret_cast<const std::uint8_t*>(file.constData()),
                        static_cast<std::size_t>(file.size()) },
        "x.npy");
}

QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

} // namespace

class NpyTest : public QObject {
    Q_OBJECT

private slots:
    void writtenTensorsReadBackEqual_data();
    void writtenTensorsReadBackEqual();
    void everyElementTypeBecomesFloat_data();
    void everyElementTypeBecomesFloat();
    void malformedFilesAreRefused_data();
    void malformedFilesAreRefused();
    void laterFormatsHaveLongerHeaders();
    void halfSpecialsSurvive();
    void readingReportsTheFile_data();
    void readingReportsTheFile();
    void writingLeavesNothingBehindWhenItFails();
    void writingReplacesTheOldFile();

private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
};

void NpyTest::writtenTensorsReadBackEqual_data()
{
    QTest::addColumn<QList<int>>("extents");
    QTest::newRow("a scalar") << QList<int> {};
    QTest::newRow("a vector") << QList<int> { 5 };
    QTest::newRow("a batch of pictures") << QList<int> { 2, 3, 4, 3 };
}

void NpyTest::writtenTensorsReadBackEqual()
{
    QFETCH(QList<int>, extents);
    const Shape shape(extents.begin(), extents.end());
    std::vector<float> values(elementCount(shape));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = 0.37F * static_cast<float>(i) - 1.0F;
    QVERIFY(writeNpy(path("a.npy"), shape, values).has_value());
    const auto read = readNpy(path("a.npy"));
    QVERIFY(read.has_value());
    QCOMPARE(read->shape, shape);
    QCOMPARE(read->values, values);
    QFile file(m_folder.filePath(QStringLiteral("a.npy")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE((file.size() - static_cast<qint64>(values.size() * sizeof(float))) % 64, 0);
}

void NpyTest::everyElementTypeBecomesFloat_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<float>("expected");
    QTest::newRow("float32") << QByteArray("<f4") << hex("0000c0bf") << -1.5F;
    QTest::newRow("float32, big-endian") << QByteArray(">f4") << hex("bfc00000") << -1.5F;
    QTest::newRow("float64") << QByteArray("<f8") << hex("000000000000f8bf") << -1.5F;
    QTest::newRow("float64, big-endian") << QByteArray(">f8") << hex("bff8000000000000") << -1.5F;
    QTest::newRow("float16") << QByteArray("<f2") << hex("00be") << -1.5F;
    QTest::newRow("float16, big-endian") << QByteArray(">f2") << hex("be00") << -1.5F;
    QTest::newRow("int8") << QByteArray("|i1") << hex("fe") << -2.0F;
    QTest::newRow("uint8") << QByteArray("|u1") << hex("fe") << 254.0F;
    QTest::newRow("int16") << QByteArray("<i2") << hex("feff") << -2.0F;
    QTest::newRow("uint16, big-endian") << QByteArray(">u2") << hex("0102") << 258.0F;
    QTest::newRow("int32") << QByteArray("<i4") << hex("feffffff") << -2.0F;
    QTest::newRow("uint32") << QByteArray("<u4") << hex("00000080") << 2147483648.0F;
    QTest::newRow("int64") << QByteArray("<i8") << hex("feffffffffffffff") << -2.0F;
    QTest::newRow("uint64") << QByteArray("<u8") << hex("0000000000000080")
                            << 9223372036854775808.0F;
    QTest::newRow("bool") << QByteArray("|b1") << hex("01") << 1.0F;
}

void NpyTest::everyElementTypeBecomesFloat()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, stored);
    QFETCH(float, expected);
    const auto tensor = parse(npyFile(header(type, "(2,)"), stored + stored));
    QVERIFY(tensor.has_value());
    QCOMPARE(tensor->values, (std::vector<float> { expected, expected }));
}

void NpyTest::malformedFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("file");
    const QByteArray four(16, '\0');
    const auto row = [](const char* name, const QByteArray& file) { QTest::newRow(name) << file; };
    row("nothing", {});
    row("another format", "PK\3\4 not an array at all");
    row("only the magic", "\x93NUMPY");
    row("format 4", npyFile(header("<f4", "(4,)"), four, 4));
    row("format 0", npyFile(header("<f4", "(4,)"), four, 0));
    row("a header longer than the file", npyFile(header("<f4", "(4,)"), four).left(30));
    row("too few values", npyFile(header("<f4", "(5,)"), four));
    row("too many values", npyFile(header("<f4", "(3,)"), four));
    row("half a value", npyFile(header("<f4", "(4,)"), four.left(15)));
    row("a count that overflows",
        npyFile(header("<f4", "(4294967296, 4294967296, 4294967296)"), four));
    row("an extent that overflows", npyFile(header("<f4", "(99999999999999999999,)"), four));
    row("a negative extent", npyFile(header("<f4", "(-4,)"), four));
    row("two negative extents", npyFile(header("<f4", "(-2, -2)"), four));
    row("nothing in it", npyFile(header("<f4", "(0, 4)"), {}));
    row("more axes than NumPy has",
        npyFile(header("<f4", "(4," + QByteArray("1,").repeated(40) + ")"), four));
    row("a shape without an end",
        npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (4", four));
    row("a shape of words", npyFile(header("<f4", "(four,)"), four));
    row("no shape", npyFile("{'descr': '<f4', 'fortran_order': False}", four));
    row("no order", npyFile("{'descr': '<f4', 'shape': (4,)}", four));
    row("no type", npyFile("{'fortran_order': False, 'shape': (4,)}", four));
    row("columns first", npyFile("{'descr': '<f4', 'fortran_order': True, 'shape': (4,)}", four));
    row("complex numbers", npyFile(header("<c8", "(2,)"), four));
    row("objects", npyFile(header("|O8", "(2,)"), four));
    row("a record type",
        npyFile("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,)}", four));
}

void NpyTest::malformedFilesAreRefused()
{
    QFETCH(QByteArray, file);
    const auto tensor = parse(file);
    QVERIFY(!tensor.has_value());
    QCOMPARE(tensor.error().code, ErrorCode::TensorMalformed);
    QCOMPARE(tensor.error().subject, std::string("x.npy"));
    QVERIFY(!tensor.error().detail.empty());
}

void NpyTest::laterFormatsHaveLongerHeaders()
{
    for (const char major : { char(2), char(3) }) {
        const auto tensor = parse(npyFile(header("<f4", "(1, 1)"), hex("0000c0bf"), major));
        QVERIFY(tensor.has_value());
        QCOMPARE(tensor->shape, (Shape { 1, 1 }));
    }
}

void NpyTest::halfSpecialsSurvive()
{
    // Infinity, NaN, smallest subnormal, largest finite, minus zero.
    const auto tensor = parse(npyFile(header("<f2", "(5,)"), hex("007c017e0100ff7b0080")));
    QVERIFY(tensor.has_value());
    QVERIFY(std::isinf(tensor->values[0]));
    QVERIFY(std::isnan(tensor->values[1]));
    QCOMPARE(tensor->values[2], std::ldexp(1.0F, -24));
    QCOMPARE(tensor->values[3], 65504.0F);
    QVERIFY(std::signbit(tensor->values[4]));
}

void NpyTest::readingReportsTheFile_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::newRow("a file that is not there")
        << QStringLiteral("absent.npy") << int(ErrorCode::FileNotFound);
    QTest::newRow("a folder") << QStringLiteral(".") << int(ErrorCode::FileUnreadable);
    QTest::newRow("a device that never ends")
        << QStringLiteral("/dev/zero") << int(ErrorCode::FileUnreadable);
    QTest::newRow("an empty file") << QStringLiteral("empty.npy") << int(ErrorCode::FileEmpty);
}

void NpyTest::readingReportsTheFile()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    QFile empty(m_folder.filePath(QStringLiteral("empty.npy")));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    const std::filesystem::path file
        = std::filesystem::path(m_folder.path().toStdString()) / name.toStdString();
    const auto tensor = readNpy(file);
    QVERIFY(!tensor.has_value());
    QCOMPARE(int(tensor.error().code), code);
    QCOMPARE(tensor.error().subject, file.string());
}

void NpyTest::writingLeavesNothingBehindWhenItFails()
{
    const std::vector<float> one { 1.0F };
    const auto intoNothing = writeNpy(path("no such folder/a.npy"), { 1 }, one);
    QVERIFY(!intoNothing.has_value());
    QCOMPARE(intoNothing.error().code, ErrorCode::FileUnwritable);
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("taken")));
    const auto overFolder
        = writeNpy(folder.filePath(QStringLiteral("taken")).toStdString(), { 1 }, one);
    QVERIFY(!overFolder.has_value());
    QCOMPARE(overFolder.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1);
    QVERIFY(!writeNpy("/dev/null", { 1 }, one).has_value());
}

void NpyTest::writingReplacesTheOldFile()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("a.npy")).toStdString();
    QVERIFY(writeNpy(file, { 3 }, std::vector<float> { 1, 2, 3 }).has_value());
    QVERIFY(writeNpy(file, { 1 }, std::vector<float> { 4 }).has_value());
    const auto tensor = readNpy(file);
    QVERIFY(tensor.has_value());
    QCOMPARE(tensor->values, std::vector<float> { 4 });
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

QTEST_GUILESS_MAIN(NpyTest)
#include "tst_npy.moc"

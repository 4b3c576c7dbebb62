#include "support/cli_program.h"
#include "tensor/npy.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace netlens;

/// netlens-cli predict: shapes in, shapes and files out.
class TestCliPredict : public QObject {
    Q_OBJECT
private slots:
    void writesTheOutput_data();
    void writesTheOutput();
    void runsEachPictureOfABatch();
    void writesLayers();
    void refusesOtherShapes_data();
    void refusesOtherShapes();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    std::string file(const char* name) const { return path(name).toStdString(); }
    CliResult run(const QStringList& arguments) const { return runCli(arguments + smallNetwork()); }

    QTemporaryDir m_folder;
};

void TestCliPredict::writesTheOutput_data()
{
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QList<int>>("outputShape");
    QTest::newRow("one picture") << QList { 1, 96, 96, 3 } << "" << QList { 1, 10 };
    QTest::newRow("no batch in front") << QList { 96, 96, 3 } << "" << QList { 1, 10 };
    QTest::newRow("features without a top")
        << QList { 2, 96, 96, 3 } << "--no-top" << QList { 2, 3, 3, 1280 };
    QTest::newRow("pooled features")
        << QList { 1, 96, 96, 3 } << "--no-top --pooling max" << QList { 1, 1280 };
    QTest::newRow("a dynamic model at its smallest")
        << QList { 1, 31, 31, 3 } << "--no-top --input-shape none" << QList { 1, 1, 1, 1280 };
    QTest::newRow("a dynamic model at the tensor's size")
        << QList { 1, 64, 131, 3 } << "--no-top --input-shape none" << QList { 1, 2, 4, 1280 };
}

void TestCliPredict::writesTheOutput()
{
    QFETCH(QList<int>, shape);
    QFETCH(QString, options);
    QFETCH(QList<int>, outputShape);
    const Tensor input = wave({ shape.begin(), shape.end() });
    QVERIFY(writeNpy(file("x.npy"), input.shape, input.values));
    // Options given again override the small network's.
    const CliResult result
        = runCli(QStringList { QStringLiteral("predict"), QStringLiteral("--input"), path("x.npy"),
                     QStringLiteral("--output"), path("y.npy") }
            + smallNetwork() + options.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QVERIFY2(result.exitCode == 0, result.err.constData());
    const auto output = readNpy(file("y.npy"));
    QVERIFY(output);
    QVERIFY2(output->shape == Shape(outputShape.begin(), outputShape.end()),
        toString(output->shape).c_str());
}

void TestCliPredict::runsEachPictureOfABatch()
{
    // Random weights make all final outputs alike; an early layer tells pictures apart.
    const Tensor batch = wave({ 3, 96, 96, 3 });
    QVERIFY(writeNpy(file("batch.npy"), batch.shape, batch.values));
    const std::size_t stride = batch.values.size() / 3;
    const std::span last(batch.values.data() + 2 * stride, stride);
    QVERIFY(writeNpy(file("last.npy"), { 1, 96, 96, 3 }, last));
    for (const char* name : { "batch", "last" })
        QCOMPARE(run({ QStringLiteral("predict"), QStringLiteral("--input"),
                         path(name) + QStringLiteral(".npy"), QStringLiteral("--output"),
                         path(name), QStringLiteral("--layer"), QStringLiteral("Conv1") })
                     .exitCode,
            0);
    const auto all = readNpy(file("batch/Conv1.npy"));
    const auto one = readNpy(file("last/Conv1.npy"));
    QVERIFY(all && one);
    QVERIFY(all->shape == Shape({ 3, 48, 48, 16 }));
    const std::size_t size = one->values.size();
    QVERIFY(std::ranges::equal(std::span(all->values).subspan(2 * size), one->values));
    QVERIFY(!std::ranges::equal(std::span(all->values).first(size), one->values));
}

void TestCliPredict::writesLayers()
{
    const Tensor input = wave({ 2, 96, 96, 3 });
    QVERIFY(writeNpy(file("two.npy"), input.shape, input.values));
    QStringList arguments { QStringLiteral("predict"), QStringLiteral("--input"), path("two.npy"),
        QStringLiteral("--output"), path("layers/new") };
    for (const char* layer : { "Conv1", "block_3_depthwise_relu", "predictions", "Conv1" })
        arguments << QStringLiteral("--layer") << QString::fromUtf8(layer);
    const CliResult result = run(arguments);
    QVERIFY2(result.exitCode == 0, result.err.constData());
    QCOMPARE(QDir(path("layers/new")).entryList(QDir::Files, QDir::Name),
        QStringList({ QStringLiteral("Conv1.npy"), QStringLiteral("block_3_depthwise_relu.npy"),
            QStringLiteral("predictions.npy") }));
    const auto conv = readNpy(file("layers/new/Conv1.npy"));
    QVERIFY(conv && conv->shape == Shape({ 2, 48, 48, 16 }));
    const auto final = readNpy(file("layers/new/predictions.npy"));
    QVERIFY(final && final->shape == Shape({ 2, 10 }));
}

void TestCliPredict::refusesOtherShapes_data()
{
    QTest::addColumn<QList<int>>("shape");
    QTest::addColumn<QString>("options");
    QTest::newRow("a vector") << QList { 27648 } << "";
    QTest::newRow("another size") << QList { 1, 96, 97, 3 } << "";
    QTest::newRow("another channel count") << QList { 1, 96, 96, 1 } << "";
    QTest::newRow("channels first") << QList { 1, 3, 96, 96 } << "";
    QTest::newRow("too small for the last windows")
        << QList { 1, 64, 30, 3 } << "--no-top --input-shape none";
}

void TestCliPredict::refusesOtherShapes()
{
    QFETCH(QList<int>, shape);
    QFETCH(QString, options);
    const Tensor input = wave({ shape.begin(), shape.end() });
    QVERIFY(writeNpy(file("bad.npy"), input.shape, input.values));
    const CliResult result
        = runCli(QStringList { QStringLiteral("predict"), QStringLiteral("--input"),
                     path("bad.npy"), QStringLiteral("--output"), path("bad.out.npy") }
            + smallNetwork() + options.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("bad.npy: "), result.err.constData());
    QVERIFY2(result.err.contains(toString(input.shape).c_str()), result.err.constData());
    QVERIFY(!QFileInfo::exists(path("bad.out.npy")));
}

QTEST_GUILESS_MAIN(TestCliPredict)
#include "tst_cli_predict.moc"

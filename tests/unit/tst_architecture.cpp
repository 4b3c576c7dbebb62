#include "model/architecture.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace netlens;

namespace {

constexpr int kDynamic = InputShape::kDynamic;

Config withAlpha(double alpha, bool includeTop = true)
{
    Config config;
    config.alpha = alpha;
    config.includeTop = includeTop;
    return config;
}

Config withInput(InputShape input)
{
    Config config;
    config.input = input;
    config.includeTop = false;
    return config;
}

const LayerSpec& layer(const Architecture& table, const char* name)
{
    const auto index = table.find(name);
    if (!index)
        qFatal("no layer %s", name);
    return table.layers[static_cast<std::size_t>(*index)];
}

QStringList addsOf(const Architecture& table)
{
    QStringList adds;
    for (const LayerSpec& spec : table.layers)
        if (spec.kind == LayerKind::Add)
            adds.append(QString::fromStdString(spec.name).remove(QStringLiteral("_add")));
    return adds;
}

/// Heights × widths behind the stem and the four blocks of stride 2.
QString halvings(const Architecture& table)
{
    QStringList sizes;
    for (const char* name : { "Conv1", "block_1_depthwise", "block_3_depthwise",
             "block_6_depthwise", "block_13_depthwise" }) {
        const LayerSpec& spec = layer(table, name);
        sizes.append(QStringLiteral("%1x%2").arg(spec.height).arg(spec.width));
    }
    return sizes.join(QLatin1Char(' '));
}

} // namespace

class TestArchitecture : public QObject {
    Q_OBJECT
private slots:
    void multiplesOfEight_data();
    void multiplesOfEight();
    void addsFollowTheChannels_data();
    void addsFollowTheChannels();
    void sidesAreHalvedFiveTimes_data();
    void sidesAreHalvedFiveTimes();
    void aDynamicTableHasNoSizes();
    void atSizeOfADynamicTable_data();
    void atSizeOfADynamicTable();
    void paddingOfStridedBlocks_data();
    void paddingOfStridedBlocks();
    void everyTableHangsTogether_data();
    void everyTableHangsTogether();
    void namesComeInKerasOrder();
    void inputChannelsReachOnlyTheFirstKernel();
    void heads_data();
    void heads();
    void modelNames_data();
    void modelNames();
    void layersAreFoundByName();
};

void TestArchitecture::multiplesOfEight_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("expected");
    QTest::newRow("nothing becomes eight") << 0.0 << 8;
    QTest::newRow("a negative number becomes eight") << -32.0 << 8;
    QTest::newRow("eight stays") << 8.0 << 8;
    QTest::newRow("half way goes up") << 12.0 << 16;
    QTest::newRow("below half way goes up too where it would lose a tenth") << 11.9 << 16;
    QTest::newRow("a loss of over a tenth goes up") << 19.0 << 24;
    QTest::newRow("a loss of less than a tenth stays") << 33.0 << 32;
    QTest::newRow("35.9 rounds down and is over a tenth") << 35.9 << 40;
    QTest::newRow("35.5 rounds down within a tenth") << 35.5 << 32;
    QTest::newRow("1280 times 1.3") << 1664.0 << 1664;
}

void TestArchitecture::multiplesOfEight()
{
    QFETCH(double, value);
    QFETCH(int, expected);
    QCOMPARE(makeDivisible(value), std::int64_t { expected });
}

void TestArchitecture::addsFollowTheChannels_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<QString>("extra"); ///< beyond those every network has
    QTest::newRow("1.0 has the paper's ten") << 1.0 << QString();
    QTest::newRow("0.35 too") << 0.35 << QString();
    QTest::newRow("1.4 too") << 1.4 << QString();
    QTest::newRow("0.28 is just too wide for the first block") << 0.28 << QString();
    QTest::newRow("0.25 gains the first block's") << 0.25 << QStringLiteral("expanded_conv");
    QTest::newRow("0.15 gains block 10's as well")
        << 0.15 << QStringLiteral("expanded_conv block_10");
    QTest::newRow("0.1 loses it again") << 0.1 << QStringLiteral("expanded_conv");
    QTest::newRow("0.01 gains block 16's as well")
        << 0.01 << QStringLiteral("expanded_conv block_10 block_16");
    QTest::newRow("0 is the smallest there is")
        << 0.0 << QStringLiteral("expanded_conv block_10 block_16");
}

void TestArchitecture::addsFollowTheChannels()
{
    QFETCH(double, alpha);
    QFETCH(QString, extra);
    std::set<QString> expected;
    for (const int block : { 2, 4, 5, 7, 8, 9, 11, 12, 14, 15 })
        expected.insert(QStringLiteral("block_%1").arg(block));
    for (const QString& name : extra.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        expected.insert(name);
    const Architecture table = describe(withAlpha(alpha));
    const QStringList adds = addsOf(table);
    QCOMPARE(std::set<QString>(adds.begin(), adds.end()), expected);
    QCOMPARE(table.layers.size(), 146 + expected.size());
}

void TestArchitecture::sidesAreHalvedFiveTimes_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("sizes");
    const auto row = [](const char* name, int height, int width, const char* sizes) {
        QTest::newRow(name) << height << width << QString::fromUtf8(sizes);
    };
    row("224", 224, 224, "112x112 56x56 28x28 14x14 7x7");
    row("the smallest", 32, 32, "16x16 8x8 4x4 2x2 1x1");
    row("one above the smallest", 33, 33, "17x17 9x9 5x5 3x3 2x2");
    row("odd, rounding up each time", 97, 131, "49x66 25x33 13x17 7x9 4x5");
    row("wide", 32, 320, "16x160 8x80 4x40 2x20 1x10");
}

void TestArchitecture::sidesAreHalvedFiveTimes()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(QString, sizes);
    const Architecture table = describe(withInput({ height, width, 3 }));
    QCOMPARE(halvings(table), sizes);
    QCOMPARE(layer(table, "out_relu").height, (height + 31) / 32);
    QCOMPARE(layer(table, "out_relu").width, (width + 31) / 32);
}

void TestArchitecture::aDynamicTableHasNoSizes()
{
    const Architecture table = describe(withInput({ kDynamic, kDynamic, 3 }));
    for (const LayerSpec& spec : table.layers) {
        QCOMPARE(spec.height, kDynamic);
        QCOMPARE(spec.width, kDynamic);
    }
    QCOMPARE(table.macs(), 0);
    QCOMPARE(table.parameterCount(), describe(withAlpha(1.0, false)).parameterCount());
}

void TestArchitecture::atSizeOfADynamicTable_data()
{
    QTest::addColumn<InputShape>("built");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("sizes");
    const InputShape dynamic { kDynamic, kDynamic, 3 };
    QTest::newRow("odd sides round down behind the stem")
        << dynamic << 97 << 131 << QStringLiteral("49x66 24x33 12x16 6x8 3x4");
    QTest::newRow("even sides are as in a static table")
        << dynamic << 224 << 192 << QStringLiteral("112x96 56x48 28x24 14x12 7x6");
    QTest::newRow("the smallest") << dynamic << 32 << 32 << QStringLiteral("16x16 8x8 4x4 2x2 1x1");
    QTest::newRow("one above the smallest stays one")
        << dynamic << 33 << 33 << QStringLiteral("17x17 8x8 4x4 2x2 1x1");
    QTest::newRow("an unknown height alone pads both axes as unknown") << InputShape { kDynamic,
        131, 3 } << 97 << 131 << QStringLiteral("49x66 24x33 12x16 6x8 3x4");
}

void TestArchitecture::atSizeOfADynamicTable()
{
    QFETCH(InputShape, built);
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(QString, sizes);
    const Architecture dynamic = describe(withInput(built));
    const Architecture table = atSize(dynamic, height, width);
    QCOMPARE(halvings(table), sizes);
    QCOMPARE(table.name, dynamic.name);
    QCOMPARE(table.parameterCount(), dynamic.parameterCount());
    QCOMPARE(table.config.input, (InputShape { height, width, 3 }));
    QVERIFY(table.macs() > 0);
    QCOMPARE(table.layers.size(), dynamic.layers.size());
    for (std::size_t i = 0; i < table.layers.size(); ++i)
        QCOMPARE(table.layers[i].name, dynamic.layers[i].name);
}

void TestArchitecture::paddingOfStridedBlocks_data()
{
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<QList<int>>("padding"); ///< top, bottom, left, right
    QTest::newRow("even: below and right only") << 64 << 64 << QList<int> { 0, 1, 0, 1 };
    QTest::newRow("odd: on all sides") << 66 << 66 << QList<int> { 1, 1, 1, 1 };
    QTest::newRow("each axis for itself") << 64 << 66 << QList<int> { 0, 1, 1, 1 };
}

void TestArchitecture::paddingOfStridedBlocks()
{
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(QList<int>, padding);
    const Architecture table = describe(withInput({ height, width, 3 }));
    const LayerSpec& pad = layer(table, "block_1_pad");
    const Padding& actual = pad.padding;
    QCOMPARE((QList<int> { actual.top, actual.bottom, actual.left, actual.right }), padding);
    const LayerSpec& before = layer(table, "block_1_expand_relu");
    QCOMPARE(pad.height, before.height + actual.top + actual.bottom);
    QCOMPARE(pad.width, before.width + actual.left + actual.right);
}

void TestArchitecture::everyTableHangsTogether_data()
{
    QTest::addColumn<Config>("config");
    for (const double alpha : { -1.0, 0.0, 0.01, 0.1, 0.15, 0.35, 1.0, 1.4, 100.0 })
        QTest::addRow("alpha %g", alpha) << withAlpha(alpha);
    QTest::newRow("odd sides") << withInput({ 33, 65, 1 });
    QTest::newRow("dynamic") << withInput({ kDynamic, kDynamic, 3 });
    QTest::newRow("the largest the checks let through") << withInput({ 65536, 65536, 65536 });
    Config most = withAlpha(100);
    most.classes = 1'000'000'000;
    most.input = { 65536, 65536, 65536 };
    QTest::newRow("everything at its largest") << most;
    Config none = withAlpha(1);
    none.classes = 0;
    QTest::newRow("no classes") << none;
}

void TestArchitecture::everyTableHangsTogether()
{
    QFETCH(Config, config);
    const Architecture table = describe(config);
    std::set<std::string> names;
    for (int i = 0; i < static_cast<int>(table.layers.size()); ++i) {
        const LayerSpec& spec = table.layers[static_cast<std::size_t>(i)];
        QVERIFY2(names.insert(spec.name).second, spec.name.c_str());
        QCOMPARE(spec.inbound.empty(), i == 0);
        for (const int source : spec.inbound)
            QVERIFY2(source >= 0 && source < i, spec.name.c_str());
        if (spec.kind == LayerKind::Add) {
            const auto& a = table.layers[static_cast<std::size_t>(spec.inbound[0])];
            const auto& b = table.layers[static_cast<std::size_t>(spec.inbound[1])];
            QCOMPARE(a.channels, b.channels);
            QCOMPARE(a.height, b.height);
            QCOMPARE(a.width, b.width);
        }
        QVERIFY(spec.macs >= 0);
        QVERIFY(spec.parameterCount() >= 0);
        QVERIFY(spec.channels > 0 || config.classes == 0);
        QVERIFY(spec.height > 0 || config.input.height == kDynamic);
    }
    QVERIFY(table.parameterCount() > 0);
    QVERIFY(table.macs() >= 0);
    QVERIFY(table.trainableCount() < table.parameterCount());
}

void TestArchitecture::namesComeInKerasOrder()
{
    const Architecture table = describe({});
    QStringList names;
    for (std::size_t i = 0; i < 20; ++i)
        names.append(QString::fromStdString(table.layers[i].name));
    QCOMPARE(names,
        QStringLiteral("input_1 Conv1 bn_Conv1 Conv1_relu expanded_conv_depthwise "
                       "expanded_conv_depthwise_BN expanded_conv_depthwise_relu "
                       "expanded_conv_project expanded_conv_project_BN block_1_expand "
                       "block_1_expand_BN block_1_expand_relu block_1_pad block_1_depthwise "
                       "block_1_depthwise_BN block_1_depthwise_relu block_1_project "
                       "block_1_project_BN block_2_expand block_2_expand_BN")
            .split(QLatin1Char(' ')));
    names.clear();
    for (std::size_t i = table.layers.size() - 6; i < table.layers.size(); ++i)
        names.append(QString::fromStdString(table.layers[i].name));
    QCOMPARE(names,
        QStringLiteral("block_16_project_BN Conv_1 Conv_1_bn out_relu global_average_pooling2d "
                       "predictions")
            .split(QLatin1Char(' ')));
    QCOMPARE(table.layers.size(), 156U);
}

void TestArchitecture::inputChannelsReachOnlyTheFirstKernel()
{
    const Architecture three = describe({});
    for (const int channels : { 1, 4 }) {
        Config config;
        config.input.channels = channels;
        const Architecture table = describe(config);
        QCOMPARE(layer(table, "Conv1").weights[0].shape, (Shape { 3, 3, channels, 32 }));
        QCOMPARE(table.parameterCount() - three.parameterCount(),
            std::int64_t { 3 * 3 * 32 * (channels - 3) });
    }
}

void TestArchitecture::heads_data()
{
    QTest::addColumn<bool>("includeTop");
    QTest::addColumn<Pooling>("pooling");
    QTest::addColumn<QStringList>("last");
    QTest::addColumn<bool>("isVector");
    const auto list
        = [](const char* names) { return QString::fromUtf8(names).split(QLatin1Char(' ')); };
    QTest::newRow("a top") << true << Pooling::None << list("global_average_pooling2d predictions")
                           << true;
    QTest::newRow("a top ignores pooling")
        << true << Pooling::Max << list("global_average_pooling2d predictions") << true;
    QTest::newRow("no top") << false << Pooling::None << list("Conv_1_bn out_relu") << false;
    QTest::newRow("mean") << false << Pooling::Avg << list("out_relu global_average_pooling2d")
                          << true;
    QTest::newRow("maximum") << false << Pooling::Max << list("out_relu global_max_pooling2d")
                             << true;
}

void TestArchitecture::heads()
{
    QFETCH(bool, includeTop);
    QFETCH(Pooling, pooling);
    QFETCH(QStringList, last);
    QFETCH(bool, isVector);
    Config config;
    config.includeTop = includeTop;
    config.pooling = pooling;
    config.classes = 7;
    config.classifierActivation = Activation::Sigmoid;
    const Architecture table = describe(config);
    const auto end = table.layers.end();
    QCOMPARE((QStringList { QString::fromStdString((end - 2)->name),
                 QString::fromStdString((end - 1)->name) }),
        last);
    const LayerSpec& head = table.layers.back();
    QCOMPARE(head.isVector, isVector);
    QCOMPARE(head.channels, includeTop ? 7 : 1280);
    if (includeTop) {
        QCOMPARE(head.activation, Activation::Sigmoid);
        QCOMPARE(head.weights[0].shape, (Shape { 1280, 7 }));
        QCOMPARE(head.weights[1].shape, Shape { 7 });
        QCOMPARE(head.macs, 1280 * 7);
    }
}

void TestArchitecture::modelNames_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<int>("rows"); ///< 0: not given
    QTest::addColumn<QString>("name");
    QTest::newRow("two decimals") << withAlpha(1) << 0 << QStringLiteral("mobilenetv2_1.00_224");
    QTest::newRow("a third is rounded")
        << withAlpha(0.125) << 0 << QStringLiteral("mobilenetv2_0.12_224");
    QTest::newRow("the height of a picture that is not square")
        << withInput({ 160, 224, 3 }) << 0 << QStringLiteral("mobilenetv2_1.00_160");
    QTest::newRow("no size") << withInput({ kDynamic, kDynamic, 3 }) << 0
                             << QStringLiteral("mobilenetv2_1.00_None");
    QTest::newRow("the rows Keras fell back to")
        << withInput({ 100, 100, 3 }) << 224 << QStringLiteral("mobilenetv2_1.00_224");
}

void TestArchitecture::modelNames()
{
    QFETCH(Config, config);
    QFETCH(int, rows);
    QFETCH(QString, name);
    const Architecture table
        = describe(config, rows == 0 ? std::nullopt : std::optional<int>(rows));
    QCOMPARE(QString::fromStdString(table.name), name);
}

void TestArchitecture::layersAreFoundByName()
{
    const Architecture table = describe({});
    for (std::size_t i = 0; i < table.layers.size(); ++i)
        QCOMPARE(table.find(table.layers[i].name), std::optional(static_cast<int>(i)));
    QCOMPARE(table.find("block_17_expand"), std::nullopt);
    QCOMPARE(table.find(""), std::nullopt);
    QCOMPARE(table.layers[static_cast<std::size_t>(table.indexOfLastFeatureMap())].name,
        std::string("out_relu"));
}

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"

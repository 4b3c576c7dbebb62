#include "engine/low_precision.h"
#include "engine/memory_plan.h"
#include "engine/plan.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

using namespace netlens;

namespace {

Config small(double alpha = 1.0)
{
    Config config;
    config.alpha = alpha;
    config.input = { 96, 96, 3 };
    config.classes = 10;
    return config;
}

int indexOf(const Architecture& table, const std::string& layer)
{
    return table.find(layer).value();
}

Plan planWith(const Architecture& table, const std::vector<std::string>& taps)
{
    std::vector<int> indices;
    for (const std::string& tap : taps)
        indices.push_back(indexOf(table, tap));
    return makePlan(table, indices);
}

/// No tap, each alone, and all at once.
std::vector<std::vector<int>> anyTaps(const Architecture& table)
{
    std::vector<int> all(table.layers.size());
    std::iota(all.begin(), all.end(), 0);
    std::vector<std::vector<int>> sets { {}, all };
    for (const int tap : all)
        sets.push_back({ tap });
    return sets;
}

/// Every mean is the layer's number.
ActivationRanges madeRanges(const Architecture& table)
{
    ActivationRanges ranges;
    for (const std::string& name : rangedLayers(table)) {
        const LayerSpec& layer = table.layers[static_cast<std::size_t>(indexOf(table, name))];
        const auto channels = static_cast<std::size_t>(layer.channels);
        ranges[name] = { std::vector(channels, 1.0F + 0.01F * static_cast<float>(layer.channels)),
            std::vector(channels, static_cast<float>(indexOf(table, name))) };
    }
    return ranges;
}

Plan lowered(const Architecture& table, const std::vector<int>& taps, Precision precision)
{
    Plan plan = makePlan(table, taps, Blocks::InSteps);
    lowerPrecision(plan, table, precision, madeRanges(table));
    return plan;
}

/// The steps with every block taken apart.
std::vector<Step> singleSteps(const Plan& plan)
{
    std::vector<Step> single;
    for (const Step& step : plan.steps) {
        if (step.inside.empty())
            single.push_back(step);
        else
            single.insert(single.end(), step.inside.begin(), step.inside.end());
    }
    return single;
}

/// The step whose own layer this is.
std::optional<Step> stepOf(const Plan& plan, int layer)
{
    const std::vector<Step> steps = singleSteps(plan);
    const auto found = std::ranges::find(steps, layer, &Step::layer);
    return found == steps.end() ? std::nullopt : std::optional<Step>(*found);
}

/// "Convolution Conv1 -> Conv1_relu": enough to compare plans by eye.
std::string text(const Architecture& table, const Step& step)
{
    const std::map<Step::Kind, std::string> kinds { { Step::Kind::Convolution, "Convolution" },
        { Step::Kind::BatchNormalization, "BatchNormalization" }, { Step::Kind::Relu6, "Relu6" },
        { Step::Kind::ZeroPadding, "ZeroPadding" }, { Step::Kind::Add, "Add" },
        { Step::Kind::GlobalAverage, "GlobalAverage" }, { Step::Kind::GlobalMax, "GlobalMax" },
        { Step::Kind::Dense, "Dense" }, { Step::Kind::Activation, "Activation" } };
    const auto name = [&](int value) {
        return value == static_cast<int>(table.layers.size())
            ? std::string("logits")
            : table.layers[static_cast<std::size_t>(value)].name;
    };
    std::string line = kinds.at(step.kind) + " " + name(step.source);
    if (step.addend >= 0)
        line += " + " + name(step.addend);
    line += " -> " + name(step.result);
    if (step.kind == Step::Kind::Convolution)
        line += std::string(step.batchNorm >= 0 ? " norm" : "") + (step.clip ? " clip" : "");
    return line;
}

QStringList lines(const Architecture& table, const Plan& plan)
{
    QStringList all;
    for (const Step& step : singleSteps(plan))
        all.append(QString::fromStdString(text(table, step)));
    return all;
}

/// Bytes of each value as the network computes them, for one picture.
std::vector<std::size_t> bytesOf(const Architecture& table, const Plan& plan)
{
    std::vector<std::size_t> bytes(plan.kept.size(), 0);
    const auto need = [&](int value) {
        const auto index = static_cast<std::size_t>(value);
        const LayerSpec& spec = table.layers[static_cast<std::size_t>(plan.shapedAs[index])];
        bytes[index] = plan.formats[index].elementBytes()
            * static_cast<std::size_t>(std::int64_t { spec.height } * spec.width * spec.channels);
    };
    need(0);
    for (const Step& step : plan.steps)
        need(step.result);
    return bytes;
}

/// Runs the plan on a make-believe memory in which every byte remembers which value wrote it last.
class Rehearsal {
public:
    Rehearsal(const Plan& plan, const MemoryPlan& memory, const std::vector<std::size_t>& bytes)
        : m_plan(plan)
        , m_memory(memory)
        , m_bytes(bytes)
    {
    }

    /// What went wrong first; empty when every step read what was meant for it.
    QString run()
    {
        write(0);
        for (const Step& step : m_plan.steps) {
            if (!holds(step.source))
                return QStringLiteral("source %1 is gone").arg(step.source);
            if (step.addend >= 0 && !holds(step.addend))
                return QStringLiteral("addend %1 is gone").arg(step.addend);
            const bool inPlace = step.kind == Step::Kind::Convolution && step.addend >= 0;
            if (inPlace && offset(step.result) != offset(step.addend))
                return QStringLiteral("sum %1 is not made in place").arg(step.result);
            if (overlap(step.source, step.result))
                return QStringLiteral("%1 is written over its source").arg(step.result);
            if (!inPlace && step.addend >= 0 && overlap(step.addend, step.result))
                return QStringLiteral("%1 is written over its addend").arg(step.result);
            write(step.result);
        }
        for (std::size_t value = 0; value < m_plan.kept.size(); ++value)
            if (m_plan.kept[value] && !holds(static_cast<int>(value)))
                return QStringLiteral("kept value %1 is gone").arg(value);
        return {};
    }

private:
    using Range = std::pair<std::size_t, std::size_t>;

    std::size_t offset(int value) const { return m_memory.offset[static_cast<std::size_t>(value)]; }
    Range range(int value) const
    {
        return { offset(value), offset(value) + m_bytes[static_cast<std::size_t>(value)] };
    }
    bool overlap(int a, int b) const
    {
        return range(a).first < range(b).second && range(b).first < range(a).second;
    }
    void write(int value)
    {
        std::erase_if(m_intact, [&](int other) { return overlap(other, value); });
        m_intact.insert(value);
    }
    bool holds(int value) const
    {
        return m_intact.contains(value) && range(value).second <= m_memory.total;
    }

    const Plan& m_plan;
    const MemoryPlan& m_memory;
    const std::vector<std::size_t>& m_bytes;
    std::set<int> m_intact;
};

} // namespace

class TestPlan : public QObject {
    Q_OBJECT
private slots:
    void everythingIsFusedWithoutTaps_data();
    void everythingIsFusedWithoutTaps();
    void everyBlockIsOneStep_data();
    void everyBlockIsOneStep();
    void aTapTakesItsOwnBlockApart_data();
    void aTapTakesItsOwnBlockApart();
    void aTapSplitsOnlyWhatItMust_data();
    void aTapSplitsOnlyWhatItMust();
    void paddingBelongsToTheConvolution();
    void theSkipValueStaysWhenItIsNeeded_data();
    void theSkipValueStaysWhenItIsNeeded();
    void outputsAreKept_data();
    void outputsAreKept();
    void noTwoLiveValuesShareMemory_data();
    void noTwoLiveValuesShareMemory();
    void memoryIsFarBelowTheSumOfAllValues();
    void onlyConvolutionsMeetAnotherFormat_data();
    void onlyConvolutionsMeetAnotherFormat();
    void onlyTheInputAndThePooledAreConvertedWithoutTaps();
    void oneBlockHoldsValuesOneAfterTheOther();
    void convolutionsAcrossChannelsKnowTheMeanOfWhatTheyRead();
};

void TestPlan::everythingIsFusedWithoutTaps_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<bool>("includeTop");
    QTest::addColumn<Pooling>("pooling");
    QTest::addColumn<int>("convolutions");
    QTest::addColumn<int>("sums");
    QTest::addColumn<int>("others");
    // Stem, two in block 0, three in each of 16 blocks, the last: 52, whatever alpha is.
    QTest::newRow("with a top") << 1.0 << true << Pooling::None << 52 << 10 << 3;
    QTest::newRow("without a top") << 1.0 << false << Pooling::None << 52 << 10 << 0;
    QTest::newRow("mean of the features") << 1.0 << false << Pooling::Avg << 52 << 10 << 1;
    QTest::newRow("maximum of the features") << 1.0 << false << Pooling::Max << 52 << 10 << 1;
    QTest::newRow("alpha 0.1 has an add in its first block")
        << 0.1 << true << Pooling::None << 52 << 11 << 3;
    QTest::newRow("alpha 0.01 has three adds more")
        << 0.01 << true << Pooling::None << 52 << 13 << 3;
}

void TestPlan::everythingIsFusedWithoutTaps()
{
    QFETCH(double, alpha);
    QFETCH(bool, includeTop);
    QFETCH(Pooling, pooling);
    QFETCH(int, convolutions);
    QFETCH(int, sums);
    QFETCH(int, others);
    Config config = small(alpha);
    config.includeTop = includeTop;
    config.pooling = pooling;
    const Architecture table = describe(config);
    const Plan plan = makePlan(table, {});

    const std::vector<Step> steps = singleSteps(plan);
    const auto isConvolution
        = [](const Step& step) { return step.kind == Step::Kind::Convolution; };
    QCOMPARE(static_cast<int>(std::ranges::count_if(steps, isConvolution)), convolutions);
    QCOMPARE(static_cast<int>(steps.size()), convolutions + others);
    QCOMPARE(static_cast<int>(
                 std::ranges::count_if(steps, [](const Step& step) { return step.addend >= 0; })),
        sums);
    for (const Step& step : steps)
        if (isConvolution(step)) {
            QVERIFY(step.batchNorm >= 0);
            const bool linear
                = table.layers[static_cast<std::size_t>(step.layer)].name.ends_with("project");
            QCOMPARE(step.clip, !linear);
        }
}

void TestPlan::everyBlockIsOneStep_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<int>("blocks");
    QTest::newRow("alpha 1.0") << 1.0 << 17;
    QTest::newRow("alpha 0.1, whose first block adds what Conv1 makes") << 0.1 << 16;
}

void TestPlan::everyBlockIsOneStep()
{
    QFETCH(double, alpha);
    QFETCH(int, blocks);
    const Architecture table = describe(small(alpha));
    const Plan plan = makePlan(table, {});
    const auto isBlock = [](const Step& step) { return step.kind == Step::Kind::InvertedResidual; };
    QCOMPARE(static_cast<int>(std::ranges::count_if(plan.steps, isBlock)), blocks);
    for (const Step& step : plan.steps) {
        QCOMPARE(step.inside.size(), isBlock(step) ? 3U : 0U);
        if (!isBlock(step))
            continue;
        QCOMPARE(step.source, step.inside[0].source);
        QCOMPARE(step.inside[0].result, step.inside[1].source);
        QCOMPARE(step.inside[1].result, step.inside[2].source);
        QCOMPARE(step.result, step.inside[2].result);
        QVERIFY(step.addend < 0 || step.addend == step.source);
    }
}

void TestPlan::aTapTakesItsOwnBlockApart_data()
{
    QTest::addColumn<QString>("tap");
    QTest::addColumn<int>("blocks"); ///< that are still one step
    QTest::newRow("an expansion") << "block_1_expand" << 16;
    QTest::newRow("an expanded map") << "block_1_expand_relu" << 16;
    QTest::newRow("a padded map") << "block_3_pad" << 16;
    QTest::newRow("a depthwise map") << "block_6_depthwise_relu" << 16;
    QTest::newRow("Conv1") << "Conv1_relu" << 16;
    QTest::newRow("a projection that is added") << "block_2_project" << 16;
    QTest::newRow("a block's own output") << "block_2_add" << 17;
    QTest::newRow("a block's input, which is then added apart") << "block_1_project_BN" << 17;
    QTest::newRow("the features") << "out_relu" << 17;
}

void TestPlan::aTapTakesItsOwnBlockApart()
{
    QFETCH(QString, tap);
    QFETCH(int, blocks);
    const Architecture table = describe(small());
    const Plan plan = planWith(table, { tap.toStdString() });
    QCOMPARE(
        static_cast<int>(std::ranges::count(plan.steps, Step::Kind::InvertedResidual, &Step::kind)),
        blocks);
}

void TestPlan::aTapSplitsOnlyWhatItMust_data()
{
    QTest::addColumn<QString>("tap");
    QTest::addColumn<QStringList>("gone"); ///< steps of the fused plan that are no more
    QTest::addColumn<QStringList>("made"); ///< what stands in their place
    const auto row = [](const char* name, const char* tap, std::initializer_list<const char*> gone,
                         std::initializer_list<const char*> made) {
        const auto list = [](std::initializer_list<const char*> texts) {
            QStringList all;
            for (const char* text : texts)
                all.append(QString::fromUtf8(text));
            return all;
        };
        QTest::newRow(name) << QString::fromUtf8(tap) << list(gone) << list(made);
    };
    row("the input costs nothing", "input_1", {}, {});
    row("a ReLU that ends a step costs nothing", "block_1_expand_relu", {}, {});
    row("out_relu is kept anyway", "out_relu", {}, {});
    row("the classifier costs nothing", "predictions", {}, {});
    row("the pooled features cost nothing", "global_average_pooling2d", {}, {});
    row("a project norm nothing is added to costs nothing", "block_16_project_BN", {}, {});
    row("a convolution stands alone", "block_1_expand",
        { "Convolution expanded_conv_project_BN -> block_1_expand_relu norm clip" },
        { "Convolution expanded_conv_project_BN -> block_1_expand",
            "BatchNormalization block_1_expand -> block_1_expand_BN",
            "Relu6 block_1_expand_BN -> block_1_expand_relu" });
    row("a norm keeps its convolution and loses its ReLU", "bn_Conv1",
        { "Convolution input_1 -> Conv1_relu norm clip" },
        { "Convolution input_1 -> bn_Conv1 norm", "Relu6 bn_Conv1 -> Conv1_relu" });
    row("a depthwise convolution keeps its padding", "block_1_depthwise",
        { "Convolution block_1_expand_relu -> block_1_depthwise_relu norm clip" },
        { "Convolution block_1_expand_relu -> block_1_depthwise",
            "BatchNormalization block_1_depthwise -> block_1_depthwise_BN",
            "Relu6 block_1_depthwise_BN -> block_1_depthwise_relu" });
    row("a padding is made, the rest stays fused", "block_1_pad",
        { "Convolution block_1_expand_relu -> block_1_depthwise_relu norm clip" },
        { "ZeroPadding block_1_expand_relu -> block_1_pad",
            "Convolution block_1_pad -> block_1_depthwise_relu norm clip" });
    row("a project norm under an add is summed on its own", "block_2_project_BN",
        { "Convolution block_2_depthwise_relu + block_1_project_BN -> block_2_add norm" },
        { "Convolution block_2_depthwise_relu -> block_2_project_BN norm",
            "Add block_2_project_BN + block_1_project_BN -> block_2_add" });
    row("a project convolution under an add leaves three steps", "block_2_project",
        { "Convolution block_2_depthwise_relu + block_1_project_BN -> block_2_add norm" },
        { "Convolution block_2_depthwise_relu -> block_2_project",
            "BatchNormalization block_2_project -> block_2_project_BN",
            "Add block_2_project_BN + block_1_project_BN -> block_2_add" });
    row("a skip value may not be summed into", "block_1_project_BN",
        { "Convolution block_2_depthwise_relu + block_1_project_BN -> block_2_add norm" },
        { "Convolution block_2_depthwise_relu -> block_2_project_BN norm",
            "Add block_2_project_BN + block_1_project_BN -> block_2_add" });
    row("an add that is the next block's skip value", "block_4_add",
        { "Convolution block_5_depthwise_relu + block_4_add -> block_5_add norm" },
        { "Convolution block_5_depthwise_relu -> block_5_project_BN norm",
            "Add block_5_project_BN + block_4_add -> block_5_add" });
    row("an add nothing is added to costs nothing", "block_2_add", {}, {});
}

void TestPlan::aTapSplitsOnlyWhatItMust()
{
    QFETCH(QString, tap);
    QFETCH(QStringList, gone);
    QFETCH(QStringList, made);
    const Architecture table = describe(small());
    QStringList expected = lines(table, makePlan(table, {}));
    const QStringList actual = lines(table, planWith(table, { tap.toStdString() }));
    if (!gone.isEmpty()) {
        const qsizetype place = expected.indexOf(gone.first());
        QVERIFY2(place >= 0, qPrintable(gone.first()));
        expected.removeAt(place);
        for (qsizetype i = 0; i < made.size(); ++i)
            expected.insert(place + i, made[i]);
    }
    QCOMPARE(actual, expected);
    QVERIFY(planWith(table, { tap.toStdString() })
                .kept[static_cast<std::size_t>(indexOf(table, tap.toStdString()))]);
}

void TestPlan::paddingBelongsToTheConvolution()
{
    Config config = small();
    config.input = { 97, 98, 3 };
    const Architecture table = describe(config);
    const int depthwise = indexOf(table, "block_1_depthwise");
    const int pad = indexOf(table, "block_1_pad");
    const Padding expected = table.layers[static_cast<std::size_t>(pad)].padding;
    QCOMPARE(expected, (Padding { 1, 1, 1, 1 })); // 49 × 49 after the first convolution

    const Plan fused = makePlan(table, {});
    QCOMPARE(stepOf(fused, depthwise)->padding, expected);
    QVERIFY(!stepOf(fused, pad));
    const Plan split = makePlan(table, { pad });
    QCOMPARE(stepOf(split, depthwise)->padding, Padding {});
    QCOMPARE(stepOf(split, pad)->padding, expected);
    // A "same" convolution brings its own.
    const LayerSpec& first = table.layers[static_cast<std::size_t>(indexOf(table, "Conv1"))];
    QCOMPARE(stepOf(fused, indexOf(table, "Conv1"))->padding, first.padding);
    QCOMPARE(first.padding, (Padding { 1, 1, 0, 1 }));
}

void TestPlan::theSkipValueStaysWhenItIsNeeded_data()
{
    QTest::addColumn<double>("alpha");
    QTest::newRow("alpha 1.0") << 1.0;
    QTest::newRow("alpha 0.1") << 0.1;
    QTest::newRow("alpha 0.01") << 0.01;
}

// With any one layer tapped: a sum made in place destroys its addend, so nothing may read that
// value afterwards and nobody may have asked for it.
void TestPlan::theSkipValueStaysWhenItIsNeeded()
{
    QFETCH(double, alpha);
    const Architecture table = describe(small(alpha));
    for (int tap = 0; tap < static_cast<int>(table.layers.size()); ++tap) {
        const Plan plan = makePlan(table, { tap });
        std::set<int> destroyed;
        for (const Step& step : plan.steps) {
            QVERIFY(!destroyed.contains(step.source));
            QVERIFY(!destroyed.contains(step.addend));
            if (step.kind == Step::Kind::Convolution && step.addend >= 0)
                destroyed.insert(step.addend);
        }
        for (const int value : destroyed)
            QVERIFY(!plan.kept[static_cast<std::size_t>(value)]);
    }
}

void TestPlan::outputsAreKept_data()
{
    QTest::addColumn<Config>("config");
    QTest::addColumn<int>("logits"); ///< relative to the number of layers; 1 for none
    Config config = small();
    QTest::newRow("softmax has logits of its own") << config << 0;
    config.classifierActivation = Activation::Linear;
    QTest::newRow("a linear head's output is its logits") << config << -1;
    config.includeTop = false;
    QTest::newRow("no top has no logits") << config << 1;
    config.pooling = Pooling::Max;
    QTest::newRow("nor has pooling alone") << config << 1;
}

void TestPlan::outputsAreKept()
{
    QFETCH(Config, config);
    QFETCH(int, logits);
    const Architecture table = describe(config);
    const Plan plan = makePlan(table, {});
    const int layers = static_cast<int>(table.layers.size());
    QCOMPARE(plan.output, layers - 1);
    QCOMPARE(plan.features, indexOf(table, "out_relu"));
    QCOMPARE(plan.logits, logits == 1 ? -1 : layers + logits);
    std::set<int> kept { 0, plan.output, plan.features };
    if (plan.logits >= 0)
        kept.insert(plan.logits);
    QCOMPARE(static_cast<std::size_t>(std::ranges::count(plan.kept, true)), kept.size());
    for (const int value : kept)
        QVERIFY(plan.kept[static_cast<std::size_t>(value)]);
}

void TestPlan::noTwoLiveValuesShareMemory_data()
{
    QTest::addColumn<Config>("config");
    QTest::newRow("alpha 1.0") << small();
    QTest::newRow("alpha 0.1") << small(0.1);
    QTest::newRow("alpha 0.01") << small(0.01);
    Config config = small();
    config.classifierActivation = Activation::Linear;
    QTest::newRow("logits") << config;
    config.includeTop = false;
    QTest::newRow("no top") << config;
    config.pooling = Pooling::Avg;
    config.input = { 97, 131, 3 };
    QTest::newRow("odd sides, pooled") << config;
}

void TestPlan::noTwoLiveValuesShareMemory()
{
    QFETCH(Config, config);
    const Architecture table = describe(config);
    std::vector<Plan> plans;
    for (const std::vector<int>& taps : anyTaps(table)) {
        plans.push_back(makePlan(table, taps));
        plans.push_back(lowered(table, taps, Precision::BFloat16));
        plans.push_back(lowered(table, taps, Precision::Int8));
    }
    for (const Plan& plan : plans) {
        const std::vector<std::size_t> bytes = bytesOf(table, plan);
        const MemoryPlan memory = planMemory(plan, bytes);
        const QString trouble = Rehearsal(plan, memory, bytes).run();
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        for (const std::size_t offset : memory.offset)
            QCOMPARE(offset % MemoryPlan::kAlignment, 0U);
        QCOMPARE(memory.total % MemoryPlan::kAlignment, 0U);
    }
}

void TestPlan::convolutionsAcrossChannelsKnowTheMeanOfWhatTheyRead()
{
    const Architecture table = describe(Config());
    const Plan plan = lowered(table, {}, Precision::Int8);
    const std::map<std::string, std::string> reads { { "Conv1", "input_1" },
        { "expanded_conv_project", "expanded_conv_depthwise_relu" },
        { "block_1_expand", "expanded_conv_project_BN" },
        { "block_1_project", "block_1_depthwise_relu" }, { "block_3_expand", "block_2_add" },
        { "Conv_1", "block_16_project_BN" } };
    std::size_t seen = 0;
    for (const Step& step : plan.steps) {
        const LayerSpec& layer = table.layers[static_cast<std::size_t>(step.layer)];
        if (step.kind == Step::Kind::Conversion)
            continue;
        QCOMPARE(step.sourceMean.empty(), layer.kind != LayerKind::Conv2D);
        const auto known = reads.find(layer.name);
        if (known == reads.end())
            continue;
        ++seen;
        QCOMPARE(step.sourceMean, madeRanges(table).at(known->second).mean);
    }
    QCOMPARE(seen, reads.size());
}

void TestPlan::memoryIsFarBelowTheSumOfAllValues()
{
    Config config;
    const Architecture table = describe(config);
    const Plan plan = makePlan(table, {});
    const std::vector<std::size_t> bytes = bytesOf(table, plan);
    const MemoryPlan memory = planMemory(plan, bytes);
    // The fullest moment: block_1's input (112² × 16) and its result (56² × 24), with the picture
    // and out_relu, which are kept.
    const std::size_t fullest
        = sizeof(float) * (112 * 112 * 16 + 56 * 56 * 24 + 224 * 224 * 3 + 7 * 7 * 1280);
    QVERIFY2(memory.total <= fullest + fullest / 20, qPrintable(QString::number(memory.total)));
    std::size_t sum = 0;
    for (const Step& step : singleSteps(plan)) {
        const LayerSpec& made = table.layers[static_cast<std::size_t>(step.layer)];
        sum += sizeof(float)
            * static_cast<std::size_t>(std::int64_t { made.height } * made.width * made.channels);
    }
    QVERIFY(memory.total * 10 < sum);
}

void TestPlan::onlyConvolutionsMeetAnotherFormat_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<Precision>("precision");
    for (const double alpha : { 1.0, 0.1, 0.01 }) {
        QTest::addRow("bf16, alpha %g", alpha) << alpha << Precision::BFloat16;
        QTest::addRow("int8, alpha %g", alpha) << alpha << Precision::Int8;
    }
}

void TestPlan::onlyConvolutionsMeetAnotherFormat()
{
    QFETCH(double, alpha);
    QFETCH(Precision, precision);
    const Architecture table = describe(small(alpha));
    for (const std::vector<int>& taps : anyTaps(table)) {
        const Plan plan = lowered(table, taps, precision);
        const auto format
            = [&](int value) { return plan.formats[static_cast<std::size_t>(value)]; };
        for (const Step& step : plan.steps) {
            if (step.kind == Step::Kind::Convolution) {
                QVERIFY(!format(step.source).isFloat32());
                if (step.addend >= 0)
                    QVERIFY(format(step.addend) == format(step.result));
            } else if (step.kind == Step::Kind::Dense) {
                QVERIFY(!format(step.source).isFloat32());
                QVERIFY(format(step.result).isFloat32());
            } else if (step.kind == Step::Kind::Conversion) {
                QVERIFY(format(step.source) != format(step.result));
            } else {
                QVERIFY(format(step.source).isFloat32());
                QVERIFY(format(step.result).isFloat32());
                QVERIFY(step.addend < 0 || format(step.addend).isFloat32());
            }
        }
        for (std::size_t value = 0; value < plan.kept.size(); ++value)
            QVERIFY(!plan.kept[value] || plan.formats[value].isFloat32());
    }
}

void TestPlan::onlyTheInputAndThePooledAreConvertedWithoutTaps()
{
    const Architecture table = describe(small());
    std::vector<std::string> converted;
    for (const Step& step : lowered(table, {}, Precision::BFloat16).steps)
        if (step.kind == Step::Kind::Conversion)
            converted.push_back(table.layers[static_cast<std::size_t>(step.source)].name);
    QCOMPARE(converted, (std::vector<std::string> { "input_1", "global_average_pooling2d" }));
}

void TestPlan::oneBlockHoldsValuesOneAfterTheOther()
{
    // 0 -> 1 -> 2 -> 3, each step reading the one before: two places are enough.
    Plan plan;
    plan.kept.assign(4, false);
    plan.kept[3] = true;
    for (int i = 1; i < 4; ++i)
        plan.steps.push_back(
            { .kind = Step::Kind::Relu6, .layer = i, .source = i - 1, .result = i });
    const MemoryPlan memory = planMemory(plan, { 100, 64, 100, 1 });
    QCOMPARE(memory.total, 128U + 64U);
    QCOMPARE(memory.offset[0], memory.offset[2]);
    QCOMPARE(memory.offset[1], memory.offset[3]);
}

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"

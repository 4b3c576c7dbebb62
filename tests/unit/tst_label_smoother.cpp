#include "capture/label_smoother.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

using namespace netlens;

namespace {

using Values = std::vector<float>;

Values randomDistribution(std::mt19937& random, std::size_t classes)
{
    std::gamma_distribution<double> gamma(0.3);
    std::vector<double> raw(classes);
    std::ranges::generate(raw, [&] { return gamma(random) + 1e-9; });
    const double sum = std::accumulate(raw.begin(), raw.end(), 0.0);
    Values values;
    for (const double value : raw)
        values.push_back(static_cast<float>(value / sum));
    return values;
}

/// Classes in the order of their rows.
std::vector<int> order(const SmoothedLabels& labels)
{
    std::vector<int> indices;
    for (const SmoothedLabels::Row& row : labels.rows)
        indices.push_back(row.index);
    return indices;
}

SmoothingOptions raw(int rows, double steadiness = 0.5)
{
    return { .seconds = 0, .threshold = 0, .rows = rows, .steadiness = steadiness };
}

const Values kAbc { 0.5F, 0.3F, 0.15F, 0.05F };
const Values kBac { 0.3F, 0.5F, 0.15F, 0.05F };

} // namespace

class LabelSmootherTest : public QObject {
    Q_OBJECT
private slots:
    void isTheWeightedMean_data();
    void isTheWeightedMean();
    void irregularFramesEndWhereRegularOnesDo();
    void zeroSecondsLeaveEveryFrame();
    void forgetsWhatIsOver_data();
    void forgetsWhatIsOver();
    void notNumbersCountAsZero();
    void tellsHowSureItIs();
    void aRowWaitsHalfASecond();
    void aSlowSequenceWaitsForNothing();
    void aShortChangeMovesNothing();
    void aFlickeringNeighbourDoesNotStopARow();
    void aClassComesAndGoes();
    void rowsAreAlwaysDifferentClasses();
    void withoutSteadinessRowsAreSorted();
    void fewerClassesThanRows();
};

void LabelSmootherTest::isTheWeightedMean_data()
{
    QTest::addColumn<double>("timeConstant");
    QTest::newRow("a tenth of a second") << 0.1;
    QTest::newRow("half a second") << 0.5;
    QTest::newRow("ten seconds") << 10.0;
}

/// Beside a plain reference in double precision, at irregular times.
void LabelSmootherTest::isTheWeightedMean()
{
    QFETCH(double, timeConstant);
    constexpr std::size_t kClasses = 1000;
    std::mt19937 random(7);
    std::exponential_distribution<double> pause(25);
    SmoothingOptions options;
    options.seconds = timeConstant;
    LabelSmoother smoother(options);
    std::vector<double> reference;
    double seconds = 3;
    for (int frame = 0; frame < 300; ++frame) {
        const Values values = randomDistribution(random, kClasses);
        const double step = frame % 50 == 49 ? 2.0 : pause(random);
        seconds += step;
        if (reference.empty())
            reference.assign(values.begin(), values.end());
        else
            for (std::size_t i = 0; i < kClasses; ++i)
                reference[i] = reference[i] * std::exp(-step / timeConstant)
                    + static_cast<double>(values[i]) * (1 - std::exp(-step / timeConstant));
        const SmoothedLabels& labels = smoother.add(values, seconds);
        double worst = 0;
        for (std::size_t i = 0; i < kClasses; ++i)
            worst = std::max(
                worst, std::abs(reference[i] - static_cast<double>(labels.probabilities[i])));
        // A float holds seven digits, and each frame rounds once.
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
        const auto best = std::ranges::max_element(labels.probabilities);
        QCOMPARE(labels.top, static_cast<int>(best - labels.probabilities.begin()));
    }
}

void LabelSmootherTest::irregularFramesEndWhereRegularOnesDo()
{
    SmoothingOptions options;
    options.seconds = 0.5;
    LabelSmoother dense(options);
    LabelSmoother sparse(options);
    dense.add(kAbc, 0);
    sparse.add(kAbc, 0);
    for (int frame = 1; frame <= 100; ++frame)
        dense.add(kBac, frame * 0.01);
    for (const double seconds : { 0.07, 0.5, 0.93, 1.0 })
        sparse.add(kBac, seconds);
    const float a = dense.add(kBac, 1.0).probabilities[0];
    const float b = sparse.add(kBac, 1.0).probabilities[0];
    QVERIFY(std::abs(a - b) < 1e-6F);
    QVERIFY(std::abs(static_cast<double>(a) - (0.3 + 0.2 * std::exp(-2.0))) < 1e-6);
}

void LabelSmootherTest::zeroSecondsLeaveEveryFrame()
{
    LabelSmoother smoother(raw(2));
    smoother.add(kAbc, 0);
    const SmoothedLabels& labels = smoother.add(kBac, 0.04);
    QVERIFY(std::ranges::equal(labels.probabilities, kBac));
}

void LabelSmootherTest::forgetsWhatIsOver_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("when it is told to") << 0;
    QTest::newRow("when time goes back") << 1;
    QTest::newRow("when there are other classes") << 2;
}

void LabelSmootherTest::forgetsWhatIsOver()
{
    QFETCH(int, how);
    LabelSmoother smoother;
    smoother.add(kAbc, 10);
    if (how == 0)
        smoother.reset();
    const Values next = how == 2 ? Values { 0.1F, 0.9F } : kBac;
    const SmoothedLabels& labels = smoother.add(next, how == 1 ? 9.9 : 10.04);
    QVERIFY(std::ranges::equal(labels.probabilities, next));
    QCOMPARE(order(labels).front(), 1);
}

void LabelSmootherTest::notNumbersCountAsZero()
{
    LabelSmoother smoother;
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    smoother.add(Values { kNan, 0.4F, std::numeric_limits<float>::infinity() }, 0);
    const SmoothedLabels& labels = smoother.add(Values { 0.2F, 0.4F, 0.1F }, 10);
    QVERIFY(std::ranges::all_of(labels.probabilities, [](float p) { return std::isfinite(p); }));
    QCOMPARE(labels.top, 1);
}

void LabelSmootherTest::tellsHowSureItIs()
{
    SmoothingOptions options = raw(3);
    options.threshold = 0.4;
    LabelSmoother smoother(options);
    const SmoothedLabels& labels = smoother.add(Values { 0.5F, 0.25F, 0.25F }, 0);
    QVERIFY(labels.isSure);
    QCOMPARE(labels.entropyBits, 1.5);
    QCOMPARE(labels.margin, 0.25);
    QCOMPARE(labels.topProbability, 0.5F);
    smoother.add(Values { 0.39F, 0.31F, 0.3F }, 1);
    QVERIFY(!labels.isSure);
}

void LabelSmootherTest::aRowWaitsHalfASecond()
{
    LabelSmoother smoother(raw(3));
    smoother.add(kAbc, 0);
    for (const double seconds : { 0.1, 0.3, 0.6 })
        QCOMPARE(order(smoother.add(kBac, seconds)), (std::vector { 0, 1, 2 }));
    QCOMPARE(order(smoother.add(kBac, 0.61)), (std::vector { 1, 0, 2 }));
    QCOMPARE(smoother.add(kBac, 0.62).rows[0].probability, 0.5F);
}

void LabelSmootherTest::aSlowSequenceWaitsForNothing()
{
    LabelSmoother smoother(raw(3));
    for (int picture = 0; picture < 6; ++picture) // half a second each
        QCOMPARE(order(smoother.add(picture % 2 == 0 ? kAbc : kBac, picture * 0.5)).front(),
            picture % 2);
}

void LabelSmootherTest::aShortChangeMovesNothing()
{
    LabelSmoother smoother(raw(3));
    for (int i = 0; i < 50; ++i) // four frames of one, four of the other
        QCOMPARE(
            order(smoother.add(i / 4 % 2 == 0 ? kAbc : kBac, i * 0.1)), (std::vector { 0, 1, 2 }));
}

void LabelSmootherTest::aFlickeringNeighbourDoesNotStopARow()
{
    LabelSmoother smoother(raw(3));
    smoother.add(Values { 0.5F, 0.3F, 0.2F }, 0);
    const Values first { 0.3F, 0.2F, 0.5F };
    const Values second { 0.2F, 0.3F, 0.5F };
    for (int i = 1; i <= 7; ++i)
        smoother.add(i % 2 == 0 ? first : second, i * 0.1);
    QCOMPARE(order(smoother.add(first, 0.8)).front(), 2);
}

void LabelSmootherTest::aClassComesAndGoes()
{
    LabelSmoother smoother(raw(2));
    smoother.add(kAbc, 0);
    const Values third { 0.5F, 0.1F, 0.4F, 0 };
    QCOMPARE(order(smoother.add(third, 0.1)), (std::vector { 0, 1 }));
    QCOMPARE(order(smoother.add(third, 0.5)), (std::vector { 0, 1 }));
    QCOMPARE(order(smoother.add(third, 0.7)), (std::vector { 0, 2 }));
    QCOMPARE(order(smoother.add(kAbc, 0.8)), (std::vector { 0, 2 }));
    QCOMPARE(order(smoother.add(kAbc, 1.4)), (std::vector { 0, 1 }));
}

void LabelSmootherTest::rowsAreAlwaysDifferentClasses()
{
    std::mt19937 random(3);
    LabelSmoother smoother({ .seconds = 0.2, .threshold = 0, .rows = 5, .steadiness = 0.15 });
    for (int frame = 0; frame < 3000; ++frame) {
        auto indices = order(smoother.add(randomDistribution(random, 12), frame * 0.033));
        QCOMPARE(indices.size(), std::size_t { 5 });
        std::ranges::sort(indices);
        QVERIFY(std::ranges::adjacent_find(indices) == indices.end());
        QVERIFY(indices.front() >= 0 && indices.back() < 12);
    }
}

void LabelSmootherTest::withoutSteadinessRowsAreSorted()
{
    std::mt19937 random(5);
    LabelSmoother smoother({ .seconds = 0.2, .threshold = 0, .rows = 5, .steadiness = 0 });
    for (int frame = 0; frame < 500; ++frame) {
        const SmoothedLabels& labels = smoother.add(randomDistribution(random, 40), frame * 0.033);
        QVERIFY(std::ranges::is_sorted(
            labels.rows, std::greater<>(), &SmoothedLabels::Row::probability));
        QCOMPARE(labels.rows.front().index, labels.top);
    }
}

void LabelSmootherTest::fewerClassesThanRows()
{
    LabelSmoother smoother(raw(5));
    QCOMPARE(order(smoother.add(Values { 0.25F, 0.75F }, 0)), (std::vector { 1, 0 }));
    QCOMPARE(order(smoother.add(Values { 1 }, 1)), (std::vector { 0 }));
}

QTEST_APPLESS_MAIN(LabelSmootherTest)
#include "tst_label_smoother.moc"

#include "capture/label_smoother.h"
#include "engine/network.h"
#include "engine/precision_support.h"
#include "support/random_weights.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

// Bounds of this executable's code, which the product's static library is part of (ld provides
// them); oneDNN is a library of its own and allocates in every execution, which is not ours to
// stop.
extern "C" const char __executable_start;
extern "C" const char etext;

std::atomic<long> g_allocations { 0 };
std::atomic<long> g_ours { 0 };

void* counted(std::size_t size, std::size_t alignment, const void* caller)
{
    ++g_allocations;
    if (caller >= &__executable_start && caller < &etext)
        ++g_ours;
    const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
    void* block = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
    if (block == nullptr)
        throw std::bad_alloc();
    return block;
}

} // namespace

void* operator new(std::size_t size)
{
    return counted(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__, __builtin_return_address(0));
}
void* operator new(std::size_t size, std::align_val_t alignment)
{
    return counted(size, static_cast<std::size_t>(alignment), __builtin_return_address(0));
}
void operator delete(void* block) noexcept
{
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept
{
    std::free(block);
}
void operator delete(void* block, std::align_val_t) noexcept
{
    std::free(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept
{
    std::free(block);
}

using namespace netlens;

class TestNetworkAllocations : public QObject {
    Q_OBJECT
private slots:
    void runAllocatesNothingOfItsOwn_data();
    void runAllocatesNothingOfItsOwn();
    void smoothingAllocatesNothing();
};

void TestNetworkAllocations::runAllocatesNothingOfItsOwn_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("batch");
    QTest::addColumn<bool>("tapped");
    QTest::addColumn<int>("threads");
    QTest::addColumn<Precision>("precision");
    for (const Precision precision : kPrecisions) {
        if (precisionSupport(precision) == PrecisionSupport::Unavailable)
            continue;
        const auto row = [precision](const char* name) -> QTestData& {
            return QTest::addRow("%s: %s", std::string(precisionName(precision)).c_str(), name);
        };
        row("alpha 0.35 at 96") << 0.35 << 96 << 1 << false << 1 << precision;
        row("alpha 1.0 at 224") << 1.0 << 224 << 1 << false << 1 << precision;
        row("a batch of three") << 0.35 << 96 << 3 << false << 1 << precision;
        row("two threads") << 1.0 << 224 << 1 << false << 2 << precision;
        row("with taps") << 0.35 << 96 << 1 << true << 1 << precision;
    }
}

void TestNetworkAllocations::runAllocatesNothingOfItsOwn()
{
    QFETCH(double, alpha);
    QFETCH(int, side);
    QFETCH(int, batch);
    QFETCH(bool, tapped);
    QFETCH(int, threads);
    QFETCH(Precision, precision);
    Config config;
    config.alpha = alpha;
    config.input = { side, side, 3 };
    const Architecture table = describe(config);
    NetworkOptions options { .batch = batch, .threads = threads, .precision = precision };
    if (tapped)
        options.taps = { "Conv1", "block_2_add", "block_3_pad", "block_6_depthwise_BN" };
    const long beforeBuild = g_ours;
    auto network = Network::build(table, randomWeights(table, 1), options);
    QVERIFY(network);
    QVERIFY2(g_ours > beforeBuild, "building allocates, and the counter must see it");
    network->run();

    const auto allocationsIn = [&](int runs) {
        const long before = g_allocations;
        for (int i = 0; i < runs; ++i)
            network->run();
        return g_allocations - before;
    };
    const long oursBefore = g_ours;
    const long inOneRun = allocationsIn(1);
    // oneDNN 2.6, which serves what taps lay bare and all other precisions, makes 7 or 8
    // short-lived ones a step; they must not grow.
    if (!tapped && precision == Precision::Float32)
        QCOMPARE(inOneRun, 0L);
    QCOMPARE(allocationsIn(10), 10 * inOneRun);
    QCOMPARE(g_ours - oursBefore, 0L);
}

void TestNetworkAllocations::smoothingAllocatesNothing()
{
    std::vector<float> probabilities(1000, 0.0F);
    LabelSmoother smoother({ .seconds = 0.1, .threshold = 0, .rows = 5, .steadiness = 0.05 });
    smoother.add(probabilities, 0);
    const long before = g_allocations;
    for (std::size_t frame = 1; frame < 500; ++frame) {
        probabilities[frame * 7 % 1000] = static_cast<float>(frame % 11) / 11;
        smoother.add(probabilities, static_cast<double>(frame) / 25);
    }
    QCOMPARE(g_allocations - before, 0L);
}

QTEST_APPLESS_MAIN(TestNetworkAllocations)
#include "tst_network_allocations.moc"

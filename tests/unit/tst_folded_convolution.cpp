#include "engine/folded_convolution.h"

#include <QTest>

#include <cmath>

using namespace netlens;

namespace {

using Values = std::vector<float>;

LayerSpec named(const char* name)
{
    LayerSpec layer;
    layer.name = name;
    return layer;
}

Tensor vectorOf(Values values)
{
    return { { static_cast<std::int64_t>(values.size()) }, std::move(values) };
}

/// gamma, beta, mean and variance of three channels; variance + epsilon is 4, 1 and 0.25.
WeightSet normed(Tensor kernel)
{
    WeightSet weights;
    weights.layers["norm"] = { vectorOf({ 2, 3, -1 }), vectorOf({ 10, 0, 1 }),
        vectorOf({ 1, -2, 0.5F }), vectorOf({ 3.999F, 0.999F, 0.249F }) };
    weights.layers["conv"] = { std::move(kernel) };
    return weights;
}

bool close(const Values& a, const Values& b)
{
    return std::ranges::equal(a, b,
        [](float x, float y) { return std::abs(x - y) <= 1e-6F * std::max(1.0F, std::abs(y)); });
}

} // namespace

class TestFoldedConvolution : public QObject {
    Q_OBJECT
private slots:
    void aNormIsAScaleAndAShift();
    void epsilonIsAThousandth();
    void aKernelIsScaledByOutputChannel_data();
    void aKernelIsScaledByOutputChannel();
    void withoutANormTheKernelIsTakenAsItIs();
    void aZeroGammaLeavesTheShift();
};

void TestFoldedConvolution::aNormIsAScaleAndAShift()
{
    const ScaleShift norm = scaleShift(normed({}), named("norm"));
    QVERIFY(close(norm.scale, { 1, 3, -2 })); // gamma / sqrt(variance + epsilon)
    QVERIFY(close(norm.shift, { 9, 6, 2 })); // beta - mean * scale
}

void TestFoldedConvolution::epsilonIsAThousandth()
{
    WeightSet weights;
    weights.layers["norm"] = { vectorOf({ 1 }), vectorOf({ 0 }), vectorOf({ 0 }), vectorOf({ 0 }) };
    const ScaleShift norm = scaleShift(weights, named("norm"));
    QVERIFY(close(norm.scale, { 31.6227766F }));
}

void TestFoldedConvolution::aKernelIsScaledByOutputChannel_data()
{
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<Values>("kernel");
    QTest::addColumn<Values>("folded");
    QTest::newRow("HWIO of one input and three outputs")
        << Shape { 1, 1, 1, 3 } << Values { 1, 1, 1 } << Values { 1, 3, -2 };
    QTest::newRow("HWIO of two inputs: the last axis is the output")
        << Shape { 1, 1, 2, 3 } << Values { 1, 2, 3, 4, 5, 6 } << Values { 1, 6, -6, 4, 15, -12 };
    QTest::newRow("HWIO with a window")
        << Shape { 1, 2, 1, 3 } << Values { 1, 2, 3, 4, 5, 6 } << Values { 1, 6, -6, 4, 15, -12 };
    QTest::newRow("HWC1 of a depthwise kernel")
        << Shape { 2, 1, 3, 1 } << Values { 1, 2, 3, 4, 5, 6 } << Values { 1, 6, -6, 4, 15, -12 };
}

void TestFoldedConvolution::aKernelIsScaledByOutputChannel()
{
    QFETCH(Shape, shape);
    QFETCH(Values, kernel);
    QFETCH(Values, folded);
    const LayerSpec norm = named("norm");
    const FoldedConvolution result = foldBatchNorm(normed({ shape, kernel }), named("conv"), &norm);
    QVERIFY(close(result.kernel, folded));
    QVERIFY(close(result.bias, { 9, 6, 2 }));
}

void TestFoldedConvolution::withoutANormTheKernelIsTakenAsItIs()
{
    const FoldedConvolution result
        = foldBatchNorm(normed({ { 1, 1, 1, 3 }, { 7, 8, 9 } }), named("conv"), nullptr);
    QCOMPARE(result.kernel, (Values { 7, 8, 9 }));
    QVERIFY(result.bias.empty());
}

void TestFoldedConvolution::aZeroGammaLeavesTheShift()
{
    WeightSet weights = normed({ { 1, 1, 1, 3 }, { 7, 8, 9 } });
    weights.layers["norm"][0].values = { 0, 0, 0 };
    const LayerSpec norm = named("norm");
    const FoldedConvolution result = foldBatchNorm(weights, named("conv"), &norm);
    QCOMPARE(result.kernel, (Values { 0, 0, 0 }));
    QCOMPARE(result.bias, (Values { 10, 0, 1 }));
}

QTEST_APPLESS_MAIN(TestFoldedConvolution)
#include "tst_folded_convolution.moc"

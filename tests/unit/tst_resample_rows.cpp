#include "image/resample_rows.h"

#include <hwy/targets.h>

#include <QTest>

#include <algorithm>
#include <random>

using namespace netlens::resampling;

namespace {

constexpr int kChannels = 3;

/// Taps of any form: up to `most` a position, with overshoots, summing to about one.
Taps makeTaps(std::mt19937& random, int inputs, int outputs, int most)
{
    const auto below
        = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
    Taps taps;
    taps.stride = static_cast<std::size_t>(most);
    taps.coefficients.resize(taps.stride * static_cast<std::size_t>(outputs));
    for (std::size_t i = 0; i < static_cast<std::size_t>(outputs); ++i) {
        const int count = 1 + below(std::min(most, inputs));
        taps.runs.push_back({ below(inputs - count + 1), count });
        // Some below nothing, as bicubic's; the rest of one goes to the first.
        std::int32_t rest = 1 << kFractionBits;
        for (int k = 1; k < count; ++k) {
            const std::int32_t share = (1 << kFractionBits) / count;
            const std::int32_t coefficient = below(2 * share) - share / 4;
            taps.coefficients[i * taps.stride + static_cast<std::size_t>(k)] = coefficient;
            rest -= coefficient;
        }
        taps.coefficients[i * taps.stride] = rest;
    }
    return taps;
}

std::vector<std::uint8_t> makeBytes(std::mt19937& random, std::size_t count)
{
    std::vector<std::uint8_t> bytes(count);
    // Black and white bring the sums to their limits.
    for (std::uint8_t& byte : bytes)
        byte = random() % 4 == 0 ? std::uint8_t { 255 } : static_cast<std::uint8_t>(random());
    return bytes;
}

std::uint8_t rounded(std::int64_t sum)
{
    return static_cast<std::uint8_t>(
        std::clamp<std::int64_t>((sum + (1 << (kFractionBits - 1))) >> kFractionBits, 0, 255));
}

} // namespace

/// Every instruction set this machine has, down to plain C++, against 64-bit sums.
class TestResampleRows : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { hwy::SetSupportedTargetsForTest(0); }
    void rowsAreResampled_data() { addTargets(); }
    void rowsAreResampled();
    void rowsAreCombined_data() { addTargets(); }
    void rowsAreCombined();

private:
    static void addTargets();
    static void choose(qlonglong target);
};

void TestResampleRows::addTargets()
{
    QTest::addColumn<qlonglong>("target");
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
        QTest::newRow(hwy::TargetName(target)) << qlonglong { target };
}

void TestResampleRows::choose(qlonglong target)
{
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

void TestResampleRows::rowsAreResampled()
{
    QFETCH(qlonglong, target);
    choose(target);
    std::mt19937 random(1);
    for (const auto& [inputs, outputs, most] : { std::array { 1, 1, 1 }, std::array { 3, 5, 2 },
             std::array { 97, 33, 7 }, std::array { 640, 224, 12 }, std::array { 500, 9, 130 } }) {
        const Taps taps = makeTaps(random, inputs, outputs, most);
        const auto size = static_cast<std::size_t>(inputs) * kChannels;
        std::vector<std::uint8_t> in = makeBytes(random, size);
        in.resize(size + RowTaps::kReadsBeyond, 99);
        std::vector<std::uint8_t> out(taps.runs.size() * kChannels + 1, 77);
        resampleRow(in.data(), RowTaps(taps), out.data());
        QCOMPARE(out.back(), std::uint8_t { 77 });
        for (std::size_t i = 0; i < taps.runs.size(); ++i) {
            for (std::size_t channel = 0; channel < kChannels; ++channel) {
                std::int64_t sum = 0;
                for (int k = 0; k < taps.runs[i].count; ++k)
                    sum += std::int64_t {
                        taps.of(i)[k]
                    } * in[static_cast<std::size_t>(taps.runs[i].first + k) * kChannels + channel];
                QCOMPARE(out[i * kChannels + channel], rounded(sum));
            }
        }
    }
}

void TestResampleRows::rowsAreCombined()
{
    QFETCH(qlonglong, target);
    choose(target);
    std::mt19937 random(2);
    for (const std::size_t rowBytes : { 3U, 15U, 48U, 672U, 677U }) {
        for (const int count : { 1, 2, 7, 40 }) {
            const Taps taps = makeTaps(random, count, 1, count);
            const auto rows = makeBytes(random, rowBytes * static_cast<std::size_t>(count));
            std::vector<std::uint8_t> out(rowBytes + 1, 77);
            combineRows(rows.data(), rowBytes, taps.of(0), taps.runs[0].count, out.data());
            QCOMPARE(out.back(), std::uint8_t { 77 });
            for (std::size_t x = 0; x < rowBytes; ++x) {
                std::int64_t sum = 0;
                for (int k = 0; k < taps.runs[0].count; ++k)
                    sum += std::int64_t { taps.of(0)[k] }
                        * rows[static_cast<std::size_t>(k) * rowBytes + x];
                QCOMPARE(out[x], rounded(sum));
            }
        }
    }
}

QTEST_APPLESS_MAIN(TestResampleRows)
#include "tst_resample_rows.moc"

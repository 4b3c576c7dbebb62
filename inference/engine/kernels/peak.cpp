#include "engine/kernels/peak.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/peak.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "base/stopwatch.h"

#include <omp.h>

#include <algorithm>
#include <array>

HWY_BEFORE_NAMESPACE();
namespace netlens::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Operations of one call of multiplyAdds().
double operations(int rounds)
{
    constexpr int kChains = 12;
    return 2.0 * kChains * rounds * static_cast<double>(hn::Lanes(hn::ScalableTag<float>()));
}

/// Twelve chains of multiply-adds: enough to hide the latency of two units. Returns something that
/// depends on all of them.
float multiplyAdds(int rounds)
{
    const hn::ScalableTag<float> tag;
    const auto factor = hn::Set(tag, 0.9999F);
    const auto term = hn::Set(tag, 0.0001F);
    // All different: equal chains would be computed once.
    auto a = hn::Set(tag, 1.00F), b = hn::Set(tag, 1.01F), c = hn::Set(tag, 1.02F);
    auto d = hn::Set(tag, 1.03F), e = hn::Set(tag, 1.04F), f = hn::Set(tag, 1.05F);
    auto g = hn::Set(tag, 1.06F), h = hn::Set(tag, 1.07F), i = hn::Set(tag, 1.08F);
    auto j = hn::Set(tag, 1.09F), k = hn::Set(tag, 1.10F), l = hn::Set(tag, 1.11F);
    for (int round = 0; round < rounds; ++round) {
        a = hn::MulAdd(a, factor, term);
        b = hn::MulAdd(b, factor, term);
        c = hn::MulAdd(c, factor, term);
        d = hn::MulAdd(d, factor, term);
        e = hn::MulAdd(e, factor, term);
        f = hn::MulAdd(f, factor, term);
        g = hn::MulAdd(g, factor, term);
        h = hn::MulAdd(h, factor, term);
        i = hn::MulAdd(i, factor, term);
        j = hn::MulAdd(j, factor, term);
        k = hn::MulAdd(k, factor, term);
        l = hn::MulAdd(l, factor, term);
    }
    a = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, d)), hn::Add(hn::Add(e, f), hn::Add(g, h)));
    return hn::GetLane(hn::Add(a, hn::Add(hn::Add(i, j), hn::Add(k, l))));
}

} // namespace netlens::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace netlens {

namespace {

    HWY_EXPORT(operations);
    HWY_EXPORT(multiplyAdds);

} // namespace

double measurePeakGflops(int threads)
{
    constexpr int kRounds = 100'000;
    constexpr int kTries = 8;
    double best = 0;
    float sink = 0;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        Stopwatch watch;
#pragma omp parallel num_threads(threads) reduction(+ : sink)
        sink += HWY_DYNAMIC_DISPATCH(multiplyAdds)(kRounds);
        const double gflop = threads * HWY_DYNAMIC_DISPATCH(operations)(kRounds) * 1e-9;
        best = std::max(best, gflop / (watch.lapMs() * 1e-3));
    }
    // Used, so that the work is not left out.
    return sink > 0 ? best : 0;
}

} // namespace netlens
#endif

#include "engine/kernels/kernel_set.h"

// Highway includes this file once for every instruction set worth having and picks one at run time.
// SSSE3 would add nothing to SSE4.1 but code.
#define HWY_DISABLED_TARGETS HWY_SSSE3
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/kernel_set.cpp"
#include <hwy/foreach_target.h>

#include "engine/kernels/depthwise-inl.h"
#include "engine/kernels/tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace netlens::HWY_NAMESPACE {

void add(const float* from, std::span<float> to)
{
    std::size_t i = 0;
    for (; i + kLanes <= to.size(); i += kLanes)
        hn::StoreU(hn::Add(hn::LoadU(kTag, to.data() + i), hn::LoadU(kTag, from + i)), kTag,
            to.data() + i);
    for (; i < to.size(); ++i)
        to[i] += from[i];
}

KernelSet kernels()
{
    return { hwy::TargetName(HWY_TARGET), kLanes, kHasTails ? kLanes / 2 : kLanes, kPanelVectors,
        multiply, depthwise, add };
}

} // namespace netlens::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace netlens {

namespace {

    HWY_EXPORT(kernels);

} // namespace

const KernelSet& bestKernels()
{
    static const KernelSet best = HWY_DYNAMIC_DISPATCH(kernels)();
    return best;
}

std::vector<KernelSet> allKernels()
{
    std::vector<KernelSet> all;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        all.push_back(HWY_DYNAMIC_DISPATCH(kernels)());
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    return all;
}

} // namespace netlens
#endif

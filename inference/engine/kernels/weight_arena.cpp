#include "engine/kernels/weight_arena.h"

#include <algorithm>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace netlens {

namespace {

    constexpr std::size_t kHugePage = std::size_t { 2 } << 20;
    // All of MobileNetV2 1.0 fits; what is not taken is never touched and costs nothing.
    constexpr std::size_t kChunk = 8 * kHugePage;
    constexpr std::size_t kAlignedFloats = 64 / sizeof(float);

    std::size_t roundedUp(std::size_t value, std::size_t step)
    {
        return (value + step - 1) / step * step;
    }

} // namespace

float* WeightArena::take(std::size_t count)
{
    count = roundedUp(count, kAlignedFloats);
    if (count > m_left) {
        const std::size_t bytes = roundedUp(std::max(kChunk, count * sizeof(float)), kHugePage);
        m_chunks.emplace_back(static_cast<float*>(std::aligned_alloc(kHugePage, bytes)));
        if (m_chunks.back() == nullptr)
            throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
        madvise(m_chunks.back().get(), bytes, MADV_HUGEPAGE); // a wish; nothing depends on it
#endif
        m_next = m_chunks.back().get();
        m_left = bytes / sizeof(float);
    }
    float* const taken = m_next;
    m_next += count;
    m_left -= count;
    m_taken += count;
    return taken;
}

} // namespace netlens

#include "engine/kernels/weight_arena.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <stdexcept>

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

WeightArena WeightArena::again() const
{
    WeightArena same;
    same.m_chunks = m_chunks;
    same.m_isFilled = true;
    return same;
}

float* WeightArena::advance(std::size_t count)
{
    count = roundedUp(count, kAlignedFloats);
    if (count > m_left) {
        if (m_opened == m_chunks.size()) {
            if (m_isFilled)
                throw std::logic_error("a twin's weights are not the original's");
            m_chunks.push_back(allocate(count));
        }
        m_next = m_chunks[m_opened].data.get();
        m_left = m_chunks[m_opened].floats;
        ++m_opened;
    }
    float* const place = m_next;
    m_next += count;
    m_left -= count;
    m_filled += m_isFilled ? 0 : count;
    return place;
}

WeightArena::Chunk WeightArena::allocate(std::size_t count)
{
    const std::size_t bytes = roundedUp(std::max(kChunk, count * sizeof(float)), kHugePage);
    auto* const data = static_cast<float*>(std::aligned_alloc(kHugePage, bytes));
    if (data == nullptr)
        throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    madvise(data, bytes, MADV_HUGEPAGE); // a wish; nothing depends on it
#endif
    return { { data, std::free }, bytes / sizeof(float) };
}

} // namespace netlens

#pragma once

#include "engine/memory_plan.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace netlens {

/// 64-byte aligned floats, zeroed so that a run on an unfilled input is defined.
class FloatBlock {
public:
    FloatBlock() = default;
    explicit FloatBlock(std::size_t bytes)
        : m_data(static_cast<float*>(std::aligned_alloc(MemoryPlan::kAlignment,
            (bytes + MemoryPlan::kAlignment - 1) / MemoryPlan::kAlignment
                * MemoryPlan::kAlignment)))
    {
        if (m_data == nullptr)
            throw std::bad_alloc();
        std::fill_n(m_data.get(), bytes / sizeof(float), 0.0F);
    }
    float* at(std::size_t byteOffset) const { return m_data.get() + byteOffset / sizeof(float); }

private:
    struct Free {
        void operator()(float* data) const { std::free(data); }
    };
    std::unique_ptr<float, Free> m_data;
};

} // namespace netlens

#pragma once

#include "base/result.h"
#include "engine/float_block.h"
#include "engine/low_operations.h"
#include "engine/memory_plan.h"
#include "engine/network.h"
#include "engine/plan.h"

#include <cstddef>
#include <span>
#include <vector>

namespace netlens {

/// What a network computes, and where in one block of memory the values lie that its steps hand on.
class NetworkValues {
public:
    /// @param taps layers whose values stay readable. Errors: OutOfMemory; also std::bad_alloc.
    static Result<NetworkValues> make(
        Architecture architecture, const NetworkOptions& options, const std::vector<int>& taps);

    const Architecture& architecture() const { return m_architecture; }
    const Plan& plan() const { return m_plan; }
    int batch() const { return m_batch; }
    std::size_t bytes() const { return m_memory.total; }

    /// Of the layer with a value's shape.
    const LayerSpec& layerOf(int value) const;
    MapShape shapeOf(int value) const;
    /// As Keras has it: (N, C) behind a pooling, (N, H, W, C) before.
    Shape kerasShapeOf(int value) const;
    /// @pre the value is float32, as all are that any but a convolution or conversion touches.
    std::span<float> at(int value) const;
    FormattedValue formatted(int value) const;

private:
    NetworkValues(Architecture architecture, int batch);
    Result<void> allocate();

    Architecture m_architecture;
    int m_batch;
    Plan m_plan;
    MemoryPlan m_memory;
    FloatBlock m_block;
};

} // namespace netlens

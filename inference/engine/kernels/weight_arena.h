#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <vector>

namespace netlens {

/// Memory for packed weights, handed out front to back: weights lie in the order in which a network
/// reads them, so that reading ahead of one step fetches the next step's. Huge pages where the
/// system has them. What is handed out lives as long as the arena.
class WeightArena {
public:
    /// Floats to be written by the caller, aligned to 64 bytes. Throws std::bad_alloc.
    float* take(std::size_t count);
    /// Where the next ones will most likely lie.
    const float* next() const { return m_next; }
    std::size_t bytes() const { return m_taken * sizeof(float); }

private:
    struct Free {
        void operator()(float* data) const { std::free(data); }
    };
    std::vector<std::unique_ptr<float, Free>> m_chunks;
    float* m_next = nullptr;
    std::size_t m_left = 0; ///< floats of the last chunk
    std::size_t m_taken = 0;
};

} // namespace netlens

#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace netlens {

/// Memory for packed weights, handed out front to back: weights lie in the order in which a network
/// reads them, so that reading ahead of one step fetches the next step's. Huge pages where the
/// system has them. What is handed out lives as long as the arena and those that hand it out again.
class WeightArena {
public:
    /// Floats aligned to 64 bytes, as fill(float*) wrote them. Throws std::bad_alloc.
    template <typename Fill> const float* take(std::size_t count, const Fill& fill)
    {
        float* const place = advance(count);
        if (!m_isFilled)
            fill(place);
        return place;
    }
    /// One that hands out the same places in the same order, and fills nothing: for whoever takes
    /// exactly what was taken of this one.
    WeightArena again() const;
    /// Where the next ones will most likely lie.
    const float* next() const { return m_next; }
    /// Of what it filled itself.
    std::size_t bytes() const { return m_filled * sizeof(float); }

private:
    struct Chunk {
        std::shared_ptr<float> data;
        std::size_t floats;
    };

    float* advance(std::size_t count);
    static Chunk allocate(std::size_t count);

    std::vector<Chunk> m_chunks;
    std::size_t m_opened = 0; ///< chunks
    float* m_next = nullptr;
    std::size_t m_left = 0; ///< floats of the chunk opened last
    std::size_t m_filled = 0; ///< floats
    bool m_isFilled = false;
};

} // namespace netlens

#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace netlens {

struct Size {
    int width = 0;
    int height = 0;

    friend bool operator==(const Size&, const Size&) = default;
};

/// A rectangle in pixels; fractional because the fit rules round sides, not corners.
struct RectF {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    friend bool operator==(const RectF&, const RectF&) = default;
};

/// An immutable RGB picture, 8 bits a channel, rows packed (stride = 3 · width).
/// Copies share the pixels, so an Image may cross threads freely.
class Image {
public:
    static constexpr int kChannels = 3;

    Image() = default;
    /// @pre rgb.size() == 3 · size.width · size.height
    Image(Size size, std::vector<std::uint8_t> rgb)
        : m_size(size)
        , m_rgb(std::make_shared<const std::vector<std::uint8_t>>(std::move(rgb)))
    {
        assert(m_rgb->size()
            == static_cast<std::size_t>(kChannels) * static_cast<std::size_t>(size.width)
                * static_cast<std::size_t>(size.height));
    }

    bool isNull() const { return !m_rgb; }
    Size size() const { return m_size; }
    int width() const { return m_size.width; }
    int height() const { return m_size.height; }
    std::span<const std::uint8_t> pixels() const
    {
        return m_rgb ? std::span<const std::uint8_t>(*m_rgb) : std::span<const std::uint8_t> {};
    }
    const std::uint8_t* row(int y) const
    {
        return m_rgb->data()
            + static_cast<std::size_t>(y) * kChannels * static_cast<std::size_t>(m_size.width);
    }

private:
    Size m_size;
    std::shared_ptr<const std::vector<std::uint8_t>> m_rgb;
};

} // namespace netlens

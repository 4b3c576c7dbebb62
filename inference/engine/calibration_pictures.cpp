#include "engine/calibration_pictures.h"

#include "engine/range_meter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>

namespace netlens {

namespace {

    constexpr int kPictures = 8;

    // The standard's distributions may differ between libraries; the engine may not.
    class Dice {
    public:
        explicit Dice(int seed)
            : m_engine(static_cast<std::uint32_t>(seed) + 1)
        {
            m_engine.discard(16);
        }
        /// Evenly in [low, high).
        float between(float low, float high)
        {
            return low + (high - low) * static_cast<float>(m_engine() >> 8U) * 0x1p-24F;
        }
        int below(int count) { return static_cast<int>(between(0, static_cast<float>(count))); }

    private:
        std::mt19937 m_engine;
    };

    class Painting {
    public:
        Painting(int number, int height, int width, int channels)
            : m_dice(number)
            , m_height(height)
            , m_width(width)
            , m_channels(static_cast<std::size_t>(channels))
            , m_values(
                  static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * m_channels)
        {
        }

        std::vector<float> run() &&
        {
            paintLight();
            const int shapes = 3 + m_dice.below(20);
            for (int i = 0; i < shapes; ++i)
                paintShape();
            paintNoise();
            for (float& value : m_values)
                value = std::clamp(value, -1.0F, 1.0F);
            return std::move(m_values);
        }

    private:
        std::vector<float> colour()
        {
            const float grey = m_dice.between(-1, 1);
            const float saturation = m_dice.between(0, 1);
            std::vector<float> values(m_channels);
            for (float& value : values)
                value = std::clamp(grey + saturation * m_dice.between(-1, 1), -1.0F, 1.0F);
            return values;
        }

        /// The part of the picture from (left, top) to (right, bottom), in shares of its sides.
        /// @param cover how much of the colour is seen at a point of it, 0 … 1
        struct Box {
            float left = 0;
            float top = 0;
            float right = 1;
            float bottom = 1;
        };
        template <typename Cover>
        void paint(const Box& box, const std::vector<float>& colour, Cover cover)
        {
            const auto pixels = [](float share, int side) {
                return std::clamp(static_cast<int>(share * static_cast<float>(side)), 0, side);
            };
            const int left = pixels(box.left, m_width);
            const int right = pixels(box.right, m_width);
            for (int y = pixels(box.top, m_height); y < pixels(box.bottom, m_height); ++y) {
                float* pixel = row(y) + static_cast<std::size_t>(left) * m_channels;
                for (int x = left; x < right; ++x, pixel += m_channels) {
                    const float share
                        = cover((static_cast<float>(x) + 0.5F) / static_cast<float>(m_width),
                            (static_cast<float>(y) + 0.5F) / static_cast<float>(m_height));
                    for (std::size_t c = 0; c < m_channels; ++c)
                        pixel[c] += share * (colour[c] - pixel[c]);
                }
            }
        }

        float* row(int y)
        {
            return m_values.data()
                + static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) * m_channels;
        }

        void paintLight()
        {
            paint({}, colour(), [](float, float) { return 1.0F; });
            const float angle = m_dice.between(0, 2 * std::numbers::pi_v<float>);
            paint({}, colour(), [=](float x, float y) {
                return std::clamp(
                    0.5F + std::cos(angle) * (x - 0.5F) + std::sin(angle) * (y - 0.5F), 0.0F, 1.0F);
            });
        }

        void paintShape()
        {
            const float angle = m_dice.between(0, std::numbers::pi_v<float>);
            const float across = std::cos(angle);
            const float along = std::sin(angle);
            const float centreX = m_dice.between(0, 1);
            const float centreY = m_dice.between(0, 1);
            const float size = std::exp(m_dice.between(std::log(0.03F), std::log(0.6F)));
            const float slim = m_dice.between(0.2F, 1);
            const float edge = m_dice.below(2) == 0 ? 0.02F : m_dice.between(0.02F, 1);
            const float stripes = m_dice.below(3) == 0 ? m_dice.between(10, 150) : 0.0F;
            const bool isBox = m_dice.below(2) == 0;
            const float reach = 1.5F * size;
            const Box box { centreX - reach, centreY - reach, centreX + reach, centreY + reach };
            paint(box, colour(), [=](float x, float y) {
                const float u = (across * (x - centreX) + along * (y - centreY)) / size;
                const float v = (across * (y - centreY) - along * (x - centreX)) / (size * slim);
                const float distance
                    = isBox ? std::max(std::abs(u), std::abs(v)) : std::sqrt(u * u + v * v);
                const float inside = std::clamp((1 - distance) / edge, 0.0F, 1.0F);
                return stripes > 0 && inside > 0
                    ? inside * (0.5F + 0.5F * std::sin(stripes * u * size))
                    : inside;
            });
        }

        /// Octaves of grids, bilinearly between their points: less the finer they are.
        void paintNoise()
        {
            const float strength = m_dice.between(0, 0.5F);
            const float falloff = m_dice.between(0.4F, 1);
            float amplitude = strength;
            for (int cells = 4; cells <= 128; cells *= 2, amplitude *= falloff)
                addOctave(cells, amplitude);
        }

        void addOctave(int cells, float amplitude)
        {
            const auto side = static_cast<std::size_t>(cells) + 2;
            std::vector<float> grid(side * side * m_channels);
            for (std::size_t node = 0; node < grid.size(); node += m_channels) {
                const float common = m_dice.between(-1, 1);
                for (std::size_t c = 0; c < m_channels; ++c)
                    grid[node + c] = amplitude * (common + 0.3F * m_dice.between(-1, 1));
            }
            float* pixel = m_values.data();
            for (int y = 0; y < m_height; ++y) {
                const float gridY = static_cast<float>(y * cells) / static_cast<float>(m_height);
                const auto top = static_cast<std::size_t>(gridY);
                const float down = gridY - static_cast<float>(top);
                for (int x = 0; x < m_width; ++x) {
                    const float gridX = static_cast<float>(x * cells) / static_cast<float>(m_width);
                    const auto left = static_cast<std::size_t>(gridX);
                    const float right = gridX - static_cast<float>(left);
                    const float* corner = &grid[(top * side + left) * m_channels];
                    const float* below = corner + side * m_channels;
                    for (std::size_t c = 0; c < m_channels; ++c)
                        *pixel++ += (1 - down)
                                * ((1 - right) * corner[c] + right * corner[m_channels + c])
                            + down * ((1 - right) * below[c] + right * below[m_channels + c]);
                }
            }
        }

        Dice m_dice;
        int m_height;
        int m_width;
        std::size_t m_channels;
        std::vector<float> m_values;
    };

} // namespace

std::vector<float> drawCalibrationPicture(int number, int height, int width, int channels)
{
    return Painting(number, height, width, channels).run();
}

Architecture calibrationTable(const Architecture& architecture, int largestSide)
{
    Config config = architecture.config;
    for (int* side : { &config.input.height, &config.input.width })
        *side = *side == InputShape::kDynamic ? kDrawnSide : std::min(*side, largestSide);
    return describe(config);
}

Result<ActivationRanges> measureRanges(
    const Architecture& architecture, const SharedWeights& weights)
{
    const Architecture table = calibrationTable(architecture, kDrawnSide);
    auto meter = RangeMeter::create(table, weights);
    if (!meter)
        return meter.error();
    const Config& config = table.config;
    for (int number = 0; number < kPictures; ++number) {
        std::ranges::copy(drawCalibrationPicture(number, config.input.height, config.input.width,
                              config.input.channels),
            meter->input().begin());
        if (config.takesRawPixels())
            for (float& value : meter->input())
                value = (value + 1) * 127.5F;
        meter->measure();
    }
    return meter->ranges();
}

} // namespace netlens

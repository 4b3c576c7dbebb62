#include "camera.h"

#include <algorithm>
#include <cmath>

namespace netlens::drawings {

namespace {

    void addLight(Canvas& canvas, const Camera& camera, Random& random)
    {
        const double angle = random.between(0, 2 * kPi);
        const double edge = random.between(-0.3, 0.3);
        const double softness = random.between(0.04, 0.9);
        const int side = canvas.side();
        for (int y = 0; y < side; ++y) {
            const double v = (y + 0.5) / side - 0.5;
            float* pixel = canvas.row(y);
            for (int x = 0; x < side; ++x, pixel += 3) {
                const double u = (x + 0.5) / side - 0.5;
                const double across = u * std::cos(angle) + v * std::sin(angle);
                const double dark = std::clamp((across - edge) / softness + 0.5, 0.0, 1.0);
                const double light = camera.exposure * (1 - camera.shadow * dark)
                    * (1 - camera.vignette * (u * u + v * v) * 1.6);
                for (std::size_t c = 0; c < 3; ++c) {
                    const double value = std::clamp(
                        static_cast<double>(pixel[c]) * light * camera.tint[c], 0.0, 255.0);
                    pixel[c] = static_cast<float>(value);
                }
            }
        }
    }

    void addGamma(Canvas& canvas, double gamma)
    {
        std::array<float, 257> table {};
        for (std::size_t i = 0; i < table.size(); ++i)
            table[i] = static_cast<float>(255 * std::pow(static_cast<double>(i) / 255, gamma));
        for (float& value : canvas.values()) {
            const float v = std::clamp(value, 0.0F, 255.0F);
            const auto i = static_cast<std::size_t>(v);
            value = table[i] + (table[i + 1] - table[i]) * (v - static_cast<float>(i));
        }
    }

    void addSensorNoise(Canvas& canvas, double sigma, Random& random)
    {
        // The sum of four bytes: standard deviation 147.8, near enough to a bell.
        const auto scale = static_cast<float>(sigma / 147.8);
        const auto draw = [](std::uint64_t bits) {
            const std::uint64_t sum = (bits & 255U) + ((bits >> 8U) & 255U) + ((bits >> 16U) & 255U)
                + (bits >> 24U & 255U);
            return static_cast<float>(sum) - 510;
        };
        auto& values = canvas.values();
        for (std::size_t i = 0; i + 2 < values.size(); i += 3) {
            const std::uint64_t bits = random.next();
            const float common = draw(bits) * scale;
            const float own = draw(bits >> 32U) * scale * 0.5F;
            values[i] += common + own;
            values[i + 1] += common - own * 0.5F;
            values[i + 2] += common - own;
        }
    }

    /// One pass of a box blur along lines of `count` pixels, `stride` floats apart.
    void boxLine(float* line, std::size_t count, std::size_t stride, int radius, float edge,
        std::vector<float>& buffer)
    {
        const auto reach = static_cast<std::size_t>(radius) + 1;
        buffer.resize(count + 2 * reach);
        for (std::size_t i = 0; i < buffer.size(); ++i)
            buffer[i] = line[std::clamp<std::size_t>(i, reach, count + reach - 1) * stride
                - reach * stride];
        const float norm = 1 / (static_cast<float>(2 * radius + 1) + 2 * edge);
        float sum = 0;
        for (std::size_t i = 1; i < 2 * reach; ++i)
            sum += buffer[i];
        for (std::size_t i = 0; i < count; ++i) {
            line[i * stride] = (sum + edge * (buffer[i] + buffer[i + 2 * reach])) * norm;
            if (i + 1 < count)
                sum += buffer[i + 2 * reach] - buffer[i + 1];
        }
    }

} // namespace

void blur(Canvas& canvas, double sigmaPixels)
{
    // Three boxes of fractional width make a bell of this variance.
    const double width = std::sqrt(4 * sigmaPixels * sigmaPixels + 1);
    const int radius = static_cast<int>((width - 1) / 2);
    const auto edge = static_cast<float>((width - 2 * radius - 1) / 2);
    const auto side = static_cast<std::size_t>(canvas.side());
    std::vector<float> buffer;
    float* values = canvas.values().data();
    for (int pass = 0; pass < 3; ++pass) {
        for (std::size_t i = 0; i < side; ++i) {
            for (std::size_t c = 0; c < 3; ++c) {
                boxLine(values + i * side * 3 + c, side, 3, radius, edge, buffer);
                boxLine(values + i * 3 + c, side, side * 3, radius, edge, buffer);
            }
        }
    }
}

Camera anyCamera(double harshness, Random& random)
{
    Camera camera;
    camera.noise = harshness * random.between(0, 11);
    camera.jpegQuality
        = random.chance(0.5) ? static_cast<int>(95 - harshness * 60 * random.unit()) : 0;
    camera.shadow = harshness * (random.chance(0.5) ? random.between(0, 0.45) : 0.0);
    camera.vignette = harshness * (random.chance(0.4) ? random.unit() * 0.7 : 0.0);
    camera.exposure = 1 + harshness * random.between(-0.3, 0.15);
    camera.gamma = std::exp(harshness * random.between(-0.3, 0.3));
    for (double& channel : camera.tint)
        channel = 1 + harshness * random.between(-0.1, 0.1);
    return camera;
}

void photograph(Canvas& canvas, const Camera& camera, Random random)
{
    addLight(canvas, camera, random);
    if (camera.blur * canvas.side() > 0.15)
        blur(canvas, camera.blur * canvas.side());
    addGamma(canvas, camera.gamma);
    if (camera.noise > 0.3)
        addSensorNoise(canvas, camera.noise, random);
    if (camera.jpegQuality > 0)
        compress(canvas, camera.jpegQuality);
}

} // namespace netlens::drawings

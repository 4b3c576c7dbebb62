#include "engine/plain_operations.h"

#include "engine/activation_function.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace netlens {

namespace {

    /// An Operation around a function object that has everything bound.
    template <typename F> class Plain final : public Operation {
    public:
        Plain(std::string_view name, F function)
            : m_name(name)
            , m_function(std::move(function))
        {
        }
        void run() override { m_function(); }
        std::string implementation() const override { return std::string(m_name); }

    private:
        std::string_view m_name;
        F m_function;
    };

    template <typename F> OwnedOperation plain(std::string_view name, F function)
    {
        return std::make_unique<Plain<F>>(name, std::move(function));
    }

    /// Folds all cells of each picture into one value a channel, starting from the first cell.
    template <typename Combine>
    void poolCells(
        std::span<const float> in, const MapShape& shape, std::span<float> out, Combine combine)
    {
        const std::size_t channels = shape.channels;
        for (std::size_t n = 0; n < shape.batch; ++n) {
            const float* cell = in.data() + n * shape.cells() * channels;
            float* pooled = out.data() + n * channels;
            std::copy_n(cell, channels, pooled);
            for (std::size_t i = 1; i < shape.cells(); ++i) {
                cell += channels;
                for (std::size_t c = 0; c < channels; ++c)
                    pooled[c] = combine(pooled[c], cell[c]);
            }
        }
    }

} // namespace

OwnedOperation makeScaleShift(
    std::span<const float> in, std::span<float> out, ScaleShift parameters)
{
    return plain("scale and shift", [in, out, p = std::move(parameters)] {
        const std::size_t channels = p.scale.size();
        for (std::size_t cell = 0; cell < in.size(); cell += channels)
            for (std::size_t c = 0; c < channels; ++c)
                out[cell + c] = in[cell + c] * p.scale[c] + p.shift[c];
    });
}

OwnedOperation makeRelu6(std::span<const float> in, std::span<float> out)
{
    return plain("relu6", [in, out] {
        std::ranges::transform(in, out.begin(), [](float x) { return std::clamp(x, 0.0F, 6.0F); });
    });
}

OwnedOperation makeAdd(std::span<const float> a, std::span<const float> b, std::span<float> out)
{
    return plain("add", [a, b, out] { std::ranges::transform(a, b, out.begin(), std::plus<>()); });
}

OwnedOperation makeZeroPadding(
    std::span<const float> in, MapShape inShape, std::span<float> out, Padding padding)
{
    return plain("zero padding", [in, inShape, out, padding] {
        const std::size_t row = inShape.width * inShape.channels;
        const auto left = static_cast<std::size_t>(padding.left) * inShape.channels;
        const auto right = static_cast<std::size_t>(padding.right) * inShape.channels;
        const std::size_t outRow = left + row + right;
        const auto top = static_cast<std::size_t>(padding.top) * outRow;
        const std::size_t outPicture
            = top + (inShape.height + static_cast<std::size_t>(padding.bottom)) * outRow;
        std::ranges::fill(out, 0.0F);
        for (std::size_t n = 0; n < inShape.batch; ++n)
            for (std::size_t y = 0; y < inShape.height; ++y)
                std::copy_n(in.data() + (n * inShape.height + y) * row, row,
                    out.data() + n * outPicture + top + y * outRow + left);
    });
}

OwnedOperation makeGlobalAverage(std::span<const float> in, MapShape inShape, std::span<float> out)
{
    return plain("global average", [in, inShape, out] {
        poolCells(in, inShape, out, std::plus<>());
        const auto cells = static_cast<float>(inShape.cells());
        for (float& value : out)
            value /= cells;
    });
}

OwnedOperation makeGlobalMax(std::span<const float> in, MapShape inShape, std::span<float> out)
{
    return plain("global max", [in, inShape, out] {
        poolCells(in, inShape, out, [](float a, float b) { return std::max(a, b); });
    });
}

OwnedOperation makeCopy(std::span<const float> in, std::span<float> out)
{
    return plain("copy", [in, out] { std::ranges::copy(in, out.begin()); });
}

OwnedOperation makeActivation(
    Activation activation, std::span<const float> in, std::span<float> out, std::size_t width)
{
    return plain(activationName(activation), [=] { applyActivation(activation, in, out, width); });
}

} // namespace netlens

#include "weights/tensor_reading.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>

namespace netlens {

namespace {

    bool allFinite(const std::vector<float>& values)
    {
        // The largest exponent decides; an integer maximum runs at memory speed.
        std::uint32_t largest = 0;
        for (const float value : values)
            largest = std::max(largest, std::bit_cast<std::uint32_t>(value) & 0x7fffffffU);
        return largest <= std::bit_cast<std::uint32_t>(std::numeric_limits<float>::max());
    }

    void rotate180(Tensor& kernel)
    {
        const auto window = static_cast<std::size_t>(kernel.shape[0] * kernel.shape[1]);
        const std::size_t block = kernel.values.size() / window;
        for (std::size_t i = 0; i < window / 2; ++i) {
            const auto front = kernel.values.begin() + static_cast<std::ptrdiff_t>(i * block);
            const auto back
                = kernel.values.begin() + static_cast<std::ptrdiff_t>((window - 1 - i) * block);
            std::swap_ranges(front, front + static_cast<std::ptrdiff_t>(block), back);
        }
    }

    /// @param epsilon what batch normalization adds before the root: slightly negative variances,
    /// as rounding leaves them, are harmless. Nothing for what is no variance.
    void checkValues(const Tensor& tensor, const std::string& name, std::optional<float> epsilon,
        std::vector<std::string>& unsound)
    {
        if (!allFinite(tensor.values))
            unsound.push_back(name + " holds NaN or infinity");
        else if (epsilon
            && std::ranges::any_of(tensor.values, [epsilon](float v) { return v + *epsilon <= 0; }))
            unsound.push_back(name + " is negative");
    }

} // namespace

Result<std::vector<Tensor>> readTensors(
    const LayerMatch& match, bool rotateKernels, std::vector<std::string>& unsound)
{
    std::vector<Tensor> tensors;
    for (std::size_t i = 0; i < match.tensors.size(); ++i) {
        const StoredTensor& stored = *match.tensors[i];
        auto values = stored.data.read();
        if (!values)
            return makeError(
                values.error().code, {}, match.storedName + ": " + values.error().detail);
        Tensor tensor { stored.data.shape(), std::move(*values) };
        const bool isVariance = match.layer->weights[i].name == "moving_variance";
        checkValues(tensor, match.storedName + "/" + match.layer->weights[i].name,
            isVariance ? std::optional(static_cast<float>(match.layer->epsilon)) : std::nullopt,
            unsound);
        if (rotateKernels && match.layer->kind == LayerKind::Conv2D)
            rotate180(tensor);
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

} // namespace netlens

#include "engine/folded_convolution.h"

#include <cmath>
#include <cstddef>

namespace netlens {

ScaleShift scaleShift(const WeightSet& weights, const LayerSpec& norm)
{
    const std::vector<Tensor>& tensors = weights.of(norm.name);
    const std::vector<float>& gamma = tensors[0].values;
    const std::vector<float>& beta = tensors[1].values;
    const std::vector<float>& mean = tensors[2].values;
    const std::vector<float>& variance = tensors[3].values;

    ScaleShift result { std::vector<float>(gamma.size()), std::vector<float>(gamma.size()) };
    for (std::size_t c = 0; c < gamma.size(); ++c) {
        const double scale = double { gamma[c] } / std::sqrt(double { variance[c] } + norm.epsilon);
        result.scale[c] = static_cast<float>(scale);
        result.shift[c] = static_cast<float>(double { beta[c] } - double { mean[c] } * scale);
    }
    return result;
}

ScaleShift scaleShift(const LayerSpec& rescaling)
{
    const auto channels = static_cast<std::size_t>(rescaling.channels);
    const auto perChannel = [&](const std::vector<double>& values) {
        std::vector<float> all(channels);
        for (std::size_t c = 0; c < channels; ++c)
            all[c] = static_cast<float>(values.size() == 1 ? values[0] : values[c]);
        return all;
    };
    return { perChannel(rescaling.scale), perChannel(rescaling.offset) };
}

FoldedConvolution foldBatchNorm(
    const WeightSet& weights, const LayerSpec& convolution, const LayerSpec* norm)
{
    FoldedConvolution folded { weights.of(convolution.name)[0].values, {} };
    if (norm == nullptr)
        return folded;
    ScaleShift norms = scaleShift(weights, *norm);
    // Both kernel layouts end in the output channel (HWC1's last axis has one element).
    const std::size_t channels = norms.scale.size();
    for (std::size_t row = 0; row < folded.kernel.size(); row += channels)
        for (std::size_t c = 0; c < channels; ++c)
            folded.kernel[row + c] *= norms.scale[c];
    folded.bias = std::move(norms.shift);
    return folded;
}

} // namespace netlens

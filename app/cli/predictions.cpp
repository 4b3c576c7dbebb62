#include "app/cli/predictions.h"

#include "model/top_k.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace netlens::cli {

std::vector<float> probabilities(std::vector<float> outputs, Activation activation)
{
    if (activation != Activation::Linear || outputs.empty())
        return outputs;
    const float largest = std::ranges::max(outputs);
    for (float& value : outputs)
        value = std::exp(value - largest);
    const double sum = std::accumulate(outputs.begin(), outputs.end(), 0.0);
    for (float& value : outputs)
        value = static_cast<float>(value / sum);
    return outputs;
}

std::vector<Prediction> bestPredictions(
    const Recognition& recognition, Activation activation, int k)
{
    const std::vector<float> chances = probabilities(recognition.output.values, activation);
    std::vector<Prediction> predictions;
    for (const int index : rankClasses(recognition.output.values, recognition.logits, k)) {
        const auto position = static_cast<std::size_t>(index);
        const ClassLabel& label = (*recognition.labels)[position];
        predictions.push_back({ static_cast<int>(predictions.size()) + 1, index, label.id,
            label.name, chances[position], recognition.logits[position] });
    }
    return predictions;
}

} // namespace netlens::cli

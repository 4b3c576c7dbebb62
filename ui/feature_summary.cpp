#include "ui/feature_summary.h"

#include "model/top_k.h"

#include <algorithm>
#include <numeric>

namespace netlens {

namespace {

    std::vector<float> channelMeans(const Tensor& features)
    {
        const auto channels = static_cast<std::size_t>(features.shape.back());
        const std::size_t cells = features.values.size() / channels;
        std::vector<double> sums(channels);
        for (std::size_t i = 0; i < features.values.size(); ++i)
            sums[i % channels] += features.values[i];
        std::vector<float> means(channels);
        std::ranges::transform(sums, means.begin(),
            [cells](double sum) { return static_cast<float>(sum / static_cast<double>(cells)); });
        return means;
    }

} // namespace

FeatureSummary summarise(const Tensor& features, int strongestCount)
{
    FeatureSummary summary;
    summary.shape = features.shape;
    const std::vector<float>& values = features.values;
    if (values.empty() || features.shape.empty())
        return summary;
    const auto [low, high] = std::ranges::minmax_element(values);
    summary.minimum = *low;
    summary.maximum = *high;
    const auto count = static_cast<double>(values.size());
    summary.mean = static_cast<float>(std::accumulate(values.begin(), values.end(), 0.0) / count);
    const auto share = [&](float wanted) {
        return static_cast<double>(std::ranges::count(values, wanted)) / count;
    };
    summary.zeroShare = share(0.0F);
    summary.saturatedShare = share(6.0F);
    summary.channels = channelMeans(features);

    const int channels = static_cast<int>(features.shape.back());
    const int columns = summary.isMap() ? static_cast<int>(features.shape[1]) : 1;
    for (const int at : topK(values, strongestCount)) {
        FeatureSummary::Activation activation;
        activation.channel = at % channels;
        if (summary.isMap()) {
            activation.row = at / channels / columns;
            activation.column = at / channels % columns;
        }
        activation.value = values[static_cast<std::size_t>(at)];
        summary.strongest.push_back(activation);
    }
    return summary;
}

} // namespace netlens

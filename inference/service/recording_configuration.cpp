#include "service/recording_configuration.h"

#include "model/precision.h"

#include <array>
#include <cstdio>

namespace netlens {

namespace {

    std::string numberText(double value)
    {
        std::array<char, 32> text {};
        std::snprintf(text.data(), text.size(), "%.6g", value);
        return text.data();
    }

    std::string weightsText(const ModelState& model)
    {
        switch (model.request.weights.kind) {
        case WeightsChoice::Kind::ImageNet:
            return "imagenet";
        case WeightsChoice::Kind::Random:
            return "random";
        case WeightsChoice::Kind::Demo:
            return "demo";
        case WeightsChoice::Kind::File:
            break;
        }
        return model.weightsPath;
    }

    std::string sizeText(const InputShape& input)
    {
        return input.isStatic() ? std::to_string(input.height) + "x" + std::to_string(input.width)
                                : "any";
    }

} // namespace

LabelLog::Configuration recordingConfiguration(const ModelState& model, const std::string& name,
    const LiveState& live, double smoothing, double threshold)
{
    const Config& config = model.architecture.config;
    return { { "model", name }, { "alpha", numberText(config.alpha) },
        { "size", sizeText(config.input) },
        { "precision", std::string(precisionName(model.request.precision)) },
        { "weights", weightsText(model) }, { "smoothing_seconds", numberText(smoothing) },
        { "threshold", numberText(threshold) }, { "source", live.name } };
}

} // namespace netlens

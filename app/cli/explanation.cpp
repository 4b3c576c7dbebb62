#include "app/cli/explanation.h"

#include "app/cli/tensor_input.h"
#include "explain/class_map.h"
#include "image/decoder.h"
#include "image/tensor_picture.h"
#include "model/top_k.h"

#include <algorithm>
#include <cmath>

namespace netlens::cli {

namespace {

    /// The whole network input in the picture's pixels: with padding, larger than the picture.
    RectF inputArea(Size picture, Size input, Fit fit)
    {
        const RectF source = fitSource(picture, input, fit);
        const RectF target = fitTarget(picture, input, fit);
        const double scaleX = source.width / target.width;
        const double scaleY = source.height / target.height;
        return { source.x - target.x * scaleX, source.y - target.y * scaleY, input.width * scaleX,
            input.height * scaleY };
    }

    Prediction describeClass(const LoadedModel& model, int classIndex,
        std::span<const float> outputs, std::span<const float> logits)
    {
        const auto position = static_cast<std::size_t>(classIndex);
        const ClassLabel& label = (*model.labels)[position];
        const auto chances = probabilities(
            { outputs.begin(), outputs.end() }, model.architecture.config.outputActivation());
        return { 1, classIndex, label.id, label.name, chances[position], logits[position] };
    }

    std::optional<float> biasOf(const LoadedModel& model, int classIndex)
    {
        return classBias(model.architecture, *model.weights, classIndex);
    }

} // namespace

Result<Explanation> explainPicture(Classifier& classifier, const HeatmapOptions& options)
{
    DecodeOptions decoding = classifier.model().decodeOptions(options.how);
    auto picture = decodePicture(options.file, decoding);
    if (!picture)
        return picture.error();
    const auto recognition = classifier.recognise(*picture, options.how, options.classIndex);
    if (!recognition)
        return recognition.error();

    const LoadedModel& model = classifier.model();
    const int classIndex = recognition->map.classIndex;
    Explanation explanation { recognition->map,
        describeClass(model, classIndex, recognition->output.values, recognition->logits),
        biasOf(model, classIndex), {}, {} };
    if (options.overlayFile.empty())
        return explanation;

    // The overlay keeps the picture's full size.
    if (picture->reduction > 1) {
        decoding.target = {};
        picture = decodePicture(options.file, decoding);
        if (!picture)
            return picture.error();
    }
    explanation.picture = picture->image;
    explanation.area
        = inputArea(picture->image.size(), recognition->seen.image.size(), options.how.fit);
    return explanation;
}

Result<Explanation> explainTensor(
    Network& network, const Tensor& tensor, const LoadedModel& model, const HeatmapOptions& options)
{
    std::ranges::copy(tensor.values, network.input().begin());
    network.run();

    const int classIndex
        = options.classIndex.value_or(rankClasses(network.output(), network.logits(), 1).front());
    Explanation explanation { classMap(model.architecture, *model.weights, network.features(),
                                  network.featuresShape(), classIndex),
        describeClass(model, classIndex, network.output(), network.logits()),
        biasOf(model, classIndex), {}, {} };
    if (!options.overlayFile.empty()) {
        explanation.picture = pictureOf(tensor,
            model.architecture.config.takesRawPixels() ? PixelRange::Bytes
                                                       : PixelRange::MinusOneToOne);
        explanation.area = { 0, 0, static_cast<double>(explanation.picture.width()),
            static_cast<double>(explanation.picture.height()) };
    }
    return explanation;
}

} // namespace netlens::cli

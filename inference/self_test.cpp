#include "self_test.h"

#include "classifier.h"
#include "model/top_k.h"

#include <cmath>

namespace netlens {

namespace {

    Result<SelfTestAnswer> answer(Classifier& classifier, const DemoSample& sample)
    {
        const Preprocessing how;
        const auto picture = decodePicture(sample.path, classifier.model().decodeOptions(how));
        if (!picture)
            return picture.error();
        const auto recognition = classifier.recognise(*picture, how);
        if (!recognition)
            return recognition.error();
        const auto best = static_cast<std::size_t>(topK(recognition->logits, 1).front());
        return SelfTestAnswer { sample, recognition->labels->at(best).name,
            recognition->output.values.at(best) };
    }

} // namespace

bool SelfTestAnswer::isRight() const
{
    constexpr double kTolerance = 1e-3;
    return label == sample.label && std::abs(probability - sample.probability) <= kTolerance;
}

Result<std::vector<SelfTestAnswer>> selfTest()
{
    const auto samples = demoSamples();
    if (!samples)
        return samples.error();
    ModelRequest request;
    request.weights.kind = WeightsChoice::Kind::Demo;
    auto model = loadModel(request);
    if (!model)
        return model.error();
    auto classifier = Classifier::create(std::move(*model), request.threads);
    if (!classifier)
        return classifier.error();
    std::vector<SelfTestAnswer> answers;
    for (const DemoSample& sample : *samples) {
        auto answered = answer(*classifier, sample);
        if (!answered)
            return answered.error();
        answers.push_back(std::move(*answered));
    }
    return answers;
}

} // namespace netlens

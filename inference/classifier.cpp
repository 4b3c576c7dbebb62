#include "classifier.h"

#include "base/stopwatch.h"
#include "engine/thread_calibration.h"
#include "explain/class_map.h"
#include "model/top_k.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace netlens {

namespace {

    std::string shapeText(Size size)
    {
        return std::to_string(size.width) + " × " + std::to_string(size.height);
    }

} // namespace

Classifier::Classifier(LoadedModel model, int threads)
    : m_model(std::move(model))
    , m_threads(threads)
{
}

Result<Classifier> Classifier::create(LoadedModel model, int threads)
{
    Classifier classifier(std::move(model), threads);
    const InputShape& input = classifier.m_model.architecture.config.input;
    if (input.isStatic())
        if (const auto ready = classifier.prepareFor({ input.width, input.height }); !ready)
            return ready.error();
    return classifier;
}

Result<Classifier> Classifier::twin() const
{
    assert(m_model.architecture.config.input.isStatic());
    auto network = m_network->twin();
    if (!network)
        return network.error();
    Classifier classifier(m_model, m_threads);
    classifier.m_network = *std::move(network);
    classifier.m_input = m_input;
    return classifier;
}

Architecture Classifier::tableFor(Size input) const
{
    const Architecture& table = m_model.architecture;
    return table.config.input.isStatic() ? table : atSize(table, input.height, input.width);
}

Result<Network> Classifier::buildFor(Size input) const
{
    const Architecture sized = tableFor(input);
    if (sized.vanishes())
        return makeError(ErrorCode::TensorMismatch, sized.name,
            "the picture is " + shapeText(input) + ", too small: nothing would be left of it");
    return Network::build(sized, m_model.weights, m_model.networkOptions(m_threads));
}

Result<void> Classifier::prepareFor(Size input)
{
    if (m_network && m_input == input)
        return {};
    auto network = buildFor(input);
    if (!network)
        return network.error();
    m_network = std::move(*network);
    m_input = input;
    m_hasRun = false;
    return {};
}

Result<void> Classifier::useThreads(int threads)
{
    const int before = std::exchange(m_threads, threads);
    if (threads == before || !m_network)
        return {};
    auto network = buildFor(m_input);
    if (!network) {
        m_threads = before;
        return network.error();
    }
    std::ranges::copy(m_network->input(), network->input().begin());
    if (m_hasRun)
        network->run();
    m_network = std::move(*network);
    return {};
}

std::optional<ThreadChoice> Classifier::chooseThreads(
    const std::function<bool()>& isInterrupted) const
{
    if (!m_network)
        return std::nullopt;
    return calibrateThreads(
        tableFor(m_input), m_model.weights, m_model.networkOptions(1), isInterrupted);
}

Result<StepTimings> Classifier::measureSteps(int runs)
{
    if (!m_network)
        return makeError(ErrorCode::NotAvailable, m_model.architecture.name,
            "the network takes any size and has not seen a picture yet");
    return netlens::measureSteps(*m_network, runs);
}

std::size_t Classifier::memoryBytes() const
{
    const auto parameters = static_cast<std::size_t>(m_model.architecture.parameterCount());
    return parameters * sizeof(float) + (m_network ? m_network->memoryBytes() : 0);
}

Result<Recognition> Classifier::recognise(
    const DecodedPicture& picture, const Preprocessing& how, std::optional<int> explainedClass)
{
    const InputShape& shape = m_model.architecture.config.input;
    if (!picture.tensor && shape.channels != 1 && shape.channels != 3 && shape.channels != 4)
        return makeError(ErrorCode::NotAvailable, m_model.architecture.name,
            "a picture has 1, 3 or 4 channels, this network's input has "
                + std::to_string(shape.channels));
    const auto side
        = [](int wanted, int given) { return wanted == InputShape::kDynamic ? given : wanted; };
    const Size input { side(shape.width, picture.image.width()),
        side(shape.height, picture.image.height()) };
    if (const auto ready = prepareFor(input); !ready)
        return ready.error();
    if (explainedClass)
        if (const auto known = checkClass(*explainedClass); !known)
            return known.error();

    Recognition result;
    Stopwatch watch;
    if (const auto filled = fillInput(picture, input, how, result); !filled)
        return filled.error();
    result.timings.preprocessMs = watch.lapMs();
    m_network->run();
    m_hasRun = true;
    result.timings.inferMs = watch.lapMs();

    result.picture = picture;
    result.labels = m_model.labels;
    const auto output = m_network->output();
    const Shape outputShape = m_network->outputShape();
    result.output
        = { { outputShape.begin() + 1, outputShape.end() }, { output.begin(), output.end() } };
    const auto logits = m_network->logits();
    result.logits.assign(logits.begin(), logits.end());
    const int best = logits.empty() ? -1 : rankClasses(output, logits, 1).front();
    result.map = mapOf(logits.empty() ? -1 : explainedClass.value_or(best));
    result.timings.explainMs = watch.lapMs();
    return result;
}

Result<void> Classifier::fillInput(
    const DecodedPicture& picture, Size input, const Preprocessing& how, Recognition& result)
{
    const Config& config = m_model.architecture.config;
    if (!picture.tensor) {
        result.seen = fitPicture(picture, input, how);
        toNetworkInput(result.seen.image, config.input.channels, m_network->input(),
            config.takesRawPixels() ? PixelRange::Bytes : PixelRange::MinusOneToOne);
        return {};
    }
    const Shape wanted { 1, input.height, input.width, config.input.channels };
    if (picture.tensor->shape != wanted)
        return makeError(ErrorCode::TensorMismatch, m_model.architecture.name,
            "the tensor is " + toString(picture.tensor->shape) + ", the network takes "
                + toString(wanted));
    const RectF whole { 0, 0, double(input.width), double(input.height) };
    result.seen = { picture.image, whole, whole };
    std::ranges::copy(picture.tensor->values, m_network->input().begin());
    return {};
}

Result<HeatMap> Classifier::explain(int classIndex) const
{
    if (!m_hasRun)
        return makeError(ErrorCode::NotAvailable, {}, "no picture has been recognised yet");
    if (const auto known = checkClass(classIndex); !known)
        return known.error();
    return mapOf(classIndex);
}

Result<void> Classifier::checkClass(int classIndex) const
{
    const std::size_t classes = m_network->logits().size();
    if (classes == 0)
        return makeError(ErrorCode::NotAvailable, m_model.architecture.name,
            "without its classification top the network has no classes to explain");
    if (classIndex >= 0 && static_cast<std::size_t>(classIndex) < classes)
        return {};
    return makeError(ErrorCode::UnknownClass, std::to_string(classIndex),
        "the model has " + std::to_string(classes) + " classes");
}

HeatMap Classifier::mapOf(int classIndex) const
{
    const Shape shape = m_network->featuresShape();
    const int height = static_cast<int>(shape[1]);
    const int width = static_cast<int>(shape[2]);
    if (classIndex < 0)
        return meanActivationMap(m_network->features(), height, width);
    return classMap(
        m_model.architecture, *m_model.weights, m_network->features(), shape, classIndex);
}

} // namespace netlens

#include "support/fake_service.h"

#include "weights/demo.h"

#include <algorithm>
#include <cmath>
#include <utility>

using namespace netlens;

void FakeService::setModel(ModelRequest request)
{
    models.push_back(std::move(request));
}

void FakeService::setPreprocessing(Preprocessing how)
{
    preprocessings.push_back(how);
}

std::uint64_t FakeService::submit(PictureSource source)
{
    pictures.push_back(std::move(source));
    return pictures.size();
}

void FakeService::explain(std::optional<int> classIndex)
{
    explanations.push_back(classIndex);
}

void FakeService::loadDetail()
{
    ++detailRequests;
}

void FakeService::measureSteps()
{
    ++timingRequests;
}

void FakeService::inspect(std::filesystem::path weightsFile)
{
    inspections.push_back(std::move(weightsFile));
}

void FakeService::saveWeights(std::filesystem::path file)
{
    savedWeights.push_back(std::move(file));
}

void FakeService::knowThreads(ThreadChoices known)
{
    knownThreads.push_back(std::move(known));
}

SharedRecognition FakeService::takeRecognition()
{
    return std::exchange(m_recognition, nullptr);
}

std::optional<ModelState> FakeService::takeModel()
{
    return std::exchange(m_model, std::nullopt);
}

std::vector<Failure> FakeService::takeFailures()
{
    return std::exchange(m_failures, {});
}

std::optional<WeightsFileInfo> FakeService::takeInspection()
{
    return std::exchange(m_inspection, std::nullopt);
}

std::vector<std::filesystem::path> FakeService::takeSavedWeights()
{
    return std::exchange(m_savedWeights, {});
}

std::optional<RecognitionService::Detail> FakeService::takeDetail()
{
    return std::exchange(m_detail, std::nullopt);
}

std::optional<StepTimings> FakeService::takeStepTimings()
{
    return std::exchange(m_stepTimings, std::nullopt);
}

std::optional<ThreadChoices> FakeService::takeThreadChoices()
{
    return std::exchange(m_threadChoices, std::nullopt);
}

void FakeService::finishThreads(Precision precision, ThreadChoice choice)
{
    ThreadChoices choices = knownThreads.back();
    choices.of.insert_or_assign(precision, std::move(choice));
    finishThreads(std::move(choices));
}

void FakeService::finishThreads(ThreadChoices choices)
{
    m_threadChoices = std::move(choices);
    emit threadsChosen();
}

void FakeService::finishStepTimings(StepTimings timings)
{
    m_stepTimings = std::move(timings);
    emit stepsMeasured();
}

void FakeService::finishModel()
{
    ModelState state;
    state.request = models.back();
    state.architecture = describe(state.request.config);
    state.labels = std::make_shared<const Labels>();
    state.weightsPath = state.request.weights.path;
    state.buildMs = 42;
    state.build = ++m_builds;
    state.instructionSet = "AVX2";
    state.threads = std::max(1, state.request.threads);
    if (state.request.weights.kind == WeightsChoice::Kind::Demo)
        state.samples = { demoFolder() / "samples/cup.png", demoFolder() / "samples/key.png" };
    m_arrived = state;
    m_model = std::move(state);
    emit modelChanged();
}

void FakeService::changeThreads(int threads)
{
    m_arrived.threads = threads;
    m_model = m_arrived;
    emit modelChanged();
}

void FakeService::failModel(Error error, std::optional<WeightsFileInfo> file)
{
    Failure failure;
    failure.of = Failure::Of::Model;
    failure.error = std::move(error);
    failure.request = models.back();
    failure.file = std::move(file);
    fail(std::move(failure));
}

void FakeService::fail(Failure failure)
{
    m_failures.push_back(std::move(failure));
    emit failed();
}

void FakeService::finishInspection(WeightsFileInfo file)
{
    m_inspection = std::move(file);
    emit inspected();
}

void FakeService::finishSaving()
{
    m_savedWeights.push_back(savedWeights.back());
    emit weightsSaved();
}

void FakeService::finishRecognition(Recognition recognition)
{
    if (recognition.id == 0)
        recognition.id = pictures.size();
    m_recognition = std::make_shared<const Recognition>(std::move(recognition));
    emit recognized();
}

void FakeService::finishDetail(Detail detail)
{
    m_detail = std::move(detail);
    emit detailLoaded();
}

Image makePicture(int width, int height)
{
    std::vector<std::uint8_t> pixels;
    pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const int value : { x * 7, y * 5, (x ^ y) * 3 })
                pixels.push_back(static_cast<std::uint8_t>(value & 0xff));
        }
    }
    return Image({ width, height }, std::move(pixels));
}

Recognition makeRecognition(int classes, int top, Size picture)
{
    Recognition recognition;
    recognition.name = "/pictures/cat.jpg";
    recognition.picture.image = makePicture(picture.width, picture.height);
    recognition.picture.fullSize = picture;
    recognition.seen.image = makePicture(224, 224);
    recognition.seen.source = { 0, 0, double(picture.width), double(picture.height) };
    recognition.seen.target = { 0, 0, 224, 224 };
    Labels labels;
    for (int i = 0; i < classes; ++i) {
        labels.push_back({ {}, "class_" + std::to_string(i) });
        // Falls with the distance from the top class, so that the order is known.
        const int away = std::abs(i - top) * 2 - (i > top ? 1 : 0);
        recognition.output.values.push_back(
            i == top ? 0.6F : 0.4F * std::pow(0.5F, static_cast<float>(away)));
        recognition.logits.push_back(std::log(recognition.output.values.back()));
    }
    recognition.output.shape = { classes };
    recognition.labels = std::make_shared<const Labels>(std::move(labels));
    recognition.map.height = 7;
    recognition.map.width = 7;
    recognition.map.classIndex = top;
    for (int i = 0; i < 49; ++i)
        recognition.map.values.push_back(-1 + 2 * static_cast<float>(i) / 48);
    recognition.timings = { 12.3, 1.5, 4.5, 0.1 };
    return recognition;
}

Recognition makeFeatures(int channels)
{
    Recognition recognition = makeRecognition();
    recognition.logits.clear();
    recognition.labels = std::make_shared<const Labels>();
    recognition.map.classIndex = -1;
    recognition.output = { { channels }, {} };
    for (int i = 0; i < channels; ++i)
        recognition.output.values.push_back(static_cast<float>(i % 7));
    return recognition;
}

WeightsFileInfo makeWeightsFile(const Config& config)
{
    WeightsFileInfo file;
    file.path = "/weights/mine.h5";
    file.config = config;
    file.dataType = "float32";
    return file;
}

SharedRecognition share(Recognition recognition, std::uint64_t id)
{
    recognition.id = id;
    return std::make_shared<const Recognition>(std::move(recognition));
}

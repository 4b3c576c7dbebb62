#include "service/recognition_worker.h"

#include "base/stopwatch.h"
#include "model/top_k.h"
#include "weights/demo.h"
#include "weights/weights_writer.h"

#include <exception>
#include <new>
#include <utility>

namespace netlens {

namespace {

    Result<DecodedPicture> decodeSource(const PictureSource& source, const DecodeOptions& options)
    {
        if (const auto* path = std::get_if<std::filesystem::path>(&source.content))
            return decodePicture(*path, options);
        if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&source.content))
            return decodePicture(*bytes, source.name, options);
        const auto& image = std::get<Image>(source.content);
        return DecodedPicture { .image = image, .fullSize = image.size() };
    }

    Failure failure(Failure::Of of, Error error)
    {
        return { .of = of, .error = std::move(error), .request = {}, .file = {} };
    }

    std::optional<std::uint64_t> stillOf(const Orders::Picture& order)
    {
        return order.frame ? std::nullopt : std::optional(order.id);
    }

    Failure pictureFailure(std::optional<std::uint64_t> still, Error error)
    {
        Failure result = failure(Failure::Of::Picture, std::move(error));
        result.picture = still;
        return result;
    }

    bool differInThreadsAtMost(ModelRequest one, const ModelRequest& other)
    {
        one.threads = other.threads;
        return one == other;
    }

    /// The class that is named when nobody asked for another one.
    int leadingClass(const Recognition& answer)
    {
        return answer.frame ? answer.frame->order.front()
                            : rankClasses(answer.output.values, answer.logits, 1).front();
    }

    /// Carries out a part of the orders. What nobody expected becomes that part's failure, so that
    /// the thread lives and the rest is still done.
    template <typename F>
    void attempt(Failure::Of of, const Orders& orders, Outcome& outcome, F&& part)
    {
        const auto fail = [&](ErrorCode code, const std::exception& error) {
            Failure result = failure(of, makeError(code, {}, error.what()));
            if (of == Failure::Of::Model)
                result.request = orders.model;
            if (of == Failure::Of::Picture && orders.picture)
                result.picture = stillOf(*orders.picture);
            outcome.failures.push_back(std::move(result));
        };
        try {
            part();
        } catch (const std::bad_alloc& error) {
            fail(ErrorCode::OutOfMemory, error);
        } catch (const std::exception& error) {
            fail(ErrorCode::Internal, error);
        }
    }

} // namespace

Outcome RecognitionWorker::execute(Orders orders)
{
    using Of = Failure::Of;
    Outcome outcome;
    const bool looksAnew = orders.model || orders.preprocessing;
    if (orders.preprocessing)
        m_preprocessing = *orders.preprocessing;
    // Before the model changes: the one that was on show is meant.
    for (const std::filesystem::path& file : orders.weightsToSave)
        attempt(Of::Saving, orders, outcome, [&] { saveWeights(file, outcome); });
    if (orders.knownThreads)
        attempt(Of::Model, orders, outcome,
            [&] { knowThreads(std::move(*orders.knownThreads), outcome); });
    if (orders.model)
        attempt(Of::Model, orders, outcome, [&] { changeModel(*orders.model, outcome); });
    if (orders.smoothing)
        attempt(Of::Picture, orders, outcome, [&] { setSmoothing(*orders.smoothing, outcome); });
    bool explains = false;
    if (orders.explainedClass)
        attempt(Of::Explanation, orders, outcome,
            [&] { explains = chooseClass(*orders.explainedClass, outcome); });
    attempt(Of::Picture, orders, outcome, [&] {
        if (orders.picture && orders.picture->frame)
            changeFrame(std::move(*orders.picture), outcome);
        else if (orders.picture)
            changePicture(std::move(*orders.picture), outcome);
        else if (looksAnew && (outcome.model || orders.preprocessing))
            recognise(outcome);
        else if (explains)
            explain(outcome);
        if (orders.detail)
            loadDetail(outcome);
    });
    if (orders.stepTimings)
        attempt(Of::Timing, orders, outcome, [&] { measureSteps(outcome); });
    if (orders.inspection)
        attempt(Of::Inspection, orders, outcome, [&] { inspect(*orders.inspection, outcome); });
    return outcome;
}

Result<BuiltModel> RecognitionWorker::build(const ModelRequest& request) const
{
    Stopwatch watch;
    auto loaded = loadModel(request);
    if (!loaded)
        return loaded.error();
    auto files = stampsOf(request, loaded->weightsPath);
    auto classifier = Classifier::create(std::move(*loaded), threadsFor(request));
    if (!classifier)
        return classifier.error();
    const LoadedModel& model = classifier->model();
    ModelState state { .request = request,
        .architecture = model.architecture,
        .labels = model.labels,
        .weightsPath = model.weightsPath,
        .isWholeModel = model.isWholeModel,
        .file = model.file,
        .warnings = model.warnings,
        .passedOver = model.passedOver,
        .buildMs = watch.lapMs(),
        .instructionSet = instructionSet(),
        .threads = classifier->threads() };
    state.request.config = model.architecture.config;
    if (request.weights.kind == WeightsChoice::Kind::Demo)
        if (const auto samples = demoSamples())
            for (const DemoSample& sample : *samples)
                state.samples.push_back(sample.path);
    return BuiltModel { request, std::move(state), std::move(*classifier), std::move(files) };
}

void RecognitionWorker::changeModel(const ModelRequest& request, Outcome& outcome)
{
    m_cannotChooseThreads = false;
    if (m_model && differInThreadsAtMost(m_model->request, request)
        && m_model->files == stampsOf(request, m_model->state.weightsPath)
        && useThreads(*m_model, request)) {
        outcome.model = m_model->state;
        return;
    }
    auto next = m_recent.take(request);
    if (next && useThreads(*next, request)) {
        next->state.buildMs = 0;
    } else {
        auto built = build(request);
        if (!built) {
            Failure result = failure(Failure::Of::Model, built.error());
            result.request = request;
            if (request.weights.kind == WeightsChoice::Kind::File)
                if (auto file = inspectWeights(request.weights.path))
                    result.file = std::move(*file);
            outcome.failures.push_back(std::move(result));
            return;
        }
        next = std::move(*built);
        next->state.build = ++m_builds;
    }
    auto previous = std::exchange(m_model, std::move(next));
    m_stamper.forget();

    const auto classes = static_cast<int>(m_model->state.labels->size());
    if (m_explainedClass && (*m_explainedClass < 0 || *m_explainedClass >= classes))
        m_explainedClass.reset();
    outcome.model = m_model->state;
    if (previous && previous->request != request)
        m_recent.put(std::move(*previous));
}

void RecognitionWorker::changePicture(Orders::Picture order, Outcome& outcome)
{
    if (!m_model) {
        m_waiting = std::move(order);
        return;
    }
    m_waiting.reset();
    const auto still = stillOf(order);
    auto decoded
        = decode(std::move(order), m_model->classifier.model().decodeOptions(m_preprocessing));
    if (!decoded) {
        outcome.failures.push_back(pictureFailure(still, decoded.error()));
        return;
    }
    m_current = std::move(*decoded);
    recognise(outcome);
}

void RecognitionWorker::changeFrame(Orders::Picture order, Outcome& outcome)
{
    const std::size_t before = outcome.failures.size();
    changePicture(std::move(order), outcome);
    const bool fails = outcome.failures.size() > before;
    if (std::exchange(m_framesFail, fails) && fails)
        outcome.failures.resize(before);
}

Result<RecognitionWorker::Current> RecognitionWorker::decode(
    Orders::Picture order, const DecodeOptions& options) const
{
    Stopwatch watch;
    auto picture = decodeSource(order.source, options);
    if (!picture)
        return picture.error();
    return Current { std::move(order), options, std::move(*picture), watch.lapMs() };
}

void RecognitionWorker::recognise(Outcome& outcome)
{
    if (m_waiting && m_model)
        return changePicture(*std::exchange(m_waiting, std::nullopt), outcome);
    if (!m_current || !m_model)
        return;
    // A reduced picture may be too small for the new input, cut or kernel, and a rotation is done
    // while decoding: then it is decoded again.
    const DecodeOptions options = m_model->classifier.model().decodeOptions(m_preprocessing);
    const bool reduced = m_current->picture.reduction > 1;
    if (options.ignoreExif != m_current->options.ignoreExif
        || (reduced
            && (options.target != m_current->options.target
                || options.usedFraction != m_current->options.usedFraction
                || options.kernel != m_current->options.kernel))) {
        auto decoded = decode(m_current->order, options);
        if (!decoded) {
            outcome.failures.push_back(pictureFailure(stillOf(m_current->order), decoded.error()));
            return;
        }
        m_current = std::move(*decoded);
    }
    auto answer
        = m_model->classifier.recognise(m_current->picture, m_preprocessing, m_explainedClass);
    if (!answer) {
        outcome.failures.push_back(pictureFailure(stillOf(m_current->order), answer.error()));
        return;
    }
    answer->id = m_current->order.id;
    answer->name = m_current->order.source.name;
    answer->timings.decodeMs = m_current->decodeMs;
    if (m_current->order.frame)
        stamp(*answer);
    m_last = std::make_shared<const Recognition>(std::move(*answer));
    outcome.recognition = m_last;
}

bool RecognitionWorker::chooseClass(std::optional<int> classIndex, Outcome& outcome)
{
    // Before there is a model any class may turn out to be right; changeModel() checks it then.
    if (classIndex && m_model) {
        const auto classes = static_cast<int>(m_model->classifier.model().labels->size());
        if (classes == 0)
            return false;
        if (*classIndex < 0 || *classIndex >= classes) {
            outcome.failures.push_back(failure(Failure::Of::Explanation,
                makeError(ErrorCode::UnknownClass, std::to_string(*classIndex),
                    "the model has " + std::to_string(classes) + " classes")));
            return false;
        }
    }
    m_explainedClass = classIndex;
    return true;
}

void RecognitionWorker::explain(Outcome& outcome)
{
    if (!m_model || !m_last || !m_last->hasClasses())
        return;
    Stopwatch watch;
    auto map = m_model->classifier.explain(m_explainedClass.value_or(leadingClass(*m_last)));
    if (!map) {
        outcome.failures.push_back(failure(Failure::Of::Explanation, map.error()));
        m_explainedClass.reset();
        return;
    }
    Recognition changed = *m_last;
    changed.map = std::move(*map);
    changed.timings.explainMs = watch.lapMs();
    m_last = std::make_shared<const Recognition>(std::move(changed));
    outcome.recognition = m_last;
}

void RecognitionWorker::stamp(Recognition& answer)
{
    answer.frame = m_stamper.stamp(*m_current->order.frame, answer);
    const std::vector<int>& order = answer.frame->order;
    // The map speaks for the class that is named, not for one that leads for an instant.
    if (!m_explainedClass && !order.empty() && order.front() != answer.map.classIndex)
        if (auto map = m_model->classifier.explain(order.front()))
            answer.map = std::move(*map);
}

void RecognitionWorker::setSmoothing(const SmoothingOptions& options, Outcome& outcome)
{
    m_stamper.setOptions(options);
    if (!m_last || !m_last->frame || m_stamper.isSure(*m_last->frame) == m_last->frame->isSure)
        return;
    Recognition changed = *m_last;
    changed.frame->isSure = !changed.frame->isSure;
    m_last = std::make_shared<const Recognition>(std::move(changed));
    outcome.recognition = m_last;
}

void RecognitionWorker::loadDetail(Outcome& outcome)
{
    if (!m_current || m_current->picture.reduction == 1)
        return;
    DecodeOptions options;
    options.ignoreExif = m_current->options.ignoreExif;
    auto full = decodeSource(m_current->order.source, options);
    if (full)
        outcome.detail = RecognitionService::Detail { m_current->order.id, full->image };
    else
        outcome.failures.push_back(failure(Failure::Of::Picture, full.error()));
}

void RecognitionWorker::measureSteps(Outcome& outcome)
{
    // A median of these is steady; a tenth of a second for the usual network.
    constexpr int kRuns = 21;
    if (!m_model)
        return;
    auto timings = m_model->classifier.measureSteps(kRuns);
    if (timings)
        outcome.stepTimings = std::move(*timings);
    else
        outcome.failures.push_back(failure(Failure::Of::Timing, timings.error()));
}

void RecognitionWorker::inspect(const std::filesystem::path& file, Outcome& outcome)
{
    auto info = inspectWeights(file);
    if (info)
        outcome.inspection = std::move(*info);
    else
        outcome.failures.push_back(failure(Failure::Of::Inspection, info.error()));
}

void RecognitionWorker::saveWeights(const std::filesystem::path& file, Outcome& outcome)
{
    const LoadedModel* model = m_model ? &m_model->classifier.model() : nullptr;
    const auto written = model != nullptr
        ? writeWeights(file, model->architecture, *model->weights)
        : makeError(ErrorCode::NotAvailable, file.string(), "there is no model yet");
    if (written)
        outcome.savedWeights.push_back(file);
    else
        outcome.failures.push_back(failure(Failure::Of::Saving, written.error()));
}

} // namespace netlens

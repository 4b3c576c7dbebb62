#include "service/threaded_service.h"

#include "base/thread_name.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

namespace netlens {

ThreadedService::ThreadedService(QObject* parent)
    : RecognitionService(parent)
    , m_thread([this](std::stop_token stop) { work(std::move(stop)); })
{
    connect(this, &ThreadedService::outboxFilled, this, &ThreadedService::announce,
        Qt::QueuedConnection);
}

ThreadedService::~ThreadedService()
{
    m_thread.request_stop();
    m_thread.join();
}

void ThreadedService::setModel(ModelRequest request)
{
    m_orders.amend([&](Orders& orders) { orders.model = std::move(request); });
}

void ThreadedService::setPreprocessing(Preprocessing how)
{
    m_orders.amend([&](Orders& orders) { orders.preprocessing = how; });
}

std::uint64_t ThreadedService::submit(PictureSource source)
{
    const std::uint64_t id = ++m_lastId;
    m_orders.amend([&](Orders& orders) { orders.picture = { id, std::move(source) }; });
    return id;
}

int ThreadedService::offer(LiveFrame frame)
{
    int dropped = 0;
    m_orders.amend([&](Orders& orders) {
        dropped = orders.picture ? 1 : 0;
        if (orders.picture && !orders.picture->frame)
            return;
        PictureSource source { frame.name, frame.frame.image };
        orders.picture = { ++m_lastId, std::move(source), std::move(frame) };
    });
    return dropped;
}

void ThreadedService::withdrawFrames()
{
    m_orders.revise([](Orders& orders) {
        if (orders.picture && orders.picture->frame)
            orders.picture.reset();
    });
}

void ThreadedService::setSmoothing(const SmoothingOptions& options)
{
    m_orders.amend([&](Orders& orders) { orders.smoothing = options; });
}

void ThreadedService::explain(std::optional<int> classIndex)
{
    m_orders.amend([&](Orders& orders) { orders.explainedClass = classIndex; });
}

void ThreadedService::loadDetail()
{
    m_orders.amend([](Orders& orders) { orders.detail = true; });
}

void ThreadedService::measureSteps()
{
    m_orders.amend([](Orders& orders) { orders.stepTimings = true; });
}

void ThreadedService::inspect(std::filesystem::path weightsFile)
{
    m_orders.amend([&](Orders& orders) { orders.inspection = std::move(weightsFile); });
}

void ThreadedService::saveWeights(std::filesystem::path file)
{
    m_orders.amend([&](Orders& orders) { orders.weightsToSave.push_back(std::move(file)); });
}

void ThreadedService::knowThreads(ThreadChoices known)
{
    m_orders.amend([&](Orders& orders) { orders.knownThreads = std::move(known); });
}

SharedRecognition ThreadedService::takeRecognition()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.recognition, nullptr);
}

std::optional<ModelState> ThreadedService::takeModel()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.model, std::nullopt);
}

std::vector<Failure> ThreadedService::takeFailures()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.failures, {});
}

std::optional<WeightsFileInfo> ThreadedService::takeInspection()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.inspection, std::nullopt);
}

std::vector<std::filesystem::path> ThreadedService::takeSavedWeights()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.savedWeights, {});
}

std::optional<RecognitionService::Detail> ThreadedService::takeDetail()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.detail, std::nullopt);
}

std::optional<StepTimings> ThreadedService::takeStepTimings()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.stepTimings, std::nullopt);
}

std::optional<ThreadChoices> ThreadedService::takeThreadChoices()
{
    const std::lock_guard lock(m_outboxMutex);
    return std::exchange(m_outbox.threadChoices, std::nullopt);
}

void ThreadedService::work(std::stop_token stop)
{
    nameThread("recognition");
    RecognitionWorker worker;
    while (auto orders = m_orders.take(stop)) {
        setBusy(!orders->isOnlyFrame());
        try {
            post(worker.execute(std::move(*orders)));
        } catch (const std::exception& error) { // hardly anything is left that could throw
            Failure failure;
            failure.error = makeError(ErrorCode::Internal, {}, error.what());
            Outcome outcome;
            outcome.failures.push_back(std::move(failure));
            post(std::move(outcome));
        }
        if (m_orders.isEmpty())
            setBusy(false);
        measureThreads(worker, stop);
    }
}

void ThreadedService::measureThreads(RecognitionWorker& worker, const std::stop_token& stop)
{
    // Longer than anybody takes from one picture to the next who leafs through a folder.
    constexpr std::chrono::milliseconds kPause { 500 };
    if (!worker.wantsThreads() || !m_orders.staysEmpty(stop, kPause))
        return;
    Outcome outcome
        = worker.chooseThreads([&] { return stop.stop_requested() || !m_orders.isEmpty(); });
    if (outcome.threadChoices)
        post(std::move(outcome));
}

void ThreadedService::post(Outcome outcome)
{
    const std::lock_guard lock(m_outboxMutex);
    if (outcome.recognition)
        m_outbox.recognition = std::move(outcome.recognition);
    if (outcome.model)
        m_outbox.model = std::move(outcome.model);
    if (outcome.inspection)
        m_outbox.inspection = std::move(outcome.inspection);
    if (outcome.detail)
        m_outbox.detail = std::move(outcome.detail);
    if (outcome.stepTimings)
        m_outbox.stepTimings = std::move(outcome.stepTimings);
    if (outcome.threadChoices)
        m_outbox.threadChoices = std::move(outcome.threadChoices);
    std::ranges::move(outcome.savedWeights, std::back_inserter(m_outbox.savedWeights));
    std::ranges::move(outcome.failures, std::back_inserter(m_outbox.failures));
    // The payload waits in the outbox; the event that says so carries nothing.
    if (!std::exchange(m_announcing, true))
        emit outboxFilled();
}

void ThreadedService::setBusy(bool busy)
{
    const std::lock_guard lock(m_outboxMutex);
    if (std::exchange(m_busy, busy) == busy)
        return;
    if (!std::exchange(m_announcing, true))
        emit outboxFilled();
}

void ThreadedService::announce()
{
    bool busy = false;
    bool hasModel = false;
    bool hasRecognition = false;
    bool hasFailures = false;
    bool hasInspection = false;
    bool hasDetail = false;
    bool hasStepTimings = false;
    bool hasSavedWeights = false;
    bool hasThreadChoices = false;
    {
        const std::lock_guard lock(m_outboxMutex);
        m_announcing = false;
        busy = m_busy;
        hasModel = m_outbox.model.has_value();
        hasRecognition = m_outbox.recognition != nullptr;
        hasFailures = !m_outbox.failures.empty();
        hasInspection = m_outbox.inspection.has_value();
        hasDetail = m_outbox.detail.has_value();
        hasStepTimings = m_outbox.stepTimings.has_value();
        hasSavedWeights = !m_outbox.savedWeights.empty();
        hasThreadChoices = m_outbox.threadChoices.has_value();
    }
    // A model comes before the pictures it has answered.
    if (hasModel)
        emit modelChanged();
    if (hasRecognition)
        emit recognized();
    if (hasDetail)
        emit detailLoaded();
    if (hasStepTimings)
        emit stepsMeasured();
    if (hasFailures)
        emit failed();
    if (hasInspection)
        emit inspected();
    if (hasSavedWeights)
        emit weightsSaved();
    if (hasThreadChoices)
        emit threadsChosen();
    if (std::exchange(m_announcedBusy, busy) != busy)
        emit busyChanged(busy);
}

} // namespace netlens

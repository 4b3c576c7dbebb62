#include "service/threaded_recorder.h"

#include <exception>
#include <new>
#include <utility>

namespace netlens {

using Phase = RecordingState::Phase;

ThreadedRecorder::ThreadedRecorder(QObject* parent)
    : RecordService(parent)
{
    connect(this, &ThreadedRecorder::outboxFilled, this, &ThreadedRecorder::announce,
        Qt::QueuedConnection);
}

ThreadedRecorder::~ThreadedRecorder()
{
    finish();
}

void ThreadedRecorder::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_deadline = std::chrono::steady_clock::now() + kGrace;
    }
    m_orders.give(StopRecording {});
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void ThreadedRecorder::startRecording(RecordingPlan plan)
{
    StartRecording order { std::move(plan), recording().number + 1 };
    post([&] {
        m_recordingState = { .phase = Phase::Recording, .number = order.number };
        m_recordingChanged = true;
    });
    m_orders.give(std::move(order));
    ensureThread();
}

void ThreadedRecorder::record(RecordedFrame frame)
{
    if (!recording().isOn() || m_orders.offer(std::move(frame)))
        return;
    const std::lock_guard lock(m_mutex);
    ++m_recordingState.leftOut;
}

void ThreadedRecorder::stopRecording()
{
    if (!recording().isOn())
        return;
    post([this] {
        m_recordingState.phase = Phase::Finishing;
        m_recordingChanged = true;
    });
    m_orders.give(StopRecording {});
}

void ThreadedRecorder::openCollection(std::filesystem::path folder)
{
    m_orders.give(OpenCollection { std::move(folder) });
    ensureThread();
}

void ThreadedRecorder::savePicture(Image picture, std::string label)
{
    const bool keptUp = m_orders.noneWait();
    const bool isTaken = m_orders.offer(SavePicture { std::move(picture), std::move(label) });
    ensureThread();
    post([&] {
        const int before = m_collectionState.leftOut;
        m_collectionState.leftOut = keptUp ? 0 : before + (isTaken ? 0 : 1);
        m_collectionChanged |= m_collectionState.leftOut != before;
    });
}

void ThreadedRecorder::undoPicture()
{
    m_orders.give(UndoPicture {});
    ensureThread();
}

RecordingState ThreadedRecorder::recording() const
{
    const std::lock_guard lock(m_mutex);
    return m_recordingState;
}

CollectionState ThreadedRecorder::collection() const
{
    const std::lock_guard lock(m_mutex);
    return m_collectionState;
}

std::vector<Failure> ThreadedRecorder::takeFailures()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_failures, {});
}

void ThreadedRecorder::ensureThread()
{
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

void ThreadedRecorder::work(const std::stop_token& stop)
{
    while (auto order = m_orders.take(stop)) {
        try {
            std::visit([&](auto& what) { carryOut(what, stop); }, *order);
        } catch (const std::bad_alloc& error) {
            fail(*order, makeError(ErrorCode::OutOfMemory, {}, error.what()));
        } catch (const std::exception& error) {
            fail(*order, makeError(ErrorCode::Internal, {}, error.what()));
        }
    }
}

void ThreadedRecorder::carryOut(StartRecording& order, const std::stop_token&)
{
    endRecording();
    m_number = order.number;
    auto created = Recording::create(order.plan);
    if (!created)
        return finishFiles(created.error());
    m_recording.emplace(*std::move(created));
    post([this] {
        if (m_recordingState.number != m_number) // another one was asked for meanwhile
            return;
        m_recordingState.files = m_recording->files();
        m_recordingChanged = true;
    });
}

void ThreadedRecorder::carryOut(RecordedFrame& frame, const std::stop_token& stop)
{
    if (!m_recording)
        return;
    if (isTooLate(stop)) {
        const std::lock_guard lock(m_mutex);
        ++m_recordingState.leftOut;
        return;
    }
    if (const auto added = m_recording->add(frame, stop); !added)
        return finishFiles(added.error());
    const std::lock_guard lock(m_mutex);
    if (m_recordingState.number != m_number)
        return;
    ++m_recordingState.frames;
    m_recordingState.seconds = m_recording->duration();
}

void ThreadedRecorder::carryOut(StopRecording&, const std::stop_token&)
{
    endRecording();
}

void ThreadedRecorder::carryOut(OpenCollection& order, const std::stop_token&)
{
    m_dataset.emplace(std::move(order.folder));
    tellOfCollection(std::nullopt);
}

void ThreadedRecorder::carryOut(SavePicture& order, const std::stop_token& stop)
{
    if (!m_dataset || isTooLate(stop))
        return;
    const auto saved = m_dataset->save(order.picture, order.label);
    tellOfCollection(saved ? std::nullopt : std::optional(saved.error()));
}

void ThreadedRecorder::carryOut(UndoPicture&, const std::stop_token&)
{
    if (!m_dataset)
        return;
    const auto undone = m_dataset->undo();
    if (undone)
        tellOfCollection(std::nullopt, undone->value_or(std::filesystem::path()));
    else
        tellOfCollection(undone.error());
}

bool ThreadedRecorder::isTooLate(const std::stop_token& stop) const
{
    if (!stop.stop_requested())
        return false;
    const std::lock_guard lock(m_mutex);
    return m_deadline && std::chrono::steady_clock::now() > *m_deadline;
}

/// What a library threw.
void ThreadedRecorder::fail(const RecordOrder& order, Error error)
{
    const bool isOfCollection = std::holds_alternative<OpenCollection>(order)
        || std::holds_alternative<SavePicture>(order) || std::holds_alternative<UndoPicture>(order);
    if (isOfCollection)
        tellOfCollection(std::move(error));
    else
        finishFiles(std::move(error));
}

void ThreadedRecorder::endRecording()
{
    if (m_recording)
        finishFiles(std::nullopt);
}

/// What was written before is finished; what follows is not recorded. Also where there are no
/// files, because they could not be made. @param problem why it ends: the first thing that went
/// wrong is what is told
void ThreadedRecorder::finishFiles(std::optional<Error> problem)
{
    std::vector<std::filesystem::path> files;
    const auto note = [&problem](Error error) {
        if (!problem)
            problem = std::move(error);
    };
    if (auto ending = std::exchange(m_recording, std::nullopt)) {
        try {
            if (const auto finished = ending->finish(); !finished)
                note(finished.error());
            files = ending->files();
        } catch (const std::bad_alloc&) {
            note(makeError(ErrorCode::OutOfMemory, {}));
        } catch (const std::exception& error) {
            note(makeError(ErrorCode::Internal, {}, error.what()));
        }
    }
    // At once: whoever hears of the failure finds the files that were kept.
    post([&] {
        if (m_recordingState.number == m_number) {
            m_recordingState.phase = Phase::Idle;
            m_recordingState.files = std::move(files);
            m_recordingState.hasFailed = problem.has_value();
            m_recordingChanged = true;
        }
        if (problem)
            m_failures.push_back({ .of = Failure::Of::Recording,
                .error = *std::move(problem),
                .request = {},
                .file = {} });
    });
}

void ThreadedRecorder::tellOfCollection(std::optional<Error> problem, std::filesystem::path undone)
{
    CollectionState state;
    if (m_dataset)
        state = { m_dataset->folder(), m_dataset->counts(), m_dataset->lastFile(),
            m_dataset->skipped() };
    state.problem = std::move(problem);
    state.undone = std::move(undone);
    post([&] {
        state.leftOut = m_collectionState.leftOut;
        m_collectionState = std::move(state);
        m_collectionChanged = true;
    });
}

template <typename F> void ThreadedRecorder::post(F&& change)
{
    const std::lock_guard lock(m_mutex);
    change();
    askForAnnouncement();
}

/// @pre m_mutex is held
void ThreadedRecorder::askForAnnouncement()
{
    if (!std::exchange(m_announcing, true))
        emit outboxFilled();
}

void ThreadedRecorder::announce()
{
    bool hasRecording = false;
    bool hasCollection = false;
    bool hasFailures = false;
    {
        const std::lock_guard lock(m_mutex);
        m_announcing = false;
        hasRecording = std::exchange(m_recordingChanged, false);
        hasCollection = std::exchange(m_collectionChanged, false);
        hasFailures = !m_failures.empty();
    }
    if (hasFailures)
        emit failed();
    if (hasRecording)
        emit recordingChanged();
    if (hasCollection)
        emit collectionChanged();
}

} // namespace netlens

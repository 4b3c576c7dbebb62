#include "service/recognition_worker.h"

#include <exception>
#include <utility>

namespace netlens {

int RecognitionWorker::threadsFor(const ModelRequest& request) const
{
    if (request.threads != kAutomaticThreads)
        return request.threads;
    const auto known = m_threadChoices.of.find(request.precision);
    return known == m_threadChoices.of.end() ? 1 : known->second.threads;
}

Result<void> RecognitionWorker::useThreads(BuiltModel& model, const ModelRequest& request) const
{
    if (auto used = model.classifier.useThreads(threadsFor(request)); !used)
        return used;
    model.request.threads = request.threads;
    model.state.request.threads = request.threads;
    model.state.threads = model.classifier.threads();
    return {};
}

void RecognitionWorker::knowThreads(ThreadChoices known, Outcome& outcome)
{
    m_threadChoices = std::move(known);
    m_cannotChooseThreads = false;
    if (!m_model || m_model->classifier.threads() == threadsFor(m_model->request))
        return;
    // Where there is no memory for another team, the one there is goes on.
    if (useThreads(*m_model, m_model->request))
        outcome.model = m_model->state;
}

bool RecognitionWorker::wantsThreads() const
{
    return m_model && m_model->request.threads == kAutomaticThreads && !m_cannotChooseThreads
        && !m_threadChoices.of.contains(m_model->request.precision);
}

Outcome RecognitionWorker::chooseThreads(const std::function<bool()>& isInterrupted)
{
    Outcome outcome;
    std::optional<ThreadChoice> choice;
    try {
        choice = m_model->classifier.chooseThreads(isInterrupted);
    } catch (const std::exception&) {
        // The system gives no memory or no thread: it goes on as before.
    }
    if (!choice) {
        m_cannotChooseThreads = !isInterrupted();
        return outcome;
    }
    ThreadChoices known = m_threadChoices;
    known.of.insert_or_assign(m_model->request.precision, std::move(*choice));
    knowThreads(std::move(known), outcome);
    outcome.threadChoices = m_threadChoices;
    return outcome;
}

} // namespace netlens

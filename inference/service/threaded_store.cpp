#include "service/threaded_store.h"

#include "base/thread_name.h"
#include "service/store_worker.h"

#include <QEventLoop>

#include <utility>

namespace netlens {

ThreadedStore::ThreadedStore(const DownloadRules& rules, QObject* parent)
    : WeightsStore(parent)
    , m_rules(rules)
{
    connect(
        this, &ThreadedStore::outboxFilled, this, &ThreadedStore::announce, Qt::QueuedConnection);
}

ThreadedStore::~ThreadedStore()
{
    if (!m_thread.joinable())
        return;
    QMetaObject::invokeMethod(m_worker, &StoreWorker::quit, Qt::QueuedConnection);
    m_thread.join();
}

void ThreadedStore::begin()
{
    if (m_thread.joinable())
        return;
    std::promise<void> ready;
    auto isReady = ready.get_future();
    m_thread
        = std::jthread([this, promise = std::move(ready)]() mutable { run(std::move(promise)); });
    isReady.wait(); // some 0.1 ms, once
}

void ThreadedStore::run(std::promise<void> ready)
{
    nameThread("weights store");
    StoreWorker worker(
        m_rules, [this](const StoreProgress& progress) { post(progress, {}); },
        [this](const Result<StoredWeights>& result) { post({}, result); });
    m_worker = &worker;
    QEventLoop loop;
    connect(&worker, &StoreWorker::quitRequested, &loop, &QEventLoop::quit);
    ready.set_value();
    loop.exec();
}

void ThreadedStore::order(std::function<void(StoreWorker&)> carryOut)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = std::move(carryOut);
        ++m_newest;
        m_progress.reset();
        m_result.reset();
    }
    begin();
    // Both ways the payload waits in a slot; the event that says so carries nothing.
    QMetaObject::invokeMethod(
        m_worker, [this] { takeOrder(); }, Qt::QueuedConnection);
}

void ThreadedStore::takeOrder()
{
    std::function<void(StoreWorker&)> carryOut;
    {
        const std::lock_guard lock(m_mutex);
        carryOut = std::exchange(m_waiting, nullptr);
        m_current = m_newest;
    }
    if (carryOut) // else a newer order was taken in its place
        carryOut(*m_worker);
}

void ThreadedStore::fetch(std::string officialName)
{
    order([name = std::move(officialName)](StoreWorker& worker) { worker.fetch(name); });
}

void ThreadedStore::install(std::filesystem::path file, std::string officialName)
{
    order([file = std::move(file), name = std::move(officialName)](
              StoreWorker& worker) { worker.install(file, name); });
}

void ThreadedStore::cancel()
{
    if (m_thread.joinable())
        QMetaObject::invokeMethod(m_worker, &StoreWorker::cancel, Qt::QueuedConnection);
}

std::optional<StoreProgress> ThreadedStore::takeProgress()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_progress, std::nullopt);
}

std::optional<Result<StoredWeights>> ThreadedStore::takeResult()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_result, std::nullopt);
}

void ThreadedStore::post(
    std::optional<StoreProgress> progress, std::optional<Result<StoredWeights>> result)
{
    const std::lock_guard lock(m_mutex);
    if (m_current != m_newest)
        return;
    m_progress = std::move(progress);
    m_result = std::move(result);
    if (!std::exchange(m_announcing, true))
        emit outboxFilled();
}

void ThreadedStore::announce()
{
    bool hasProgress = false;
    bool hasResult = false;
    {
        const std::lock_guard lock(m_mutex);
        m_announcing = false;
        hasProgress = m_progress.has_value();
        hasResult = m_result.has_value();
    }
    if (hasProgress)
        emit progressed();
    if (hasResult)
        emit finished();
}

} // namespace netlens

#pragma once

#include "service/download.h"
#include "service/weights_store.h"

#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace netlens {

class StoreWorker;

/// The WeightsStore that owns the store thread, which does the downloading, writing and verifying.
/// The thread begins with the first order: a session that never asks has none.
class ThreadedStore final : public WeightsStore {
    Q_OBJECT
public:
    explicit ThreadedStore(const DownloadRules& rules = {}, QObject* parent = nullptr);
    /// Ends the order, keeping what has come.
    ~ThreadedStore() override;

    void fetch(std::string officialName) override;
    void install(std::filesystem::path file, std::string officialName) override;
    void cancel() override;

    std::optional<StoreProgress> takeProgress() override;
    std::optional<Result<StoredWeights>> takeResult() override;

signals:
    /// From the store thread, for announce() alone.
    void outboxFilled();

private:
    void begin();
    void run(std::promise<void> ready);
    void order(std::function<void(StoreWorker&)> carryOut);
    void takeOrder();
    void post(std::optional<StoreProgress> progress, std::optional<Result<StoredWeights>> result);
    void announce();

    DownloadRules m_rules;
    StoreWorker* m_worker = nullptr; ///< lives on the store thread
    quint64 m_current = 0; ///< store thread only: the order it is at

    std::mutex m_mutex; ///< guards what follows, up to the thread
    std::function<void(StoreWorker&)> m_waiting; ///< the newest order, until it is taken
    quint64 m_newest = 0; ///< its number
    std::optional<StoreProgress> m_progress;
    std::optional<Result<StoredWeights>> m_result;
    bool m_announcing = false; ///< a call of announce() is on its way

    std::jthread m_thread; ///< last: it uses everything above
};

} // namespace netlens

#pragma once

#include "service/download.h"

#include <functional>
#include <memory>

namespace netlens {

/// Everything a WeightsStore does, without the thread: carries out one order at a time and says
/// how it goes.
/// Thread rule: made, used and destroyed on one thread with an event loop.
class StoreWorker : public QObject {
    Q_OBJECT
public:
    using OnProgress = std::function<void(const StoreProgress&)>;
    using OnResult = std::function<void(Result<StoredWeights>)>;
    StoreWorker(const DownloadRules& rules, OnProgress onProgress, OnResult onResult);

    void fetch(const std::string& officialName);
    void install(const std::filesystem::path& file, const std::string& officialName);
    void cancel();
    /// Ends the order without a word, keeping what has come, and asks for the end of the loop.
    void quit();

signals:
    void quitRequested();

private:
    DownloadRules m_rules;
    OnProgress m_onProgress;
    OnResult m_onResult;
    std::unique_ptr<Download> m_download; ///< the last one, perhaps over
};

} // namespace netlens

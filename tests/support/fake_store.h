#pragma once

#include "service/weights_store.h"

#include <utility>
#include <vector>

/// A WeightsStore without files and network: remembers what it was asked and answers when the test
/// says so.
class FakeStore : public netlens::WeightsStore {
    Q_OBJECT
public:
    using WeightsStore::WeightsStore;

    void fetch(std::string officialName) override;
    void install(std::filesystem::path file, std::string officialName) override;
    void cancel() override;
    std::optional<netlens::StoreProgress> takeProgress() override;
    std::optional<netlens::Result<netlens::StoredWeights>> takeResult() override;

    /// So much of the file has come.
    void progress(std::uint64_t received, std::uint64_t total);
    void finish(netlens::Result<netlens::StoredWeights> result);
    /// The last order is done.
    void finish();

    // What was asked, in order.
    std::vector<std::string> fetches;
    std::vector<std::pair<std::filesystem::path, std::string>> installs;
    int cancels = 0;

private:
    std::string m_last;
    std::optional<netlens::StoreProgress> m_progress;
    std::optional<netlens::Result<netlens::StoredWeights>> m_result;
};

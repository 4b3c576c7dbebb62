#include "support/fake_store.h"

using namespace netlens;

void FakeStore::fetch(std::string officialName)
{
    m_last = officialName;
    fetches.push_back(std::move(officialName));
}

void FakeStore::install(std::filesystem::path file, std::string officialName)
{
    m_last = officialName;
    installs.emplace_back(std::move(file), std::move(officialName));
}

void FakeStore::cancel()
{
    ++cancels;
}

std::optional<StoreProgress> FakeStore::takeProgress()
{
    return std::exchange(m_progress, std::nullopt);
}

std::optional<Result<StoredWeights>> FakeStore::takeResult()
{
    return std::exchange(m_result, std::nullopt);
}

void FakeStore::progress(std::uint64_t received, std::uint64_t total)
{
    m_progress = StoreProgress { m_last, StoreProgress::Stage::Receiving, received, total, 1.2e6 };
    emit progressed();
}

void FakeStore::finish(Result<StoredWeights> result)
{
    m_result = std::move(result);
    emit finished();
}

void FakeStore::finish()
{
    finish(StoredWeights { m_last, "/models/" + m_last, false, {} });
}

#include "service/store_worker.h"

#include <exception>
#include <new>
#include <utility>

namespace netlens {

namespace {

    Result<StoredWeights> carryOut(
        const std::filesystem::path& source, const std::string& officialName)
    {
        const auto official = findOfficial(officialName);
        if (!official)
            return makeError(ErrorCode::WeightsNotPublished, officialName);
        try {
            auto path = installOfficial(source, *official);
            if (!path)
                return path.error();
            return StoredWeights { officialName, std::move(*path), false, {} };
        } catch (const std::bad_alloc&) {
            return makeError(ErrorCode::OutOfMemory, source.string());
        } catch (const std::exception& error) {
            return makeError(ErrorCode::Internal, source.string(), error.what());
        }
    }

} // namespace

StoreWorker::StoreWorker(const DownloadRules& rules, OnProgress onProgress, OnResult onResult)
    : m_rules(rules)
    , m_onProgress(std::move(onProgress))
    , m_onResult(std::move(onResult))
{
}

void StoreWorker::fetch(const std::string& officialName)
{
    m_download.reset();
    auto official = findOfficial(officialName);
    if (!official)
        return m_onResult(makeError(ErrorCode::WeightsNotPublished, officialName));
    m_download = std::make_unique<Download>(std::move(*official), m_rules);
    connect(m_download.get(), &Download::progressed, this,
        [this] { m_onProgress(m_download->progress()); });
    connect(
        m_download.get(), &Download::finished, this, [this] { m_onResult(m_download->result()); });
    m_download->start();
}

void StoreWorker::install(const std::filesystem::path& file, const std::string& officialName)
{
    m_download.reset();
    m_onResult(carryOut(file, officialName));
}

void StoreWorker::cancel()
{
    if (m_download)
        m_download->cancel();
}

void StoreWorker::quit()
{
    m_download.reset();
    emit quitRequested();
}

} // namespace netlens

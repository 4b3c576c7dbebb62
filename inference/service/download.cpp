#include "service/download.h"

#include <QUrl>

#include <algorithm>
#include <utility>

namespace netlens {

namespace {

    constexpr std::uint64_t kProgress = 64U << 10U;
    constexpr qint64 kSignalPauseMs = 50;

    bool isWebAddress(const QUrl& url)
    {
        return url.isValid() && !url.host().isEmpty()
            && (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
    }

    std::filesystem::path withEnding(const std::filesystem::path& path, const char* ending)
    {
        return path.string() + ending;
    }

} // namespace

Download::Download(OfficialFile file, const DownloadRules& rules)
    : m_file(std::move(file))
    , m_rules(rules)
    , m_target(kerasModelsFolder() / m_file.name)
{
    m_progress.fileName = m_file.name;
    m_timer.setSingleShot(true);
}

Download::~Download()
{
    delete m_transfer; // before the part it writes to
}

void Download::start()
{
    after(std::chrono::milliseconds(0), &Download::begin);
}

void Download::cancel()
{
    if (!m_result)
        refuse(makeError(ErrorCode::Cancelled, {}));
}

void Download::after(std::chrono::milliseconds pause, void (Download::*next)())
{
    m_timer.disconnect();
    connect(&m_timer, &QTimer::timeout, this, next);
    m_timer.start(pause);
}

void Download::enter(StoreProgress::Stage stage)
{
    m_progress.stage = stage;
    emit progressed();
}

void Download::begin()
{
    // What is there already needs no folder that can be written.
    if (auto known = look(); !known)
        return refuse(known.error());
    if (!m_result)
        lock();
}

void Download::lock()
{
    auto part = PartFile::open(m_target);
    if (!part)
        return refuse(part.error());
    if (!*part) {
        if (!std::exchange(m_waited, true))
            enter(StoreProgress::Stage::Waiting);
        return after(m_rules.lockPause, &Download::lock);
    }
    m_part.emplace(std::move(**part));
    // Another program may have fetched it between the look and the lock.
    if (auto known = look(); !known)
        return refuse(known.error());
    if (!m_result)
        request();
}

/// Finishes when the file is here and sound. Errors: those of verifyOfficial that say nothing
/// about the file.
Result<void> Download::look()
{
    const auto here = findOfficialFile(m_file.name);
    if (!here)
        return {};
    const auto sound = verifyOfficial(*here, m_file);
    if (!sound && sound.error().code == ErrorCode::OutOfMemory)
        return sound.error();
    m_keepOld = !sound && *here == m_target;
    // Whom this one waited for has just fetched it.
    if (sound && (!m_rules.force || m_waited))
        finish(StoredWeights { m_file.name, *here, true, {} });
    return {};
}

void Download::request()
{
    const QUrl url(QString::fromStdString(officialUrl(m_file.name)));
    if (!isWebAddress(url))
        return refuse(makeError(ErrorCode::ServerUnreachable, {},
            "NETLENS_WEIGHTS_URL is no http or https address: " + url.toString().toStdString()));
    enter(StoreProgress::Stage::Connecting);
    m_transfer = new Transfer(m_network, url, *m_part, { m_rules.stall, m_rules.mostBytes });
    m_transfer->setParent(this);
    connect(m_transfer, &Transfer::received, this, &Download::count);
    connect(m_transfer, &Transfer::ended, this, &Download::take);
}

void Download::count(quint64 bytes)
{
    m_rate.add(bytes);
    m_progress.received = m_part->size();
    m_progress.total = m_transfer->total();
    m_progress.bytesPerSecond = m_rate.perSecond();
    const bool isNews = std::exchange(m_progress.stage, StoreProgress::Stage::Receiving)
        != StoreProgress::Stage::Receiving;
    if (!isNews && m_sinceSignal.isValid() && m_sinceSignal.elapsed() < kSignalPauseMs)
        return;
    m_sinceSignal.start();
    emit progressed();
}

void Download::take(Transfer::Ending ending)
{
    m_resumed = m_transfer->resumed();
    const Error error = m_transfer->error();
    // It is still on the stack.
    std::exchange(m_transfer, nullptr)->deleteLater();
    switch (ending) {
    case Transfer::Ending::Complete:
        enter(StoreProgress::Stage::Verifying);
        return after(std::chrono::milliseconds(0), &Download::verify);
    case Transfer::Ending::Interrupted:
        // Only tries in a row that get no further count. Starting over is no getting further.
        if (m_resumed && m_part->size() >= m_furthest + kProgress)
            m_attempt = 0;
        m_furthest = std::max(m_furthest, m_part->size());
        return tryAgain(error);
    case Transfer::Ending::Refused:
        return refuse(error);
    }
}

void Download::tryAgain(const Error& error)
{
    if (++m_attempt >= m_rules.attempts)
        return refuse(error);
    enter(StoreProgress::Stage::Pausing);
    after(m_rules.firstPause * (1 << (m_attempt - 1)), &Download::request);
}

void Download::verify()
{
    const auto sound = verifyOfficial(m_part->path(), m_file);
    if (!sound && sound.error().code == ErrorCode::OutOfMemory)
        return refuse(sound.error());
    if (!sound) {
        if (auto emptied = m_part->restart({}); !emptied)
            return refuse(emptied.error());
        const Error wrong = makeError(
            ErrorCode::DownloadWrong, {}, officialUrl(m_file.name) + ": " + sound.error().detail);
        // Pieces of different times may not belong together: once more, in one piece.
        return std::exchange(m_resumed, false) ? tryAgain(wrong) : refuse(wrong);
    }
    if (auto placed = m_part->commit(m_keepOld); !placed)
        return refuse(placed.error());
    StoredWeights stored { m_file.name, m_target, false, {} };
    if (m_keepOld)
        stored.setAside = withEnding(m_target, ".bad");
    finish(std::move(stored));
}

Error Download::about(const Error& error) const
{
    return makeError(error.code, error.subject.empty() ? m_file.name : error.subject, error.detail);
}

void Download::refuse(const Error& error)
{
    finish(about(error));
}

void Download::finish(Result<StoredWeights> result)
{
    m_timer.stop();
    delete std::exchange(m_transfer, nullptr);
    m_part.reset();
    m_result = std::move(result);
    emit finished();
}

} // namespace netlens

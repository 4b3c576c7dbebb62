#pragma once

#include "base/part_file.h"
#include "base/result.h"
#include "service/transfer.h"
#include "service/transfer_rate.h"
#include "service/weights_store.h"
#include "weights/install.h"
#include "weights/registry.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace netlens {

struct DownloadRules {
    int attempts = 5;
    std::chrono::milliseconds firstPause { 1000 }; ///< between attempts; doubled after each
    std::chrono::milliseconds stall { 30'000 }; ///< an attempt ends when nothing comes for so long
    std::chrono::milliseconds lockPause { 250 }; ///< between looks at a part another program has
    std::uint64_t mostBytes = kMostOfficialBytes;
    bool force = false; ///< also where a sound file is there
};

/// Gets one official file to where Keras keeps it, unless it is there and sound. What has come
/// stays in NAME.part when the download ends early, and the next one goes on from there. Under its
/// own name the file appears complete, verified and flushed; a damaged one that was there is kept
/// as NAME.bad. Two of these, in one program or two, for one file: one fetches it, the other waits
/// and finds it there.
/// Thread rule: lives on one thread with an event loop, which it blocks only to write what has come
/// and to verify files (some 30 ms). Destroying it cancels without a signal.
class Download : public QObject {
    Q_OBJECT
public:
    explicit Download(OfficialFile file, const DownloadRules& rules = {});
    ~Download() override;

    /// Call once. finished() is emitted later, never from in here.
    void start();
    /// Ends it at once: finished() with Cancelled, unless it is over already.
    void cancel();

    const StoreProgress& progress() const { return m_progress; }
    /// @pre finished() was emitted
    const Result<StoredWeights>& result() const { return *m_result; }

signals:
    void progressed();
    void finished();

private:
    void begin();
    void lock();
    Result<void> look();
    void request();
    void count(quint64 bytes);
    void take(Transfer::Ending ending);
    void tryAgain(const Error& error);
    void verify();
    void refuse(const Error& error);
    void finish(Result<StoredWeights> result);
    void enter(StoreProgress::Stage stage);
    void after(std::chrono::milliseconds pause, void (Download::*next)());
    Error about(const Error& error) const;

    OfficialFile m_file;
    DownloadRules m_rules;
    std::filesystem::path m_target;
    QNetworkAccessManager m_network;
    std::optional<PartFile> m_part;
    Transfer* m_transfer = nullptr;
    QTimer m_timer;
    std::uint64_t m_furthest = 0; ///< bytes of the part that a try got to
    int m_attempt = 0;
    bool m_waited = false; ///< another program had the part
    bool m_keepOld = false; ///< what has the file's name is damaged
    bool m_resumed = false; ///< the part holds bytes of more than one attempt
    TransferRate m_rate;
    QElapsedTimer m_sinceSignal;
    StoreProgress m_progress;
    std::optional<Result<StoredWeights>> m_result;
};

} // namespace netlens

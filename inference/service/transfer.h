#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <cstdint>
#include <optional>

class QNetworkAccessManager;

namespace netlens {

class PartFile;

/// One HTTP request for what is missing of a file, written to its part as it comes. The server is
/// asked for the rest only if its file is still the one the part was begun with (If-Range); the
/// part's note carries the address and what that is known by (ETag or date).
/// Thread rule: lives on one thread with an event loop. Destroying it ends the request; what has
/// come stays in the part.
class Transfer : public QObject {
    Q_OBJECT
public:
    struct Limits {
        std::chrono::milliseconds stall; ///< longest time without a byte
        std::uint64_t mostBytes; ///< of the whole file
    };
    enum class Ending {
        Complete, ///< the part is as long as the server's file
        Interrupted, ///< worth another try
        Refused, ///< another try would end the same way
    };

    /// @pre manager and part outlive it.
    Transfer(QNetworkAccessManager& manager, const QUrl& url, PartFile& part, const Limits& limits);
    ~Transfer() override;

    bool resumed() const { return m_resumed; } ///< the server sends only the rest
    /// The size of the whole file, once the server has said it.
    std::optional<std::uint64_t> total() const { return m_total; }
    const Error& error() const { return m_error; } ///< unless Complete

signals:
    void received(quint64 bytes);
    void ended(netlens::Transfer::Ending ending);

private:
    void receive();
    bool begin(int code);
    bool beginWhole();
    bool beginRest();
    bool isWebPage() const;
    bool append(const QByteArray& bytes);
    void finish();
    void finishBody();
    void finishStatus(int code);
    void finishError(QNetworkReply::NetworkError error);
    void stall();
    void end(Ending ending, ErrorCode code = {}, const QString& detail = {});
    int status() const;
    QByteArray validator() const;

    QUrl m_url;
    PartFile& m_part;
    Limits m_limits;
    QNetworkReply* m_reply;
    QTimer m_silence;
    bool m_begun = false;
    bool m_resumed = false;
    bool m_ended = false;
    std::optional<std::uint64_t> m_total;
    Error m_error;
};

} // namespace netlens

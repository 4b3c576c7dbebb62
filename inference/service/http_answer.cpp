#include "service/http_answer.h"

#include <QList>

namespace netlens {

namespace {

    constexpr int kRequestTimeout = 408;
    constexpr int kTooManyRequests = 429;
    constexpr int kFirstServerError = 500;

    std::optional<std::uint64_t> number(const QByteArray& digits)
    {
        bool ok = false;
        const qulonglong value = digits.trimmed().toULongLong(&ok);
        return ok ? std::optional<std::uint64_t>(value) : std::nullopt;
    }

} // namespace

bool isPassing(int httpStatus)
{
    return httpStatus >= kFirstServerError || httpStatus == kTooManyRequests
        || httpStatus == kRequestTimeout;
}

NetworkTrouble troubleOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownNetworkError:
        return { ErrorCode::ServerUnreachable, false };
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::InsecureRedirectError:
        return { ErrorCode::ServerUntrusted, false };
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyTimeoutError:
        return { ErrorCode::DownloadBroken, true };
    case QNetworkReply::ProtocolUnknownError:
        return { ErrorCode::ServerUnreachable, false };
    default:
        return { ErrorCode::ServerTrouble, false };
    }
}

ContentRange contentRange(const QNetworkReply& reply)
{
    const QByteArray text = reply.rawHeader("Content-Range").trimmed();
    const qsizetype slash = text.indexOf('/');
    if (!text.startsWith("bytes ") || slash < 0)
        return {};
    const QByteArray range = text.mid(6, slash - 6);
    const qsizetype dash = range.indexOf('-');
    return { dash < 0 ? std::nullopt : number(range.left(dash)), number(text.mid(slash + 1)) };
}

std::optional<std::uint64_t> announcedLength(const QNetworkReply& reply)
{
    return number(reply.rawHeader("Content-Length"));
}

QByteArray validatorOf(const QNetworkReply& reply)
{
    QByteArray tag = reply.rawHeader("ETag").trimmed();
    if (tag.startsWith('"'))
        return tag;
    return reply.rawHeader("Last-Modified").trimmed();
}

std::string DownloadNote::text() const
{
    return url.toStdString() + '\n' + validator.toStdString() + '\n';
}

DownloadNote DownloadNote::parse(const std::string& text)
{
    const QList<QByteArray> lines = QByteArray::fromStdString(text).split('\n');
    if (lines.size() < 2)
        return {};
    return { lines[0], lines[1] };
}

} // namespace netlens

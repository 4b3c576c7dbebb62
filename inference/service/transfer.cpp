#include "service/transfer.h"

#include "base/part_file.h"
#include "service/http_answer.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <array>

namespace netlens {

namespace {

    constexpr qint64 kChunk = 65'536;
    constexpr qint64 kReadAhead = 1'048'576;
    constexpr qsizetype kSniffed = 512;
    constexpr int kMostRedirects = 5;

    QNetworkRequest makeRequest(const QUrl& url, const PartFile& part)
    {
        QNetworkRequest request(url);
        request.setAttribute(
            QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
        request.setMaximumRedirectsAllowed(kMostRedirects);
        request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("netlens"));
        // Compressed, the sizes would be those of something else.
        request.setRawHeader("Accept-Encoding", "identity");
        const DownloadNote note = DownloadNote::parse(part.note());
        if (part.size() > 0 && note.url == url.toEncoded() && !note.validator.isEmpty()) {
            request.setRawHeader("Range", "bytes=" + QByteArray::number(part.size()) + '-');
            request.setRawHeader("If-Range", note.validator);
        }
        return request;
    }

} // namespace

Transfer::Transfer(
    QNetworkAccessManager& manager, const QUrl& url, PartFile& part, const Limits& limits)
    : m_url(url)
    , m_part(part)
    , m_limits(limits)
    , m_reply(manager.get(makeRequest(url, part)))
{
    m_reply->setParent(this);
    m_reply->setReadBufferSize(kReadAhead);
    connect(m_reply, &QIODevice::readyRead, this, &Transfer::receive);
    connect(m_reply, &QNetworkReply::finished, this, &Transfer::finish);
    m_silence.setSingleShot(true);
    m_silence.setInterval(limits.stall);
    connect(&m_silence, &QTimer::timeout, this, &Transfer::stall);
    m_silence.start();
}

Transfer::~Transfer()
{
    m_reply->disconnect(this);
    m_reply->abort();
}

int Transfer::status() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void Transfer::receive()
{
    m_silence.start();
    const int code = status();
    if (code != kHttpOk && code != kHttpPartialContent) {
        m_reply->readAll(); // an explanation for people; the status says enough
        return;
    }
    if (!m_begun && !begin(code))
        return;
    while (!m_ended && m_reply->bytesAvailable() > 0)
        if (!append(m_reply->read(kChunk)))
            return;
}

bool Transfer::begin(int code)
{
    m_begun = true;
    if (isWebPage()) {
        // Before the part is emptied for it.
        end(Ending::Refused, ErrorCode::DownloadIsWebPage, m_reply->url().toString());
        return false;
    }
    if (!(code == kHttpPartialContent ? beginRest() : beginWhole()))
        return false;
    if (m_total.value_or(0) > m_limits.mostBytes) {
        end(Ending::Refused, ErrorCode::DownloadTooLarge,
            QStringLiteral("%1 bytes announced by %2").arg(*m_total).arg(m_url.toString()));
        return false;
    }
    return true;
}

bool Transfer::beginWhole()
{
    m_total = announcedLength(*m_reply);
    const DownloadNote note { m_url.toEncoded(), validatorOf(*m_reply) };
    if (auto ready = m_part.restart(note.text()); !ready) {
        end(Ending::Refused, ready.error().code, QString::fromStdString(ready.error().detail));
        return false;
    }
    return true;
}

bool Transfer::beginRest()
{
    const ContentRange range = contentRange(*m_reply);
    if (range.first == m_part.size()) {
        m_resumed = true;
        m_total = range.total;
        return true;
    }
    // Not the bytes asked for; the next try asks for all.
    (void)m_part.restart({});
    end(Ending::Interrupted, ErrorCode::ServerTrouble,
        QStringLiteral("an unexpected Content-Range from %1").arg(m_url.toString()));
    return false;
}

bool Transfer::isWebPage() const
{
    if (m_reply->header(QNetworkRequest::ContentTypeHeader)
            .toString()
            .startsWith(QLatin1String("text/html"), Qt::CaseInsensitive))
        return true;
    return status() == kHttpOk && m_reply->peek(kSniffed).trimmed().startsWith('<');
}

bool Transfer::append(const QByteArray& bytes)
{
    const std::uint64_t after = m_part.size() + static_cast<std::uint64_t>(bytes.size());
    const std::uint64_t most = m_total.value_or(m_limits.mostBytes);
    if (after > most) {
        end(Ending::Refused, ErrorCode::DownloadTooLarge,
            QStringLiteral("more than %1 bytes from %2").arg(most).arg(m_url.toString()));
        return false;
    }
    if (auto written = m_part.append(std::as_bytes(std::span(bytes))); !written) {
        end(Ending::Refused, written.error().code, QString::fromStdString(written.error().detail));
        return false;
    }
    emit received(static_cast<quint64>(bytes.size()));
    return true;
}

void Transfer::finish()
{
    if (m_ended)
        return;
    const int code = status();
    const bool hasBody = code == kHttpOk || code == kHttpPartialContent;
    if (hasBody) {
        receive();
        if (!m_begun && m_reply->error() == QNetworkReply::NoError)
            (void)begin(code);
        if (m_ended)
            return;
    }
    if (m_reply->error() == QNetworkReply::NoError && hasBody)
        finishBody();
    else if (code >= kHttpFirstError)
        finishStatus(code);
    else
        finishError(m_reply->error());
}

void Transfer::finishBody()
{
    if (m_part.size() < m_total.value_or(0))
        end(Ending::Interrupted, ErrorCode::DownloadBroken,
            QStringLiteral("%1 of %2 bytes came").arg(m_part.size()).arg(*m_total));
    else
        end(Ending::Complete);
}

void Transfer::finishStatus(int code)
{
    const QString detail
        = QStringLiteral("HTTP %1 %2, %3")
              .arg(code)
              .arg(m_reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString(),
                  m_reply->url().toString());
    if (code == kHttpRangeNotSatisfiable) {
        m_total = contentRange(*m_reply).total;
        m_resumed = true;
        if (m_total && *m_total == m_part.size() && m_part.size() > 0)
            return end(Ending::Complete);
        (void)m_part.restart({});
        return end(Ending::Interrupted, ErrorCode::ServerTrouble, detail);
    }
    if (isPassing(code))
        return end(Ending::Interrupted, ErrorCode::ServerTrouble, detail);
    end(Ending::Refused,
        code == kHttpProxyLogin ? ErrorCode::ServerUnreachable : ErrorCode::ServerRefused, detail);
}

void Transfer::finishError(QNetworkReply::NetworkError error)
{
    // Once bytes have come, whatever stops them may pass.
    const NetworkTrouble trouble = m_begun ? NetworkTrouble() : troubleOf(error);
    const QString text = error == QNetworkReply::NoError
        ? QStringLiteral("HTTP %1, %2").arg(status()).arg(m_url.toString())
        : QStringLiteral("%1, %2").arg(m_reply->errorString(), m_url.toString());
    end(trouble.isPassing ? Ending::Interrupted : Ending::Refused, trouble.code, text);
}

void Transfer::stall()
{
    const double seconds = std::chrono::duration<double>(m_limits.stall).count();
    end(Ending::Interrupted, ErrorCode::DownloadBroken,
        QStringLiteral("nothing came for %1 s").arg(seconds));
}

void Transfer::end(Ending ending, ErrorCode code, const QString& detail)
{
    m_ended = true;
    m_silence.stop();
    if (ending != Ending::Complete)
        m_error = makeError(code, m_part.path().stem().string(), detail.toStdString());
    m_reply->disconnect(this);
    m_reply->abort();
    emit ended(ending);
}

} // namespace netlens

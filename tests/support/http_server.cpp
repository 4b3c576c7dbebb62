#include "support/http_server.h"

#include "support/tls_identity.h"

#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace {

constexpr qsizetype kPiece = 64 * 1024;

HttpRequest parse(const QByteArray& text)
{
    const QList<QByteArray> lines = text.split('\n');
    HttpRequest request;
    request.path = lines.first().split(' ').value(1);
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    return request;
}

QByteArray head(const HttpAnswer& answer)
{
    QByteArray text = "HTTP/1.1 " + answer.status + "\r\nConnection: close\r\n";
    for (const QByteArray& header : answer.headers)
        text += header + "\r\n";
    const qsizetype length = answer.announced >= 0 ? answer.announced : answer.body.size();
    if (answer.saysLength)
        text += "Content-Length: " + QByteArray::number(length) + "\r\n";
    return text + "\r\n";
}

} // namespace

HttpServer::HttpServer(Security security)
    : m_security(security)
{
    connect(this, &QTcpServer::newConnection, this, &HttpServer::accept);
    listen(QHostAddress::LocalHost);
}

QByteArray HttpServer::url() const
{
    return (m_security == Security::Tls ? "https" : "http") + QByteArray("://127.0.0.1:")
        + QByteArray::number(serverPort()) + '/';
}

void HttpServer::incomingConnection(qintptr descriptor)
{
    if (m_security == Security::None)
        return QTcpServer::incomingConnection(descriptor);
    auto* socket = new QSslSocket(this);
    socket->setSocketDescriptor(descriptor);
    socket->setLocalCertificate(tlsCertificate());
    socket->setPrivateKey(tlsKey());
    socket->startServerEncryption();
    addPendingConnection(socket);
}

void HttpServer::accept()
{
    while (QTcpSocket* socket = nextPendingConnection()) {
        connect(socket, &QIODevice::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void HttpServer::read(QTcpSocket* socket)
{
    if (!socket->peek(16 * 1024).contains("\r\n\r\n"))
        return;
    const HttpRequest request = parse(socket->readAll());
    requests.append(request);
    HttpAnswer none;
    none.status = "404 Not Found";
    send(socket, answer ? answer(request) : none);
}

void HttpServer::send(QTcpSocket* socket, const HttpAnswer& reply)
{
    socket->write(head(reply));
    const bool isWhole = reply.end == HttpAnswer::End::Whole;
    const QByteArray body = isWhole ? reply.body : reply.body.left(reply.endsAfter);
    auto* timer = new QTimer(socket);
    timer->setInterval(reply.pause);
    const auto sent = std::make_shared<qsizetype>(0);
    connect(timer, &QTimer::timeout, socket, [=] {
        if (socket->bytesToWrite() > kPiece)
            return;
        socket->write(body.mid(*sent, kPiece));
        *sent = std::min(*sent + kPiece, body.size());
        if (*sent < body.size())
            return;
        timer->stop();
        if (reply.end != HttpAnswer::End::Silent)
            socket->disconnectFromHost(); // once all is written
    });
    timer->start();
}

HttpAnswer fileAnswer(const HttpRequest& request, const QByteArray& file, const QByteArray& tag)
{
    HttpAnswer answer;
    answer.headers = { "Content-Type: application/octet-stream", "ETag: " + tag };
    const QByteArray range = request.headers.value("range");
    const bool isSame = request.headers.value("if-range", tag) == tag;
    if (!range.startsWith("bytes=") || !isSame) {
        answer.body = file;
        return answer;
    }
    const qsizetype from = range.mid(6, range.size() - 7).toLongLong();
    const QByteArray total = QByteArray::number(file.size());
    if (from >= file.size()) {
        answer.status = "416 Range Not Satisfiable";
        answer.headers.append("Content-Range: bytes */" + total);
        return answer;
    }
    answer.status = "206 Partial Content";
    answer.headers.append("Content-Range: bytes " + QByteArray::number(from) + '-'
        + QByteArray::number(file.size() - 1) + '/' + total);
    answer.body = file.mid(from);
    return answer;
}

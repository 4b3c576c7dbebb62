#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>

#include <chrono>
#include <functional>

class QTcpSocket;

struct HttpRequest {
    QByteArray path;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
};

struct HttpAnswer {
    QByteArray status = "200 OK";
    QList<QByteArray> headers; ///< "Name: value"
    QByteArray body;
    bool saysLength = true; ///< else the end of the connection ends the body
    qsizetype announced = -1; ///< Content-Length, if it is not the body's
    enum class End { Whole, Closed, Silent } end = End::Whole;
    qsizetype endsAfter = 0; ///< bytes of the body, for Closed and Silent
    std::chrono::milliseconds pause { 0 }; ///< between pieces of 64 KiB
};

/// An HTTP/1.1 server on 127.0.0.1 that answers as a test says, on the test's own thread. One
/// request a connection. With TLS its certificate is tlsCertificate().
class HttpServer : public QTcpServer {
    Q_OBJECT
public:
    using Answer = std::function<HttpAnswer(const HttpRequest&)>;

    enum class Security { None, Tls };

    explicit HttpServer(Security security = Security::None);
    /// "http://127.0.0.1:PORT/", or "https://…"
    QByteArray url() const;

    Answer answer; ///< to every request; 404 while there is none
    QList<HttpRequest> requests; ///< so far

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void accept();
    void read(QTcpSocket* socket);
    void send(QTcpSocket* socket, const HttpAnswer& reply);

    Security m_security;
};

/// A file as a good server gives it out: Range and If-Range are understood.
HttpAnswer fileAnswer(
    const HttpRequest& request, const QByteArray& file, const QByteArray& tag = "\"v1\"");

#include "support/stream_server.h"

#include <QFile>
#include <QTcpServer>

using namespace Qt::Literals::StringLiterals;

int freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

bool isListening(int port)
{
    QFile sockets(u"/proc/net/tcp"_s);
    if (!sockets.open(QIODevice::ReadOnly))
        return false;
    const QByteArray address
        = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0') + " 00000000:0000 0A";
    return sockets.readAll().contains(address);
}

StreamServer::StreamServer(const QString& file, const QStringList& how, int port)
{
    QStringList arguments { u"-v"_s, u"error"_s, u"-nostdin"_s, u"-re"_s, u"-i"_s, file };
    for (const QString& argument : how)
        arguments.append(QString(argument).replace(u"PORT"_s, QString::number(port)));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(u"ffmpeg"_s, arguments);
}

StreamServer::~StreamServer()
{
    kill();
}

bool StreamServer::hasStarted()
{
    return m_process.waitForStarted();
}

bool StreamServer::waitForEnd()
{
    return m_process.state() == QProcess::NotRunning || m_process.waitForFinished();
}

bool StreamServer::kill()
{
    m_process.kill();
    return waitForEnd();
}

StreamKind motionJpeg()
{
    return { "Motion JPEG over HTTP",
        { u"-c:v"_s, u"mjpeg"_s, u"-q:v"_s, u"3"_s, u"-pix_fmt"_s, u"yuvj420p"_s, u"-f"_s,
            u"mpjpeg"_s, u"-listen"_s, u"1"_s, u"http://127.0.0.1:PORT/video"_s },
        u"http://127.0.0.1:%1/video"_s };
}

namespace {

QStringList asTransportStream(const QString& target)
{
    return { u"-c:v"_s, u"libx264"_s, u"-preset"_s, u"ultrafast"_s, u"-tune"_s, u"zerolatency"_s,
        u"-g"_s, u"12"_s, u"-f"_s, u"mpegts"_s, target };
}

} // namespace

StreamKind transportStream()
{
    return { "a transport stream over TCP", asTransportStream(u"tcp://127.0.0.1:PORT?listen=1"_s),
        u"tcp://127.0.0.1:%1"_s };
}

StreamKind datagrams()
{
    return { "a transport stream in datagrams",
        asTransportStream(u"udp://127.0.0.1:PORT?pkt_size=1316"_s), u"udp://127.0.0.1:%1"_s };
}

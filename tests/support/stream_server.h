#pragma once

#include <QProcess>
#include <QStringList>

/// A port of 127.0.0.1 that nothing listens on; 0 when there is none.
int freePort();
/// Whether a server takes connections there, without being one: it may take a single one.
bool isListening(int port);

/// FFmpeg sending a video file once, as fast as it plays.
class StreamServer {
public:
    /// @param how what comes behind the file on ffmpeg's command line; PORT stands for the port.
    StreamServer(const QString& file, const QStringList& how, int port);
    ~StreamServer();

    bool hasStarted();
    /// Everything is sent, and it has ended.
    bool waitForEnd();
    /// In the middle, as a cable is pulled.
    bool kill();

private:
    QProcess m_process;
};

/// What StreamServer and a viewer are told.
struct StreamKind {
    const char* name;
    QStringList how;
    QString address; ///< %1 stands for the port
};

StreamKind motionJpeg();
StreamKind transportStream();
StreamKind datagrams();

#include "support/made_videos.h"

#include "capture/video_recorder.h"

#include <QProcess>
#include <QStandardPaths>

using namespace netlens;

bool makeVideo(const QString& path, const std::vector<HeldPicture>& pictures, double rate)
{
    auto recorder = VideoRecorder::create(path.toStdString(), rate);
    if (!recorder)
        return false;
    double start = 0;
    for (const HeldPicture& held : pictures) {
        const int frames = qRound(held.seconds * rate);
        for (int i = 0; i < frames; ++i)
            if (!recorder->add(held.picture, start + i / rate))
                return false;
        start += frames / rate;
    }
    return recorder->finish().has_value();
}

bool hasFfmpeg()
{
    return !QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty();
}

bool runFfmpeg(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral("ffmpeg"),
        QStringList { QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-nostdin"),
            QStringLiteral("-y") }
            + arguments);
    return process.waitForFinished(120 * 1000) && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

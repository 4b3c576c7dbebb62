#include "ui/system_cameras.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <chrono>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    /// A device appears in several steps, and many at once when a hub is plugged in.
    constexpr std::chrono::milliseconds kSettling { 300 };

    QString firstLine(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine()).trimmed()
                                              : QString();
    }

} // namespace

SystemCameras::SystemCameras(QObject* parent)
    : SystemCameras(u"/sys/class/video4linux"_s, u"/dev"_s, parent)
{
}

SystemCameras::SystemCameras(const QString& names, const QString& devices, QObject* parent)
    : CameraList(parent)
    , m_names(names)
    , m_devices(devices)
    , m_watcher(QStringList { devices })
    , m_cameras(look())
{
    m_settling.setSingleShot(true);
    m_settling.setInterval(kSettling);
    connect(
        &m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_settling.start(); });
    connect(&m_settling, &QTimer::timeout, this, &SystemCameras::refresh);
}

QList<Camera> SystemCameras::look() const
{
    QList<Camera> found;
    for (const QString& node : QDir(m_names).entryList({ u"video*"_s }, QDir::Dirs)) {
        const QString folder = m_names % u'/' % node;
        // A camera has one node for pictures, the first, and others for what describes them.
        const QString index = firstLine(folder % "/index"_L1);
        if (index.isEmpty() || index == "0"_L1) {
            const QString name = firstLine(folder % "/name"_L1);
            found.append({ m_devices % u'/' % node, name.isEmpty() ? node : name });
        }
    }
    std::ranges::sort(found, [](const Camera& a, const Camera& b) {
        return a.device.size() != b.device.size() ? a.device.size() < b.device.size()
                                                  : a.device < b.device;
    });
    return found;
}

void SystemCameras::refresh()
{
    QList<Camera> now = look();
    if (now == m_cameras)
        return;
    m_cameras = std::move(now);
    emit changed();
}

} // namespace netlens

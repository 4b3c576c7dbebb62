#pragma once

#include "ui/camera_list.h"

#include <QFileSystemWatcher>
#include <QTimer>

namespace netlens {

/// The cameras as the kernel lists them. Reads names only; no device is opened, which would wake
/// it and take its time on the GUI thread.
class SystemCameras : public CameraList {
    Q_OBJECT
public:
    explicit SystemCameras(QObject* parent = nullptr);
    /// @param names folder with a folder for each device @param devices folder of the devices
    SystemCameras(const QString& names, const QString& devices, QObject* parent = nullptr);

    QList<Camera> cameras() const override { return m_cameras; }

private:
    QList<Camera> look() const;
    void refresh();

    QString m_names;
    QString m_devices;
    QFileSystemWatcher m_watcher;
    QTimer m_settling;
    QList<Camera> m_cameras;
};

} // namespace netlens

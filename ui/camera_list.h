#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace netlens {

struct Camera {
    QString device; ///< "/dev/video0"
    QString name; ///< as its maker calls it

    friend bool operator==(const Camera&, const Camera&) = default;
};

/// The cameras that are connected.
class CameraList : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual QList<Camera> cameras() const = 0;

signals:
    void changed();
};

} // namespace netlens

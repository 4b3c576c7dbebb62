#pragma once

#include "ui/camera_list.h"

#include <QAction>
#include <QObject>

class QMenu;
class QToolBar;

namespace netlens {

/// The actions for moving pictures and the Camera menu, with the cameras that are connected.
class LiveActions : public QObject {
    Q_OBJECT
public:
    explicit LiveActions(const CameraList& cameras, QObject* parent = nullptr);

    QAction* camera; ///< starts the camera used last, or stops what runs
    QAction* openVideo;
    QAction* openStream;
    QAction* openSequence;
    QAction* watchScreen;
    QAction* freeze; ///< checked while frozen
    QAction* stepBack;
    QAction* stepForward;
    QAction* snapshot;
    QAction* snapshotFolder;
    QAction* record; ///< checked while it runs
    QAction* recordFolder;
    QAction* showRecording;
    QAction* collect; ///< checked while pictures are saved under a label
    QAction* showCollecting;
    QAction* mirror;
    QAction* rotate;
    QAction* caption;
    QAction* goOnHidden; ///< also while nobody can see the window
    QAction* retry;
    QAction* chooseOther;

    void fill(QMenu* menu);
    void fill(QToolBar* bar);
    /// @param device of the camera that runs; empty for none
    void setRunning(bool isRunning, bool isSteppable, const QString& device);
    /// Whether programs can see the screen here.
    void setScreenOffered(bool isOffered);
    /// The freeze action says what it would do.
    void setFrozen(bool isFrozen);
    /// The record action says what it would do, or why it cannot.
    void setRecording(bool isRecording, const QString& whyNot);
    /// The cameras and the other ways in, to be popped up. @pre the tool bar was filled
    QMenu* sources() const { return m_sources; }

signals:
    void cameraChosen(const netlens::Camera& camera);

private:
    struct Look {
        QString name, text, tip, icon;
        QKeySequence keys {};
    };
    QAction* add(const Look& look);
    void addSources();
    void addPlaying();
    void addRecording();
    void addLooks();
    void listCameras(QMenu* menu);

    const CameraList& m_cameras;
    QMenu* m_sources = nullptr;
    QString m_device;
};

} // namespace netlens

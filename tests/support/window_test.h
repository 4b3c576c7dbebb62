#pragma once

#include "support/fake_live.h"
#include "support/fake_recorder.h"
#include "support/fake_service.h"
#include "support/fake_store.h"
#include "ui/main_window.h"
#include "ui/message_strip.h"

#include <QAction>
#include <QTemporaryDir>

#include <memory>

class QMimeData;

/// A fresh window over fake services and cameras for every test function, with settings of
/// its own.
class WindowTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();

protected:
    template <typename T> T* find(const char* name) const
    {
        T* found = m_window->findChild<T*>(QString::fromLatin1(name));
        if (found == nullptr)
            qFatal("no %s", name);
        return found;
    }
    template <typename T> T* find(const char* parent, const char* name) const
    {
        return find<QWidget>(parent)->findChild<T*>(QString::fromLatin1(name));
    }
    QAction* action(const char* name) const { return find<QAction>(name); }
    QString message() const { return find<netlens::MessageStrip>("message")->text(); }
    QString banner() const { return find<netlens::MessageStrip>("banner")->text(); }

    /// Drags data onto the window and lets go; false when it was refused.
    bool drop(QMimeData& data);
    /// The service answers a new picture.
    void answer(netlens::Recognition recognition = makeRecognition());
    /// The window as the program would start it again.
    void makeWindow();
    /// An empty file of that name; its path.
    QString touch(const QString& name);

    QTemporaryDir m_folder;
    QTemporaryDir m_settings;
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<FakeLive> m_live;
    std::unique_ptr<FakeRecorder> m_recorder;
    std::unique_ptr<FakeCameras> m_cameras;
    std::unique_ptr<netlens::MainWindow> m_window;
};

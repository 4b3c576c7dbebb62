#pragma once

#include "service/threaded_live.h"
#include "service/threaded_recorder.h"
#include "service/threaded_service.h"
#include "service/threaded_store.h"
#include "ui/main_window.h"
#include "ui/system_cameras.h"

#include <QString>
#include <QTemporaryDir>

#include <filesystem>

class QTableView;

/// An empty home: settings and the folder Keras keeps its weights in. Made before the first window.
class Home {
public:
    Home();
    bool isReady() const { return m_folder.isValid(); }
    QString path(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

/// What the program's main() gives the application before there is a window.
void dressAsProgram();

/// The classes that any picture shows to the weights below, most probable first.
inline constexpr int kTopClasses[] { 281, 282, 285, 287, 292 };

/// Weights of a complete network in Keras's legacy layout: random, but for five classes that win.
bool writeWeights(const std::filesystem::path& path, double alpha, int side);
/// The same where Netlens looks for the ImageNet weights.
bool writeImageNetWeights(double alpha, int side);
/// Smooth colours, different for every seed.
bool writePicture(const QString& path, QSize size, unsigned seed);
/// What a camera writes: 12 megapixels of shapes and grain in 2 to 3 MB of JPEG.
bool writePhotograph(const QString& path, unsigned seed);

/// The window over the real service, put together as the program does it.
class RealWindow {
public:
    /// Shows the window beside the place hand.h drags from.
    RealWindow();

    /// Waits until the window has the keyboard and a model answers.
    bool isReady();

    netlens::ThreadedService& service() { return m_service; }
    netlens::ThreadedLive& live() { return m_live; }
    netlens::MainWindow& window() { return m_window; }
    template <typename T> T& find(const char* name) const
    {
        T* found = m_window.findChild<T*>(QString::fromLatin1(name));
        if (found == nullptr)
            qFatal("no %s", name);
        return *found;
    }
    /// What a label or a message strip says.
    QString label(const char* name) const;
    QString message() const;
    QTableView& predictions() const;
    /// The classes listed, by index.
    QList<int> classes() const;
    /// The class whose evidence is shown; −1 when none is listed.
    int explainedClass() const;
    /// The middle of a cell of the model grid, in its viewport's coordinates.
    QPoint cell(double alpha, int side) const;

private:
    netlens::ThreadedService m_service;
    netlens::ThreadedStore m_store;
    netlens::ThreadedLive m_live { m_service };
    netlens::ThreadedRecorder m_recorder;
    netlens::SystemCameras m_cameras;
    netlens::MainWindow m_window;
};

#pragma once

#include "recognition.h"

#include <QFutureWatcher>
#include <QObject>

namespace netlens {

/// Saves a frame as PNG and what was recognised in it as JSON beside it, off the GUI thread; in a
/// folder that is asked for once and remembered.
class Snapshot : public QObject {
    Q_OBJECT
public:
    explicit Snapshot(QWidget* window);

    /// @param recognition of the moment that is wanted, however long the folder takes to choose
    /// @param model as the window calls it @param top how many classes
    void save(SharedRecognition recognition, const QString& model, int top);
    /// Asks for the folder; false when nobody chose one.
    bool chooseFolder();

signals:
    void saved(const QString& path);
    /// @param reason the system's own words
    void failed(const QString& path, const QString& reason);

private:
    QWidget* m_window;
    QFutureWatcher<QString> m_saving;
    QString m_path;
};

} // namespace netlens

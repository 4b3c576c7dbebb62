#pragma once

#include <QDockWidget>

class QAction;
class QScrollArea;

namespace netlens {

class CollectPanel;
class RecordPanel;

/// What is kept of what is shown: recordings of moving pictures, and pictures under labels.
class RecordDock : public QDockWidget {
    Q_OBJECT
public:
    /// @param record starts and ends a recording
    explicit RecordDock(QAction* record, QWidget* parent = nullptr);

    RecordPanel& recording() const { return *m_recording; }
    CollectPanel& collecting() const { return *m_collecting; }
    /// In front of other docks, with the keys, scrolled to that part.
    void showRecording();
    void showCollecting();

private:
    void bring(QWidget* part);

    RecordPanel* m_recording;
    CollectPanel* m_collecting;
    QScrollArea* m_scroll;
};

} // namespace netlens

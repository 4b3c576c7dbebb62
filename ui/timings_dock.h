#pragma once

#include "engine/step_timing.h"

#include <QDockWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace netlens {

class TimingsModel;

/// How long each step of the network takes on this machine. Asks to measure when it comes into view
/// and when another model answers while it is there.
class TimingsDock : public QDockWidget {
    Q_OBJECT
public:
    explicit TimingsDock(QWidget* parent = nullptr);

    void setTimings(StepTimings timings);
    /// Another model answers: what is shown is out of date.
    void modelChanged();

signals:
    void measureRequested();

private:
    void ask();

    TimingsModel* m_model;
    QLabel* m_summary;
    QTableView* m_table;
    bool m_isOutOfDate = true;
};

} // namespace netlens

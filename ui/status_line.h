#pragma once

#include "service/recognition_service.h"

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QProgressBar;

namespace netlens {

/// The status bar: messages | model | live rates | times | threads | busy.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);

    void setModel(const ModelState& model);
    /// Where the number of threads comes from.
    void setThreadsOrigin(const QString& text);
    void setTimings(const Timings& timings);
    /// The value under the cursor; empty beside the map.
    void setReading(const QString& text);
    /// Rates and delays of moving pictures; empty when there are none.
    void setLive(const QString& text);
    /// Shown when it lasts: most pictures are done before anyone could look.
    void setBusy(bool busy);

private:
    QLabel* addField(const QString& name, const QString& description);

    QLabel* m_reading;
    QLabel* m_model;
    QLabel* m_live;
    QLabel* m_times;
    QLabel* m_threads;
    QProgressBar* m_busy;
    QTimer m_patience;
};

} // namespace netlens

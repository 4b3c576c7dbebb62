#pragma once

#include "service/live_service.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace netlens {

class ElidedLabel;
class LiveActions;

/// The strip under moving pictures: what runs and how it is smoothed, and for videos where it is,
/// how fast, and whether it begins again.
class LiveBar : public QWidget {
    Q_OBJECT
public:
    explicit LiveBar(const LiveActions& actions, QWidget* parent = nullptr);

    /// Hidden while nothing runs.
    void setState(const LiveState& state);
    /// Of the picture on show.
    void setPosition(double seconds);
    void setSmoothing(double seconds);
    void setThreshold(double probability);
    void setLoop(bool on);
    /// How long it is recorded by now; empty when it is not.
    void setRecording(const QString& time);
    /// For the next source.
    void resetSpeed();
    double smoothing() const; ///< seconds
    double threshold() const; ///< 0 … 1

signals:
    void seekRequested(double seconds);
    void speedChanged(double factor);
    void loopChanged(bool on);
    void smoothingChanged(double seconds);
    void thresholdChanged(double probability);

private:
    QWidget* makePlace();
    QWidget* makeRoom();
    QWidget* makeRow(const LiveActions& actions);
    void makeSpinBoxes();
    QString stateText() const;
    void refreshDot();
    void refreshTime();
    void changeEvent(QEvent* event) override;

    LiveState m_state;
    double m_seconds = 0;
    QWidget* m_place; ///< the row for media
    QSlider* m_slider;
    QLabel* m_time;
    QToolButton* m_loop;
    QComboBox* m_speed;
    QLabel* m_dot;
    ElidedLabel* m_name;
    QLabel* m_recording;
    QDoubleSpinBox* m_smoothing;
    QSpinBox* m_threshold;
    QList<QWidget*> m_steps;
};

} // namespace netlens

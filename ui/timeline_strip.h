#pragma once

#include "ui/timeline_model.h"
#include "ui/timeline_painter.h"

#include <QWidget>

#include <optional>

namespace netlens {

/// Which label held when, under a video: a colour and a number for each label, stripes for "not
/// sure". A file is shown whole, with the place being played; of a live source the last minute.
/// In a file a click or a drag jumps, and with the focus ← and → go from stretch to stretch.
class TimelineStrip : public QWidget {
    Q_OBJECT
public:
    static constexpr double kLiveWindow = 60; ///< seconds

    explicit TimelineStrip(QWidget* parent = nullptr);

    /// Another medium, nothing of which has been seen.
    /// @param duration seconds; unknown for odd files, which then grow as they are seen
    void showFile(std::optional<double> duration);
    void showLive();
    /// Another model answers: what was seen no longer counts. The medium and the place stay.
    void clear();

    void append(const TimelineMoment& moment);
    /// The place being played. A live source has none.
    void setPosition(double seconds);

    const TimelineModel& timeline() const { return m_timeline; }
    bool isLive() const { return m_isLive; }
    /// What is to be said about that second: its stretch and the best classes there.
    QString textAt(double seconds) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// Inside the file; its end is a legal place. Only files are sought in.
    void seekRequested(double seconds);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Span {
        double begin = 0;
        double end = 0;
    };

    void restart(bool isLive, std::optional<double> duration);
    Span span() const;
    double secondsAt(double x) const;
    double xOf(double seconds) const;
    double nextBegin() const;
    double previousBegin() const;
    void describe();
    void seek(double seconds);
    void showToolTip(const QPoint& place);
    void paintPosition(QPainter& painter) const;
    void paintFrame(QPainter& painter) const;

    TimelineModel m_timeline;
    TimelinePainter m_painter;
    bool m_isLive = false;
    std::optional<double> m_duration;
    double m_position = 0;
    TimelineStretch m_described; ///< the stretch the description speaks of
    std::size_t m_describedCount = 0;
};

} // namespace netlens

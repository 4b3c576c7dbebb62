#pragma once

#include <QBrush>
#include <QFontMetrics>
#include <QPainter>

#include <optional>

namespace netlens {

class TimelineModel;

/// Draws the stretches of a time, a column of device pixels at a time, so that thousands of them
/// cost no more than the strip is wide.
class TimelinePainter {
public:
    /// @pre begin < end
    void paint(QPainter& painter, const QWidget& widget, const TimelineModel& timeline,
        double begin, double end);

private:
    /// Where one label is drawn, in device pixels.
    struct Run {
        int left = 0;
        int width = 0;
        int number = 0;
    };

    void prepare(const QWidget& widget);
    void paintRun(QPainter& painter, const Run& run, int height) const;
    void paintLabel(
        QPainter& painter, const Run& run, const QWidget& widget, const QString& name) const;

    qreal m_ratio = 0; ///< device pixels a pixel
    qint64 m_paletteKey = 0; ///< of the colours the stripes were drawn in
    QBrush m_stripes;
};

} // namespace netlens

#include "ui/timeline_painter.h"

#include "ui/timeline_colors.h"
#include "ui/timeline_model.h"

#include <QWidget>

#include <vector>

namespace netlens {

namespace {

    constexpr int kPadding = 4; ///< beside a label
    constexpr int kFewestCharacters = 4; ///< of a name worth cutting
    constexpr int kRarest = 3; ///< device pixels: what is narrower has no edge

    bool hasSameColor(int a, int b)
    {
        return a > 0 && b > 0 && timelineColor(a) == timelineColor(b);
    }

} // namespace

void TimelinePainter::paint(QPainter& painter, const QWidget& widget, const TimelineModel& timeline,
    double begin, double end)
{
    prepare(widget);
    const int width = qRound(widget.width() * m_ratio);
    const int height = qRound(widget.height() * m_ratio);
    if (width <= 0 || timeline.stretches().empty())
        return;
    const std::vector<int> columns = timeline.columns(begin, end, width);
    std::vector<Run> runs;
    for (int x = 0; x < width; ++x) {
        const int number = columns[static_cast<std::size_t>(x)];
        if (!runs.empty() && runs.back().number == number)
            ++runs.back().width;
        else
            runs.push_back({ x, 1, number });
    }
    painter.save();
    painter.scale(1 / m_ratio, 1 / m_ratio);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        paintRun(painter, runs[i], height);
        if (i > 0 && runs[i].width >= kRarest && hasSameColor(runs[i].number, runs[i - 1].number))
            painter.fillRect(
                runs[i].left, 0, qRound(m_ratio), height, widget.palette().color(QPalette::Base));
    }
    painter.restore();
    for (const Run& run : runs) {
        if (run.number > 0)
            paintLabel(painter, run, widget, timeline.labelName(run.number));
    }
}

void TimelinePainter::prepare(const QWidget& widget)
{
    const qreal ratio = widget.devicePixelRatioF();
    const qint64 key = widget.palette().cacheKey();
    if (ratio == m_ratio && key == m_paletteKey)
        return;
    m_ratio = ratio;
    m_paletteKey = key;
    m_stripes = unsureHatching(widget.palette(), ratio);
}

void TimelinePainter::paintRun(QPainter& painter, const Run& run, int height) const
{
    const QRect area(run.left, 0, run.width, height);
    if (run.number == TimelineStretch::kUnsure)
        painter.fillRect(area, m_stripes);
    else if (run.number > 0)
        painter.fillRect(area, timelineColor(run.number));
}

void TimelinePainter::paintLabel(
    QPainter& painter, const Run& run, const QWidget& widget, const QString& name) const
{
    const QFontMetrics metrics = widget.fontMetrics();
    const int room = static_cast<int>(run.width / m_ratio) - 2 * kPadding;
    if (room < metrics.averageCharWidth())
        return;
    QString text = QString::number(run.number);
    const int numberWidth = metrics.horizontalAdvance(text);
    if (room < numberWidth)
        return;
    if (room >= numberWidth + kFewestCharacters * metrics.averageCharWidth())
        text = metrics.elidedText(text % u' ' % name, Qt::ElideRight, room);
    painter.setPen(inkOn(timelineColor(run.number)));
    painter.drawText(QRectF(run.left / m_ratio + kPadding, 0, room + 1, widget.height()),
        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

} // namespace netlens

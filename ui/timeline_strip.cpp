#include "ui/timeline_strip.h"

#include "ui/colors.h"
#include "ui/keep_arrow_keys.h"
#include "ui/timeline_text.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    /// Going back from a place this close behind the beginning of a stretch goes to the one before.
    constexpr double kCloseBehind = 0.3;
    constexpr double kShortestSpan = 1e-3;

} // namespace

TimelineStrip::TimelineStrip(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(u"timelineStrip"_s);
    setAccessibleName(tr("Labels over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    keepArrowKeys(this);
    showFile(std::nullopt);
}

void TimelineStrip::showFile(std::optional<double> duration)
{
    restart(false, duration);
}

void TimelineStrip::showLive()
{
    restart(true, std::nullopt);
}

void TimelineStrip::restart(bool isLive, std::optional<double> duration)
{
    m_isLive = isLive;
    m_duration = duration;
    m_position = 0;
    setCursor(isLive ? Qt::ArrowCursor : Qt::PointingHandCursor);
    clear();
}

void TimelineStrip::clear()
{
    m_timeline.clear();
    describe();
    update();
}

void TimelineStrip::append(const TimelineMoment& moment)
{
    m_timeline.append(moment);
    if (m_isLive) {
        m_timeline.forgetBefore(m_timeline.end() - kLiveWindow);
        m_position = moment.seconds;
    }
    describe();
    update();
}

void TimelineStrip::setPosition(double seconds)
{
    m_position = std::max(0.0, seconds);
    describe();
    update();
}

TimelineStrip::Span TimelineStrip::span() const
{
    if (m_isLive)
        return { m_timeline.end() - kLiveWindow, m_timeline.end() };
    const double known = std::max(m_timeline.end(), m_position);
    return { 0, std::max(kShortestSpan, m_duration.value_or(known)) };
}

double TimelineStrip::secondsAt(double x) const
{
    const auto [begin, end] = span();
    return std::clamp(begin + (end - begin) * x / std::max(1, width()), begin, end);
}

double TimelineStrip::xOf(double seconds) const
{
    const auto [begin, end] = span();
    return (std::clamp(seconds, begin, end) - begin) / (end - begin) * width();
}

double TimelineStrip::nextBegin() const
{
    for (const TimelineStretch& stretch : m_timeline.stretches()) {
        if (stretch.begin > m_position)
            return stretch.begin;
    }
    return m_position;
}

double TimelineStrip::previousBegin() const
{
    double previous = 0;
    for (const TimelineStretch& stretch : m_timeline.stretches()) {
        if (stretch.begin >= m_position - kCloseBehind)
            break;
        previous = stretch.begin;
    }
    return previous;
}

QString TimelineStrip::textAt(double seconds) const
{
    return timelinePlaceText(m_timeline, seconds, m_isLive);
}

void TimelineStrip::describe()
{
    const TimelineStretch* now = m_timeline.stretchAt(m_position);
    const TimelineStretch stretch
        = now != nullptr ? *now : TimelineStretch { 0, 0, TimelineStretch::kUnseen };
    const std::size_t count = m_timeline.stretches().size();
    const bool isSame = stretch.begin == m_described.begin && stretch.number == m_described.number
        && count == m_describedCount;
    if (isSame && !accessibleDescription().isEmpty())
        return;
    m_described = stretch;
    m_describedCount = count;
    setAccessibleDescription(timelineSummary(m_timeline, m_position, m_isLive));
}

void TimelineStrip::seek(double seconds)
{
    if (m_isLive)
        return;
    setPosition(seconds);
    emit seekRequested(seconds);
}

QSize TimelineStrip::sizeHint() const
{
    return { 480, fontMetrics().height() + 12 };
}

QSize TimelineStrip::minimumSizeHint() const
{
    return { 120, sizeHint().height() };
}

bool TimelineStrip::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    showToolTip(static_cast<QHelpEvent*>(event)->pos());
    return true;
}

void TimelineStrip::showToolTip(const QPoint& place)
{
    QToolTip::showText(mapToGlobal(place), textAt(secondsAt(place.x() + 0.5)), this);
}

void TimelineStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        seek(secondsAt(event->position().x()));
    else
        QWidget::mousePressEvent(event);
}

void TimelineStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        seek(secondsAt(event->position().x()));
    if (QToolTip::isVisible())
        showToolTip(event->position().toPoint());
}

void TimelineStrip::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (m_isLive || !isPlain)
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Right:
        return seek(nextBegin());
    case Qt::Key_Left:
        return seek(previousBegin());
    case Qt::Key_Home:
        return seek(0);
    case Qt::Key_End:
        return seek(span().end);
    default:
        QWidget::keyPressEvent(event);
    }
}

void TimelineStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const auto [begin, end] = span();
    if (m_timeline.stretches().empty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter,
            tr("The labels of the video appear here as they are seen.", "empty timeline"));
    }
    m_painter.paint(painter, *this, m_timeline, begin, end);
    if (!m_isLive)
        paintPosition(painter);
    paintFrame(painter);
}

void TimelineStrip::paintPosition(QPainter& painter) const
{
    constexpr double kHalf = 1; // of the line's width
    constexpr double kHead = 5;
    const double x = std::clamp(xOf(m_position), kHalf + 1, width() - kHalf - 1);
    QPainterPath mark;
    mark.addRect(QRectF(x - kHalf, 0, 2 * kHalf, height()));
    QPainterPath head;
    head.addPolygon(QPolygonF({ { x - kHead, 0 }, { x + kHead, 0 }, { x, kHead } }));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // The rim keeps it visible on every colour.
    painter.strokePath(mark.united(head), QPen(palette().color(QPalette::Base), 2));
    painter.fillPath(mark.united(head), palette().color(QPalette::Text));
    painter.restore();
}

void TimelineStrip::paintFrame(QPainter& painter) const
{
    const QColor quiet
        = mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.3);
    const QColor color = hasFocus() ? palette().color(QPalette::Highlight) : quiet;
    const int thick = hasFocus() ? 2 : 1;
    // A line drawn with a pen leaves a seam at the lower edge where a pixel is several dots.
    painter.fillRect(0, 0, width(), thick, color);
    painter.fillRect(0, height() - thick, width(), thick, color);
    painter.fillRect(0, 0, thick, height(), color);
    painter.fillRect(width() - thick, 0, thick, height(), color);
}

} // namespace netlens

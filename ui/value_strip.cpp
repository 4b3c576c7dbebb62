#include "ui/value_strip.h"

#include "ui/colors.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <limits>

namespace netlens {

ValueStrip::ValueStrip(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ValueStrip::setValues(std::vector<float> values)
{
    m_values = std::move(values);
    update();
}

QSize ValueStrip::sizeHint() const
{
    return { 240, fontMetrics().height() * 5 };
}

QSize ValueStrip::minimumSizeHint() const
{
    return { 120, sizeHint().height() };
}

void ValueStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const auto count = static_cast<qsizetype>(m_values.size());
    if (count > 0) {
        const float largest
            = std::max(std::numeric_limits<float>::min(), *std::ranges::max_element(m_values));
        const QColor ink = readable(palette().color(QPalette::Highlight),
            palette().color(QPalette::Base), palette().color(QPalette::Text));
        const int inside = width() - 2;
        for (int x = 0; x < inside; ++x) {
            const auto from = m_values.begin() + x * count / inside;
            const auto to = std::max(from + 1, m_values.begin() + (x + 1) * count / inside);
            const float value = std::max(0.0F, *std::max_element(from, to));
            const int tall = qRound(value / largest * static_cast<float>(height() - 4));
            painter.fillRect(QRect(x + 1, height() - 1 - tall, 1, tall), ink);
        }
    }
    painter.setPen(
        mixed(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.3));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void ValueStrip::mouseMoveEvent(QMouseEvent* event)
{
    const auto count = static_cast<qsizetype>(m_values.size());
    if (count == 0)
        return;
    const auto channel = std::clamp<qsizetype>(
        static_cast<qsizetype>(event->position().x()) * count / width(), 0, count - 1);
    const QLocale numbers;
    emit hovered(tr("channel %1: %2")
                     .arg(numbers.toString(channel),
                         numbers.toString(m_values[static_cast<std::size_t>(channel)], 'g', 4)));
}

void ValueStrip::leaveEvent(QEvent*)
{
    emit hovered(QString());
}

} // namespace netlens

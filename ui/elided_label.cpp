#include "ui/elided_label.h"

#include <QPainter>
#include <QStyle>

namespace netlens {

namespace {

    constexpr int kShortestCharacters = 6;

} // namespace

QSize ElidedLabel::minimumSizeHint() const
{
    const int shortest = fontMetrics().averageCharWidth() * kShortestCharacters;
    return { std::min(shortest, QLabel::minimumSizeHint().width()),
        QLabel::minimumSizeHint().height() };
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QRect area = contentsRect();
    style()->drawItemText(&painter, area, static_cast<int>(alignment()), palette(), isEnabled(),
        fontMetrics().elidedText(text(), m_mode, area.width()), foregroundRole());
    tellWhole(); // the text may be another one
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    tellWhole();
}

void ElidedLabel::tellWhole()
{
    const bool isCut = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
    setToolTip(isCut ? text() : QString());
}

} // namespace netlens

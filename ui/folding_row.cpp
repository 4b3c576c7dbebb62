#include "ui/folding_row.h"

#include <QBoxLayout>
#include <QEvent>

#include <algorithm>

namespace netlens {

FoldingRow::FoldingRow(QWidget* first, QWidget* second, int spacing, QWidget* parent)
    : QWidget(parent)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(spacing);
    m_row->addWidget(first, 1);
    m_row->addWidget(second);
}

QSize FoldingRow::sizeHint() const
{
    const int width = m_row->itemAt(0)->sizeHint().width() + m_row->spacing()
        + m_row->itemAt(1)->sizeHint().width();
    return { width, QWidget::sizeHint().height() };
}

QSize FoldingRow::minimumSizeHint() const
{
    const int width = std::max(
        m_row->itemAt(0)->minimumSize().width(), m_row->itemAt(1)->minimumSize().width());
    return { width, QWidget::minimumSizeHint().height() };
}

bool FoldingRow::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest)
        fold(); // what it holds may need more room than before, or less
    return QWidget::event(event);
}

void FoldingRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fold();
}

void FoldingRow::fold()
{
    const int needed = m_row->itemAt(0)->minimumSize().width() + m_row->spacing()
        + m_row->itemAt(1)->minimumSize().width();
    m_row->setDirection(needed > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace netlens

#include "ui/folding_row.h"

#include <QBoxLayout>

#include <algorithm>

namespace netlens {

FoldingRow::FoldingRow(QWidget* first, QWidget* second, int spacing, QWidget* parent)
    : QWidget(parent)
    , m_first(first)
    , m_second(second)
    , m_row(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(spacing);
    m_row->addWidget(first, 1);
    m_row->addWidget(second);
}

bool FoldingRow::isFolded() const
{
    return m_row->direction() == QBoxLayout::TopToBottom;
}

QSize FoldingRow::minimumSizeHint() const
{
    const int width
        = std::max(m_first->minimumSizeHint().width(), m_second->minimumSizeHint().width());
    return { width, QWidget::minimumSizeHint().height() };
}

void FoldingRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int needed = m_first->minimumSizeHint().width() + m_row->spacing()
        + m_second->minimumSizeHint().width();
    m_row->setDirection(needed > width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace netlens

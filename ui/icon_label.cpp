#include "ui/icon_label.h"

#include <QPainter>

namespace netlens {

IconLabel::IconLabel(int side, QWidget* parent)
    : QWidget(parent)
{
    setFixedSize(side, side);
}

void IconLabel::setIcon(const QIcon& icon, QIcon::Mode mode)
{
    m_icon = icon;
    m_mode = mode;
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    m_icon.paint(&painter, rect(), Qt::AlignCenter, m_mode);
}

} // namespace netlens

#include "ui/bar_delegate.h"

#include "ui/colors.h"

#include <QPainter>

namespace netlens {

BarDelegate::BarDelegate(int role, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_role(role)
{
}

void BarDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    constexpr double kInk = 0.35;
    const QVariant share = index.data(m_role);
    if (share.isValid() && !option.state.testFlag(QStyle::State_Selected)) {
        QRectF bar = QRectF(option.rect).adjusted(1, 2, -1, -2);
        bar.setWidth(bar.width() * share.toDouble());
        painter->fillRect(bar,
            mixed(option.palette.color(QPalette::Base), option.palette.color(QPalette::Highlight),
                kInk));
    }
    QStyledItemDelegate::paint(painter, option, index);
}

} // namespace netlens

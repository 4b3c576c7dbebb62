#include "ui/thumbnail_delegate.h"

namespace netlens {

namespace {

    constexpr QSize kAround(14, 18);

} // namespace

ThumbnailDelegate::ThumbnailDelegate(QSize thumbnail, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_thumbnail(thumbnail)
{
}

QSize ThumbnailDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return m_thumbnail + kAround + QSize(0, option.fontMetrics.height());
}

void ThumbnailDelegate::initStyleOption(
    QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->decorationPosition = QStyleOptionViewItem::Top;
    option->decorationAlignment = Qt::AlignCenter;
    option->displayAlignment = Qt::AlignHCenter | Qt::AlignBottom;
    option->decorationSize = m_thumbnail;
    option->textElideMode = Qt::ElideMiddle;
}

} // namespace netlens

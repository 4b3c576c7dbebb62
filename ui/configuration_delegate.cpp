#include "ui/configuration_delegate.h"

#include "ui/colors.h"
#include "ui/configuration_model.h"
#include "ui/model_text.h"

#include <QPainter>

namespace netlens {

namespace {

    constexpr double kSmaller = 0.82;

    QColor cellColor(const QStyleOptionViewItem& option, bool offered)
    {
        const QPalette& palette = option.palette;
        if (option.state.testFlag(QStyle::State_Selected))
            return palette.color(QPalette::Active, QPalette::Highlight);
        const QColor base = palette.color(QPalette::Base);
        if (!offered)
            return palette.color(QPalette::Window);
        const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
        return isHovered ? mixed(base, palette.color(QPalette::Highlight), 0.22) : base;
    }

} // namespace

void ConfigurationDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool offered = index.data(ConfigurationModel::OfferedRole).toBool();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QPalette& palette = option.palette;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF cell = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5);
    const QColor edge = mixed(
        palette.color(QPalette::Window), palette.color(QPalette::WindowText), offered ? 0.25 : 0.1);
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    painter->setPen(
        QPen(hasFocus ? palette.color(QPalette::WindowText) : edge, hasFocus ? 1.6 : 1));
    painter->setBrush(cellColor(option, offered));
    painter->drawRoundedRect(cell, 4, 4);

    const QColor text
        = palette.color(QPalette::Active, isSelected ? QPalette::HighlightedText : QPalette::Text);
    painter->setPen(offered ? text : secondaryText(palette));
    const bool hasAccuracy = index.data(ConfigurationModel::Top1Role).isValid() && offered;
    if (!hasAccuracy) {
        painter->drawText(cell, Qt::AlignCenter, index.data().toString());
    } else {
        const QRectF upper(cell.x(), cell.y() + 1, cell.width(), cell.height() * 0.54);
        const QRectF lower(
            cell.x(), upper.bottom() - 1, cell.width(), cell.bottom() - upper.bottom());
        painter->drawText(upper, Qt::AlignCenter, index.data().toString());
        QFont small = option.font;
        small.setPointSizeF(small.pointSizeF() * kSmaller);
        painter->setFont(small);
        painter->setPen(isSelected ? text : secondaryText(palette));
        painter->drawText(lower, Qt::AlignCenter,
            shortCount(index.data(ConfigurationModel::MacsRole).toDouble()));
    }
    painter->restore();
}

} // namespace netlens

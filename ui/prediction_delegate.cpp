#include "ui/prediction_delegate.h"

#include "ui/colors.h"
#include "ui/prediction_model.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

namespace netlens {

namespace {

    constexpr int kPadding = 6;
    constexpr int kBarHeight = 5;
    constexpr double kRadius = 2.5;

    /// The bar runs under name and number; each cell draws its own part of it.
    QRectF trackOf(const QStyleOptionViewItem& item, const QModelIndex& index)
    {
        QRect row = item.rect;
        if (const auto* view = qobject_cast<const QAbstractItemView*>(item.widget))
            row = view->visualRect(index.siblingAtColumn(PredictionModel::Name))
                | view->visualRect(index.siblingAtColumn(PredictionModel::Value));
        return QRectF(row.left() + kPadding, item.rect.bottom() - kPadding - kBarHeight + 1,
            row.width() - 2 * kPadding, kBarHeight);
    }

    void drawBar(QPainter& painter, const QStyleOptionViewItem& item, const QModelIndex& index)
    {
        const QPalette& palette = item.palette;
        const bool isSelected = item.state.testFlag(QStyle::State_Selected);
        const QColor ground = palette.color(isSelected ? QPalette::Highlight : QPalette::Base);
        const QColor ink
            = palette.color(isSelected ? QPalette::HighlightedText : QPalette::Highlight);
        const QRectF track = trackOf(item, index);
        QRectF filled = track;
        filled.setWidth(track.width() * index.data(PredictionModel::BarRole).toDouble());
        painter.setClipRect(item.rect);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(ground, palette.color(QPalette::Text), 0.14));
        painter.drawRoundedRect(track, kRadius, kRadius);
        painter.setBrush(ink);
        if (filled.width() >= 1)
            painter.drawRoundedRect(filled, kRadius, kRadius);
    }

    QColor textColor(const QStyleOptionViewItem& item, bool isRank)
    {
        if (item.state.testFlag(QStyle::State_Selected))
            return item.palette.color(QPalette::HighlightedText);
        return item.palette.color(isRank ? QPalette::PlaceholderText : QPalette::Text);
    }

} // namespace

void PredictionDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString text = std::exchange(item.text, QString());
    const QStyle* style = item.widget != nullptr ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    painter->save();
    const bool isRank = index.column() == PredictionModel::Rank;
    QFont font = item.font;
    font.setBold(!isRank && index.data(PredictionModel::ExplainedRole).toBool());
    painter->setFont(font);
    painter->setPen(textColor(item, isRank));
    const QRect line = item.rect.adjusted(kPadding, 2, -kPadding, -kBarHeight - kPadding);
    painter->drawText(line,
        static_cast<int>(item.displayAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter,
        QFontMetrics(font).elidedText(text, Qt::ElideRight, line.width()));
    if (!isRank)
        drawBar(*painter, item, index);
    painter->restore();
}

QSize PredictionDelegate::sizeHint(
    const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QFont bold = option.font;
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    // Columns that follow every number jump while frames come.
    const QString widest = index.column() == PredictionModel::Value
        ? index.data(PredictionModel::WidestTextRole).toString()
        : index.data().toString();
    return { metrics.horizontalAdvance(widest) + 2 * kPadding,
        metrics.height() + 2 * kPadding + kBarHeight };
}

} // namespace netlens
